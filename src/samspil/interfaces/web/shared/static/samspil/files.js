/* A file that takes some seconds says so while it is made. Without this script the links work as links do. */
(function () {
  "use strict";

  var status = document.getElementById("file-waits");

  function say(text, isWaiting) {
    status.textContent = "";
    var line = document.createElement("p");
    line.textContent = text;
    status.appendChild(line);
    if (isWaiting) {
      var bar = document.createElement("progress");
      bar.setAttribute("aria-label", text);
      status.appendChild(bar);
    }
  }

  function nameOf(answer) {
    var found = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") || "");
    return found ? found[1] : "";
  }

  function keep(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 60000);
  }

  function sentenceOf(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var said = page.querySelector("main p");
    return said ? said.textContent : "";
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-file]");
    if (!status || !link || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    say(status.dataset.making, true);
    fetch(link.href, { credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok || !answer.headers.get("Content-Disposition")) {
          return answer.text().then(function (text) {
            say(status.dataset.failed + " " + sentenceOf(text), false);
          });
        }
        return answer.blob().then(function (blob) {
          keep(blob, nameOf(answer));
          say(status.dataset.ready, false);
        });
      })
      .catch(function () {
        window.location.href = link.href;
      });
  });
})();
