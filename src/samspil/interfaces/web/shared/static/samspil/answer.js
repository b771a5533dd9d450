/* Takes the token out of the address, so that it is neither kept nor shown, and posts it. */
(function () {
  "use strict";
  function take() {
    var token = window.location.hash.slice(1);
    var form = document.getElementById("token-form");
    if (!form || !token) {
      return;
    }
    form.elements.token.value = token;
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    form.submit();
  }
  take();
  // The page was already open when the link was: then only the part after # changes.
  window.addEventListener("hashchange", take);
})();
