/* A gentle word beside a note while it is written. Local only: nothing is sent, stored or counted, and
   nothing is stopped. A page opts in with data-guard="note" on the field and shared/guard.html. */
(function () {
  "use strict";

  var L = "\\p{L}";
  var STREET = "(?:" + ("vej vejen gade gaden stræde allé alle plads pladsen torv torvet vænge vænget boulevard " +
    "parken bakken toften vangen haven stien engen kvarteret").split(" ").map(function (one) {
      return "[" + one.charAt(0) + one.charAt(0).toUpperCase() + "]" + one.slice(1);
    }).join("|") + ")";

  /* What is looked for. `find` is tried on the whole text; a match that `but` also fits is let be. */
  var RULES = [
    {
      code: "cpr",
      find: "(?<!\\d)(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d\\d(?:[- ]?|\\s?[-–]\\s?)\\d{4}(?!\\d)",
    },
    {
      code: "address",
      find: "(?:(?<!" + L + ")" + L + "{2,}" + STREET + "|\\p{Lu}" + L + "+\\.? " + STREET + ")" +
        "\\s+(?:nr\\.?\\s*)?\\d{1,3}\\s?(?:[A-Za-z](?!" + L + "))?(?![\\d.:]\\d)" +
        "(?!\\s*(?:dag|uge|tim|gang|min|kr|år|måned|stk|km|meter|procent|%))|" +
        "(?<!\\d)(?!19\\d\\d|20[0-4]\\d)[1-9]\\d{3} \\p{Lu}" + L + "+",
      but: "(?:arbejds|praktik|lære|uddannelses|sports|lege|p-|parkerings|mark)plads",
    },
    {
      code: "contact",
      find: "(?<![\\d+])(?:\\+\\d\\d? ?\\d{0,2} ?|\\+\\d\\d ?)?(?:[2-9]\\d(?: \\d\\d){3}|[2-9]\\d{3} \\d{4}|" +
        "(?!(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01]))[2-9]\\d{7}|[2-9]\\d(?:-\\d\\d){3})(?![\\d])|" +
        "[\\w.+-]+@[\\w-]+\\.\\w{2,}",
    },
    {
      code: "belief",
      find: "(?<!" + L + ")(?:muslim" + L + "*|islam" + L + "*|kristen" + L + "*|kristn" + L + "*|jøde" + L + "*|" +
        "jødisk" + L + "*|katoli" + L + "*|hindu" + L + "*|buddhis" + L + "*|ateis" + L + "*|troende|relig" + L + "*|" +
        "moské" + L + "*|moske" + L + "*|synagog" + L + "*|koran" + L + "*|bibel" + L + "*|imam" + L + "*|sharia" + L +
        "*|ramadan" + L + "*|hijab" + L + "*|fredagsbøn" + L + "*|bøn(?:nen)?|jihad" + L + "*|kalifat" + L + "*|" +
        "salafi" + L + "*|nazis" + L + "*|fascis" + L + "*|kommunis" + L + "*|anarkis" + L + "*|ideolog" + L + "*|" +
        "ekstremis" + L + "*|radikalis" + L + "*|højreradikal" + L + "*|højreekstrem" + L + "*|venstreradikal" + L +
        "*|venstreekstrem" + L + "*|(?:parti)?politisk" + L + "*|socialdemokrat" + L + "*|enhedslisten|" +
        "stemmer på|(?:min|din|sin|hans|hendes|deres) tro(?:en)?|tror på (?:gud|allah|jesus))(?!" + L + ")",
      flags: "iu",
    },
  ];

  /* Capitals that name nobody: days, months, places as large as a town, usual services and schools. */
  var KNOWN = ("mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april maj juni juli " +
    "august september oktober november december jul påske pinse nytår danmark dansk sverige norge tyskland " +
    "odense aarhus århus københavn aalborg esbjerg jylland fyn sjælland europa facebook instagram snapchat tiktok " +
    "youtube netflix discord google teams zoom word excel mitid nemid netto rema lidl jobcenter jobcentret " +
    "kommunen studievalg ungdomsuddannelse ok sms tv pc fc mf i de dem deres jer").split(" ");
  var SENTENCE_START = /((?:^|\n)\s*(?:[-–•*]\s*)?|[.!?:;…]["»«”)]?\s+|["»«“”„(]\s*)$/;
  var CAPITAL = new RegExp("(?<!" + L + "|\\d|[-@.])(\\p{Lu}\\p{Ll}[\\p{L}'’]*(?:-\\p{Lu}?[\\p{L}]+)?)", "gu");

  function wordsOf(text) {
    return (text.toLowerCase().match(/[\p{L}'’-]+/gu) || []);
  }

  function names(text, known) {
    var may = new Set(KNOWN), found = [], match;
    known.forEach(function (one) { wordsOf(one).forEach(function (word) { may.add(word); }); });
    CAPITAL.lastIndex = 0;
    while ((match = CAPITAL.exec(text)) !== null) {
      var word = match[1], plain = word.toLowerCase();
      var begins = SENTENCE_START.test(text.slice(0, match.index));
      if (!begins && !may.has(plain) && !may.has(plain.replace(/['’]?s$/, ""))) {
        found.push(word);
      }
    }
    return found;
  }

  /* What a text may hold that does not belong there: [{code, word}], at most one of each kind. */
  function find(text, known) {
    var found = [], rest = text;
    RULES.forEach(function (rule) {
      var first = null;
      rest = rest.replace(new RegExp(rule.find, (rule.flags || "u") + "g"), function (match) {
        if (rule.but && new RegExp(rule.but, "iu").test(match)) {
          return match;
        }
        first = first || match.trim();
        return match.replace(/[^\s]/g, "·");
      });
      if (first) {
        found.push({ code: rule.code, word: first });
      }
    });
    var other = names(rest, known || []);
    if (other.length) {
      found.push({ code: "name", word: other[0] });
    }
    return found;
  }

  window.SamspilGuard = { rules: RULES, known: KNOWN, find: find };

  var said = document.getElementById("guard-words");
  if (!said) {
    return;
  }
  var known = Array.prototype.map.call(document.querySelectorAll("[data-guard-known]"), function (one) {
    return one.textContent;
  });

  var pressed = false;
  document.addEventListener("pointerdown", function () { pressed = true; }, true);
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () { setTimeout(function () { pressed = false; }, 100); }, true);
  });

  function watch(field) {
    var note = document.createElement("p"), timer = null;
    note.className = "note guard small";
    note.id = field.id + "_guard";
    note.setAttribute("role", "status");
    note.hidden = true;
    field.insertAdjacentElement("afterend", note);
    function look() {
      if (pressed) {
        timer = setTimeout(look, 300); // a button must not move while it is being pressed
        return;
      }
      var found = find(field.value, known);
      var lines = found.map(function (one) {
        var key = "say" + one.code.charAt(0).toUpperCase() + one.code.slice(1);
        return said.dataset[key].replace("{word}", one.word);
      });
      var text = lines.length ? lines.concat([said.dataset.sayOnly]).join(" ") : "";
      if (note.textContent !== text) {
        note.textContent = text;
        note.hidden = !text;
      }
    }
    field.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(look, 500);
    });
    look();
  }

  Array.prototype.forEach.call(document.querySelectorAll('[data-guard="note"]'), watch);
})();
