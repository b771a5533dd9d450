/* Small comforts. Every page works without this file. */
(function () {
  "use strict";

  function focusErrors() {
    var summary = document.querySelector(".error-summary");
    if (summary) {
      summary.focus();
    }
  }

  /* "Other" among the minutes shows the number field; otherwise it stays out of the way. */
  function revealOther() {
    var box = document.querySelector("[data-reveal-name]");
    if (!box) {
      return;
    }
    var choices = document.querySelectorAll('input[name="' + box.dataset.revealName + '"]');
    function show() {
      var wanted = Array.prototype.some.call(choices, function (choice) {
        return choice.checked && choice.value === box.dataset.revealValue;
      });
      box.hidden = !wanted && !box.querySelector(".field-error");
    }
    Array.prototype.forEach.call(choices, function (choice) {
      choice.addEventListener("change", show);
    });
    show();
  }

  /* A second press while the first is on its way does nothing. */
  function guardForms() {
    document.addEventListener("submit", function (event) {
      var form = event.target;
      if (event.defaultPrevented) {
        return;
      }
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      var button = event.submitter;
      if (button) {
        button.setAttribute("aria-disabled", "true");
      }
    });
    window.addEventListener("pageshow", function () {
      Array.prototype.forEach.call(document.querySelectorAll("form[data-sent]"), function (form) {
        delete form.dataset.sent;
      });
      Array.prototype.forEach.call(document.querySelectorAll("button[aria-disabled]"), function (button) {
        button.removeAttribute("aria-disabled");
      });
    });
  }

  /* A status that has not changed is not swapped, so that nothing is read aloud again. */
  function quietStatus() {
    document.addEventListener("htmx:beforeSwap", function (event) {
      var state = event.target.dataset && event.target.dataset.state;
      if (state && event.detail.serverResponse.indexOf('data-state="' + state + '"') !== -1) {
        event.detail.shouldSwap = false;
      }
    });
  }

  focusErrors();
  revealOther();
  guardForms();
  quietStatus();
})();
