// Units by typing: any of their names, words in any order, beginnings and initials, accents or not. The boxes to tick
// that stand on the page stay underneath and are what is sent.
(() => {
  "use strict";
  const doc = document;

  // Exactly app.domain.naming.fold.
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u034e\u0350-\u036f]/g, "")
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, "").toLowerCase().replace(/đ/g, "d")
    .replace(/[‐‑‒–—―−]/g, "-").replace(/[\s\x1c-\x1f\x85]+/g, " ").trim();

  const parts = (name) => fold(name).split(/[^a-z0-9]+/).filter(Boolean);
  const known = (name) => {
    const its = parts(name), first = (list) => list.map((word) => word[0]).join("");
    return { words: its, initials: [first(its), first(its.filter((word) => word !== "va"))] };
  };
  // 0: the typed words in order from the beginning; 1: all of them begin words; 2: some are initials; null: no.
  const rank = (typed, name) => {
    if (typed.every((word, at) => name.words[at] && name.words[at].startsWith(word))) return 0;
    let worst = 1;
    const fits = typed.every((word) => {
      if (name.words.some((other) => other.startsWith(word))) return true;
      worst = 2;
      return word.length > 1 && name.initials.some((letters) => letters.includes(word));
    });
    return fits ? worst : null;
  };
  const MOST = 8;
  const element = (tag, attributes, ...inside) => {
    const made = doc.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...inside);
    return made;
  };

  // What was typed and never taken from the list would be lost without a word: such a form waits.
  const untaken = new WeakMap();
  doc.addEventListener("submit", (event) => {
    const left = [...event.target.elements].find((field) => untaken.has(field) && field.value.trim());
    if (!left) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    untaken.get(left)();
  }, true);

  // A fieldset of boxes becomes a combobox (ARIA 1.2) with chips. ``texts`` are its words, ``say`` tells what happens.
  const typeAhead = (set, texts, say) => {
    const units = [...set.querySelectorAll("input[type=checkbox]")].map((box) => {
      const name = box.parentElement.textContent.trim();
      return { box, name, names: [name, ...box.dataset.names.split("|")].filter(Boolean).map(known) };
    });
    const legend = set.querySelector("legend"), id = `${set.id}-go`;
    const chips = element("ul", { class: "taken" });
    const list = element("ul", { class: "found", role: "listbox", id: `${id}-ds`, "aria-label": legend.textContent });
    const input = element("input", {
      class: "control", id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: texts.find,
      "aria-label": legend.textContent, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    });
    const wrong = set.querySelector(".error");
    if (wrong) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", wrong.id); }
    const missed = element("p", { class: "error", id: `${id}-thieu`, role: "alert" });
    missed.hidden = true;
    untaken.set(input, () => {
      missed.textContent = texts.untaken.replace("{}", input.value.trim());
      missed.hidden = false;
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", missed.id);
      input.focus();
      search();
    });
    const calm = () => {
      missed.hidden = true;
      if (!wrong) ["aria-invalid", "aria-describedby"].forEach((name) => input.removeAttribute(name));
    };
    input.addEventListener("input", calm);
    let found = [], active = -1, taken = units.filter((unit) => unit.box.checked);
    const open = (is) => {
      list.hidden = !is;
      input.setAttribute("aria-expanded", String(is));
      if (!is) { found = []; point(-1); }
    };
    const point = (at) => {
      active = at;
      [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
      if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const paint = () => {
      chips.replaceChildren(...taken.map((unit) => {
        const button = element("button", { type: "button", "aria-label": `${texts.drop} ${unit.name}` }, unit.name, " ×");
        button.addEventListener("click", () => { tick(unit, false); input.focus(); });
        return element("li", {}, button);
      }));
    };
    const tick = (unit, is) => {
      unit.box.checked = is;
      taken = taken.filter((other) => other !== unit).concat(is ? unit : []);
      paint();
      say(`${is ? texts.taken : texts.gone} ${unit.name}`);
    };
    const pick = (unit) => { tick(unit, true); input.value = ""; calm(); open(false); };
    const search = (everything) => {
      const typed = parts(input.value);
      if (!typed.length && !everything) { open(false); return; }
      const free = units.filter((unit) => !unit.box.checked);
      const ranked = free.map((unit) => {
        const ranks = unit.names.map((name) => rank(typed, name)).filter((one) => one !== null);
        return { unit, best: ranks.length ? Math.min(...ranks) : null };
      }).filter((one) => one.best !== null).sort((a, b) => a.best - b.best);
      found = ranked.map((one) => one.unit).slice(0, typed.length ? MOST : undefined);
      list.replaceChildren(...found.map((unit, n) => {
        const option = element("li", { role: "option", id: `${list.id}-${n}`, "aria-selected": "false" }, unit.name);
        option.addEventListener("click", () => pick(unit));
        return option;
      }));
      if (!found.length) list.append(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, texts.none));
      open(true);
      point(found.length && typed.length ? 0 : -1);
      say(found.length ? `${found.length} ${texts.found}` : texts.none);
    };
    list.addEventListener("mousedown", (event) => event.preventDefault());
    // While an input method composes a word, what stands in the field is not what will be meant.
    input.addEventListener("input", (event) => { if (!event.isComposing) search(); });
    input.addEventListener("compositionend", () => search());
    input.addEventListener("blur", () => open(false));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const size = found.length;
      const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (arrow) {
        if (list.hidden) search(true);
        else if (size) point((active + arrow + size) % size);
      } else if (event.key === "Enter" && (!list.hidden || input.value.trim())) {
        const unit = found[active];
        if (unit && event.shiftKey) taken.slice().forEach((other) => tick(other, false));
        if (unit) pick(unit); else if (list.hidden) search();
        if (unit && event.shiftKey) input.form.requestSubmit();
      } else if (event.key === "Escape" && !list.hidden) open(false);
      else if (event.key === "Backspace" && !input.value && taken.length) tick(taken[taken.length - 1], false);
      else return;
      event.preventDefault();
    });
    set.querySelector(".options").hidden = true;
    list.hidden = true;
    legend.after(chips, missed, input, list);
    paint();
  };

  // A page without a script of its own says its words beside the boxes.
  const told = element("p", { class: "sr", role: "status" });
  doc.querySelectorAll("[data-units][data-find]").forEach((set) => {
    set.after(told);
    typeAhead(set, set.dataset, (text) => { told.textContent = text; });
  });

  window.dondoc = { fold, typeAhead };
})();
