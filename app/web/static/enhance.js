// Everything here only helps: each page works the same without it.
(function () {
  "use strict";
  var doc = document;
  var each = function (selector, act) { Array.prototype.forEach.call(doc.querySelectorAll(selector), act); };

  // A form is sent once. A download leaves the page standing, so such forms say data-again.
  var sent = [];
  var release = function () {
    sent.splice(0).forEach(function (form) {
      form.removeAttribute("data-sent");
      Array.prototype.forEach.call(form.elements, function (el) { el.removeAttribute("aria-disabled"); });
    });
  };
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    sent.push(form);
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    // A slow or lost network must not lock the form for ever.
    setTimeout(release, 15000);
  });
  addEventListener("pageshow", release);

  // Unsent typing: the browser asks, in its own words. Forms ask for it with data-keep. What counts is what the page
  // came with, so that forms may come later than the page.
  var changed = function (el) {
    if (/^(checkbox|radio)$/.test(el.type)) return el.checked !== el.defaultChecked;
    var options = Array.prototype.slice.call(el.options || []);
    if (!options.length) return el.defaultValue !== undefined && el.value !== el.defaultValue;
    var chosen = options.filter(function (option) { return option.defaultSelected; })[0] || options[0];
    return !chosen.selected;
  };
  addEventListener("beforeunload", function (event) {
    each("form[data-keep]", function (form) {
      if (sent.indexOf(form) >= 0 || !Array.prototype.some.call(form.elements, changed)) return;
      event.preventDefault();
      event.returnValue = "";
    });
  });

  // A filter chosen with the pointer acts at once; with the keyboard the arrows pass over values, so the button decides.
  var pointer = false;
  addEventListener("pointerdown", function () { pointer = true; }, true);
  addEventListener("keydown", function () { pointer = false; }, true);
  doc.addEventListener("change", function (event) {
    var el = event.target;
    if (pointer && el.matches("form.filters select")) el.form.requestSubmit();
  });

  // The weekday of a typed date, with the year where none was typed: the closest such day on the side that the field
  // leans to, as the server reads it. Words are left to the server, but for near days where a time of day may be typed.
  var dayOf = function (input, d, m, y) {
    var anchor = new Date(input.getAttribute("data-anchor")), leaning = input.getAttribute("data-leaning");
    var near = anchor.getUTCFullYear();
    return (y ? [+y < 100 ? 2000 + +y : +y] : [near - 1, near, near + 1]).map(function (year) {
      return new Date(Date.UTC(year, m - 1, d));
    }).filter(function (day) {
      if (day.getUTCDate() !== +d || day.getUTCMonth() !== m - 1) return false;
      return y || !(leaning === "past" && day > anchor || leaning === "onward" && day < anchor);
    }).sort(function (a, b) { return Math.abs(a - anchor) - Math.abs(b - anchor) || b - a; })[0];
  };
  var echo = function (input) {
    var out = doc.getElementById(input.id + "-echo");
    var today = input.getAttribute("data-today"), typed = input.value.normalize("NFC").toLowerCase();
    if (today) typed = typed.replace(/^\s*\d{1,2}(:\d\d|\s?(h|g|giờ)(\s?\d\d)?)(\s|$)/, "");
    var m = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d\d))?\s*$/.exec(typed);
    var day = m ? dayOf(input, m[1], m[2], m[3]) : null;
    var near = today ? ["hôm nay", "mai", "ngày kia"].indexOf(typed.trim().replace(/^ngày mai$/, "mai")) : -1;
    if (near >= 0) day = new Date(Date.parse(today) + near * 864e5);
    if (!out) return;
    out.textContent = !day ? "" : input.getAttribute("data-days").split("|")[day.getUTCDay()] +
      (m && m[3] && m[3].length > 2 ? "" : ", " + day.toISOString().slice(0, 10).split("-").reverse().join("/"));
  };
  each("input[data-days]", function (input) {
    if (/\d\s*$/.test(input.value)) echo(input);
  });
  doc.addEventListener("input", function (event) {
    if (event.target.matches("input[data-days]")) echo(event.target);
  }, true);

  // The source pane keeps its place from one save to the next.
  each(".source", function (pane) {
    var key = "source:" + location.pathname;
    try {
      if (!location.hash) pane.scrollTop = +sessionStorage.getItem(key) || 0;
      addEventListener("pagehide", function () { sessionStorage.setItem(key, pane.scrollTop); });
    } catch (refused) { /* Storage may be switched off by the office's policy. */ }
  });

  // Printing needs the script, so its button shows only with it.
  // Ticks every box of a name on the page, or none when all are.
  each("[data-tick]", function (button) {
    button.parentNode.hidden = false;
    button.addEventListener("click", function () {
      var boxes = Array.prototype.slice.call(doc.getElementsByName(button.getAttribute("data-tick")));
      var all = boxes.every(function (box) { return box.checked; });
      boxes.forEach(function (box) { box.checked = !all; });
    });
  });

  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { print(); });
  });

  // Not "autofocus": the browser does that with its first picture, which on a slow machine is after the first key.
  each("[data-first]", function (first) { first.focus(); });

  // "/" leads to the search box, unless somebody is typing.
  doc.addEventListener("keydown", function (event) {
    var box = event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey &&
      !/^(input|textarea|select)$/i.test(event.target.tagName) && doc.querySelector("[role=search] [name=q]");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  });

  // An opened question closes with Escape and gives the focus back.
  doc.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && event.target.closest && event.target.closest("details.ask[open], details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
})();
