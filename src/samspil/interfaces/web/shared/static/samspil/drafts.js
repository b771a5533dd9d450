/* Drafts: what was written without a connection waits on the phone, locked, and is sent once.
   The key comes from the server to a signed-in page and lives in its memory only; what is stored is
   AES-GCM ciphertext. Without this file, IndexedDB or WebCrypto the form is sent as any other. */
(function () {
  "use strict";

  var panel = document.getElementById("drafts");
  if (!panel || !window.indexedDB || !window.fetch || !window.crypto || !crypto.subtle) {
    return;
  }
  var LIFE_MS = 72 * 3600 * 1000, TRY_AGAIN_MS = 30000, WAIT_FOR_KEY_MS = 4000;
  var say = panel.dataset;
  var form = document.querySelector("form[data-draft]");
  var list = panel.querySelector("[data-list]"), told = panel.querySelector("[data-told]");
  var keys = {}, until = {}, writeKey = null, owner = "";
  var busy = false, closing = false, timer = null, sent = [];

  /* --- the store: ciphertext, the moment it was written, and whether it waits */

  var opened = new Promise(function (resolve, reject) {
    var asked = indexedDB.open("samspil-drafts", 1);
    asked.onupgradeneeded = function () {
      asked.result.createObjectStore("drafts", { keyPath: "id" });
      asked.result.createObjectStore("device", { keyPath: "id" });
    };
    asked.onsuccess = function () { resolve(asked.result); };
    asked.onerror = function () { reject(asked.error); };
  });

  async function store(name, mode, work) {
    var db = await opened;
    return new Promise(function (resolve, reject) {
      var act = db.transaction(name, mode), asked = work(act.objectStore(name));
      act.oncomplete = function () { resolve(asked.result); };
      act.onerror = act.onabort = function () { reject(act.error); };
    });
  }

  function all() { return store("drafts", "readonly", function (rows) { return rows.getAll(); }); }
  function drop(id) { return store("drafts", "readwrite", function (rows) { return rows.delete(id); }); }

  async function device() {
    var known = await store("device", "readonly", function (rows) { return rows.get("this"); });
    if (!known) {
      known = { id: "this", number: crypto.randomUUID() };
      await store("device", "readwrite", function (rows) { return rows.put(known); });
    }
    return known.number;
  }

  /* --- locking and opening */

  function bound(row) { return new TextEncoder().encode([row.id, row.owner, row.key].join("|")); }

  async function put(id, state, content, written) {
    var row = { id: id, owner: owner, key: writeKey, state: state, written: written || Date.now() };
    row.iv = crypto.getRandomValues(new Uint8Array(12));
    var plain = new TextEncoder().encode(JSON.stringify(content));
    var how = { name: "AES-GCM", iv: row.iv, additionalData: bound(row) };
    row.data = await crypto.subtle.encrypt(how, keys[writeKey], plain);
    await store("drafts", "readwrite", function (rows) { return rows.put(row); });
    return row;
  }

  async function content(row) {
    var how = { name: "AES-GCM", iv: row.iv, additionalData: bound(row) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, keys[row.key], row.data)));
  }

  function token() { return document.querySelector('input[name="csrfmiddlewaretoken"]').value; }

  function post(url, values, headers) {
    var body = new URLSearchParams(values);
    body.append("csrfmiddlewaretoken", token());
    return fetch(url, { method: "POST", body: body, headers: headers || {}, redirect: "manual" });
  }

  async function fetchKeys() {
    var answer = await post(say.keyUrl, [["device", await device()]]);
    if (!answer.ok) {
      throw new Error("no key");
    }
    var handed = await answer.json();
    owner = handed.owner;
    for (var one of handed.keys) {
      var bytes = Uint8Array.from(atob(one.key), function (letter) { return letter.charCodeAt(0); });
      keys[one.id] = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
      bytes.fill(0);
      until[one.id] = Date.now() + one.left_s * 1000;
      writeKey = one.id;
    }
  }

  /* What is older than 72 hours goes, and so does what no key opens any more. */
  async function prune() {
    var gone = 0;
    for (var row of await all()) {
      var old = Date.now() - row.written > LIFE_MS;
      if (old || (writeKey && row.owner === owner && !keys[row.key])) {
        await drop(row.id);
        gone += row.state === "sent" ? 0 : 1;
      }
    }
    if (gone) {
      tell(say.sayGone, true);
    }
  }

  /* --- sending: the form's own key makes the server write it once, however often it is sent */

  async function send(row) {
    var what = await content(row), answer, said = null;
    if (!navigator.onLine) {
      return { state: "waiting", why: say.sayOffline };
    }
    try {
      answer = await post(what.url, what.fields, { "X-Draft": "send" });
      if (answer.type === "opaqueredirect") {
        return { state: "waiting", why: say.saySignIn };
      }
      said = await answer.json();
    } catch (problem) {
      return { state: "waiting", why: answer ? say.sayBusy : say.sayOffline };
    }
    if (said.state === "sent") {
      await put(row.id, "sent", { code: what.code }, Date.now());
      return { state: "sent" };
    }
    what.sentences = said.sentences || [];
    what.mayOpen = answer.status === 422 || answer.status === 409;
    await put(row.id, "failed", what, row.written);
    return { state: "failed", status: answer.status, what: what };
  }

  async function sendAll() {
    if (!writeKey || closing) {
      return;
    }
    var work = async function () {
      for (var row of await all()) {
        if (row.owner !== owner || row.state !== "waiting" || !keys[row.key]) {
          continue;
        }
        var went = await send(row);
        await show(went.why);
        if (went.state === "waiting") {
          break;
        }
      }
    };
    await (navigator.locks ? navigator.locks.request("samspil-drafts", work) : work());
    await show();
  }

  /* --- what is seen */

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className || "";
    made.textContent = text || "";
    return made;
  }

  function tell(text, late) {
    told.textContent = text;
    told.className = late ? "note note-late" : "note";
    told.hidden = !text;
    panel.hidden = false;
  }

  var TAGS = { waiting: "tag tag-soon", failed: "tag tag-late", open: "tag", sent: "tag tag-ok" };

  function button(label, work) {
    var made = element("button", "button", label);
    made.type = "button";
    made.addEventListener("click", work);
    return made;
  }

  async function shown(row, why) {
    var item = element("li"), what = await content(row), box = element("div");
    var head = element("p");
    head.append(element("b", "", what.code), " ", element("span", TAGS[row.state], say["state" + row.state]));
    box.append(head);
    item.dataset.state = row.state;
    if (row.state === "waiting") {
      box.append(element("p", "why", why || say.sayWaiting));
    }
    for (var sentence of (row.state === "failed" && what.sentences) || []) {
      box.append(element("p", "why", sentence));
    }
    if (row.state !== "sent") {
      var last = Math.min(until[row.key] || Infinity, row.written + LIFE_MS);
      var moment = new Date(last).toLocaleString(document.documentElement.lang, {
        day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
      });
      box.append(element("p", "why", say.sayUntil.replace("{moment}", moment)));
    }
    if (row.state === "failed" || row.state === "waiting") {
      var words = what.fields.filter(function (pair) { return /^(line|did)$/.test(pair[0]) && pair[1]; });
      if (words.length) {
        var fold = element("details");
        fold.append(element("summary", "", say.sayWords));
        words.forEach(function (pair) { fold.append(element("p", "plain-lines", pair[1])); });
        box.append(fold);
      }
    }
    box.append(actions(row, what));
    item.append(box);
    return item;
  }

  function actions(row, what) {
    var bar = element("div", "actions");
    if (row.state === "waiting") {
      bar.append(button(say.saySend, sendAll));
    }
    if (row.state === "open") {
      var link = element("a", "button", say.sayGoOn);
      link.href = what.url;
      bar.append(link);
    }
    if (row.state === "failed" && what.mayOpen) {
      bar.append(button(say.sayOpen, function () { openAgain(row, what); }));
    }
    if (row.state === "failed" || row.state === "open") {
      var away = button(say.sayAway, async function () {
        if (away.dataset.sure) {
          await drop(row.id);
          return show();
        }
        away.dataset.sure = "yes";
        away.textContent = say.saySure;
      });
      bar.append(away);
    }
    return bar;
  }

  async function show(why) {
    var rows = (await all()).filter(function (row) { return !owner || row.owner === owner; });
    var mine = form ? draftId() : null, seen = [], locked = 0;
    for (var row of rows) {
      if (!keys[row.key]) {
        locked += row.state === "waiting" || row.state === "failed" ? 1 : 0;
      } else if (row.id !== mine || form.hidden || row.state === "waiting" || row.state === "sent") {
        var item = await shown(row, why);
        if (row.state === "sent") {
          sent.push(item); // stays while this page does, and is then forgotten
          await drop(row.id);
        } else {
          seen.push(item);
        }
      }
    }
    seen = sent.concat(seen);
    list.replaceChildren.apply(list, seen);
    list.hidden = !seen.length;
    if (locked && !writeKey) {
      tell(say.sayLocked);
    }
    panel.hidden = !seen.length && told.hidden;
    warn(rows.some(function (row) { return row.state === "waiting" || row.state === "failed"; }));
  }

  /* Signing out erases what waits: say so above the buttons that do it. */
  function warn(waiting) {
    var there = document.querySelector("footer .note-late"), foot = document.querySelector("footer .head-tools");
    if (waiting && !there && foot) {
      foot.before(element("p", "note note-late small", say.saySignOut));
    } else if (!waiting && there) {
      there.remove();
    }
  }

  /* A draft the server would not take, shown on its own page with the sentences beside the fields. */
  async function openAgain(row, what) {
    await put(row.id, "waiting", what, row.written);
    var again = document.createElement("form");
    again.method = "post";
    again.action = what.url;
    what.fields.concat([["csrfmiddlewaretoken", token()]]).forEach(function (pair) {
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = pair[0];
      field.value = pair[1];
      again.append(field);
    });
    document.body.append(again);
    again.submit();
  }

  /* --- the form */

  function draftId() { return form.dataset.draft || form.elements.key.value; }

  function filled() {
    var fields = Array.from(new FormData(form)).filter(function (pair) {
      return pair[0] !== "csrfmiddlewaretoken";
    });
    return { url: form.getAttribute("action") || location.pathname, code: form.dataset.code, fields: fields };
  }

  function release() {
    busy = false;
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach(function (one) {
      one.removeAttribute("aria-disabled");
    });
  }

  function natively() {
    closing = true;
    HTMLFormElement.prototype.submit.call(form);
  }

  async function save() {
    await Promise.race([ready, new Promise(function (resolve) { setTimeout(resolve, WAIT_FOR_KEY_MS); })]);
    if (!writeKey) {
      return natively();
    }
    clearTimeout(timer);
    var row = await put(draftId(), "waiting", filled());
    var went = await send(row);
    if (went.state === "sent") {
      closing = true;
      location.assign(say.home);
      return;
    }
    if (went.state === "failed" && (went.status === 422 || went.status === 409)) {
      await put(row.id, went.status === 422 ? "open" : "failed", went.what);
      return natively();
    }
    form.hidden = true;
    await show(went.why);
    tell(went.state === "waiting" ? say.saySaved : say.sayNot, went.state === "failed");
    panel.scrollIntoView();
    panel.focus();
    release();
  }

  function keepOpen() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      if (writeKey && !busy && !closing && !form.hidden) {
        put(draftId(), "open", filled());
      }
    }, 400);
  }

  /* Half written before the browser was closed: as it was left. */
  async function restore() {
    if (form.dataset.draft || document.querySelector(".error-summary")) {
      return;
    }
    for (var row of await all()) {
      if (row.owner !== owner || row.state !== "open" || !keys[row.key]) {
        continue;
      }
      var what = await content(row);
      if (what.url !== filled().url) {
        continue;
      }
      Array.from(form.elements).forEach(function (field) {
        if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "submit") {
          return;
        }
        var values = what.fields.filter(function (pair) { return pair[0] === field.name; })
          .map(function (pair) { return pair[1]; });
        if (field.type === "checkbox" || field.type === "radio") {
          field.checked = values.indexOf(field.value) !== -1;
          field.dispatchEvent(new Event("change", { bubbles: true }));
        } else if (values.length) {
          field.value = values[0];
        }
      });
      clearTimeout(timer);
      tell(say.sayRestored);
      return;
    }
  }

  /* --- beginning */

  async function begin() {
    var rows = await all();
    if (form || rows.length) {
      try {
        await fetchKeys();
      } catch (problem) {
        writeKey = null; // the form is sent as any other until there is a key
      }
    }
    await prune();
    if (form && writeKey) {
      await restore();
    }
    await show();
  }

  var ready = begin().catch(function () {});
  ready.then(sendAll);
  window.addEventListener("online", function () {
    (writeKey ? Promise.resolve() : begin()).then(sendAll);
  });
  setInterval(function () {
    if (document.visibilityState === "visible" && navigator.onLine && list.querySelector('[data-state="waiting"]')) {
      sendAll();
    }
  }, TRY_AGAIN_MS);

  if (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!busy) {
        busy = true;
        form.querySelectorAll('button[type="submit"]').forEach(function (one) {
          one.setAttribute("aria-disabled", "true");
        });
        save().catch(natively);
      }
    });
    if (!form.dataset.draft) {
      form.addEventListener("input", keepOpen);
      form.addEventListener("change", keepOpen);
    }
    document.querySelectorAll("[data-leave]").forEach(function (link) {
      link.addEventListener("click", function () {
        closing = true;
        drop(draftId());
      });
    });
  }
})();
