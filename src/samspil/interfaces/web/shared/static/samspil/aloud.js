/* Reads a statement aloud with a voice that lives on the device. Others would send the words away, so they
   are never used: where there is none for the language, there is no button. */
(function () {
  "use strict";
  var button = document.querySelector("[data-aloud]");
  var voices = window.speechSynthesis;
  if (!button || !voices) {
    return;
  }

  function voice() {
    var wanted = document.documentElement.lang.split("-")[0].toLowerCase();
    return voices.getVoices().find(function (one) {
      return one.localService === true && one.lang.split(/[-_]/)[0].toLowerCase() === wanted;
    });
  }

  function show() {
    button.hidden = !voice();
  }

  function stop() {
    voices.cancel();
    button.setAttribute("aria-pressed", "false");
  }

  button.addEventListener("click", function () {
    if (button.getAttribute("aria-pressed") === "true") {
      stop();
      return;
    }
    var found = voice();
    if (!found) {
      return;
    }
    var said = new SpeechSynthesisUtterance(button.dataset.aloud);
    said.voice = found;
    said.lang = found.lang;
    said.rate = 0.9;
    said.onend = said.onerror = function () { button.setAttribute("aria-pressed", "false"); };
    button.setAttribute("aria-pressed", "true");
    voices.cancel();
    voices.speak(said);
  });
  window.addEventListener("pagehide", stop);
  if (voices.addEventListener) {
    voices.addEventListener("voiceschanged", show);
  }
  show();
})();
