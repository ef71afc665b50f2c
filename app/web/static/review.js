// The review page as a tool: keys press what stands on the page, and presses go without a new page. It only helps: the
// page works the same without.
(() => {
  "use strict";
  const doc = document;
  const main = doc.getElementById("main");
  const review = () => main.querySelector(".review");
  const words = () => review().dataset;
  const each = (selector, act, within = main) => within.querySelectorAll(selector).forEach(act);
  doc.documentElement.classList.add("keys");

  // The one place where changes are told to screen readers.
  const told = Object.assign(doc.createElement("p"), { className: "sr" });
  told.setAttribute("role", "status");
  doc.body.append(told);
  const say = (text) => { told.textContent = text; };

  const { fold, typeAhead } = window.dondoc;

  /* --- Cards, their sentences, and which of them is meant. --- */

  let last = "";
  const card = () => doc.activeElement.closest(".card[id]") || (last && doc.getElementById(last));
  const all = () => [...main.querySelectorAll(".drafts > .card[id]")];
  // A sentence that goes over a page end has several marks.
  const MARKS = "mark[id], mark[data-of]";
  const marksOf = (item) => {
    const id = item && item.dataset.marks;
    return id ? [...main.querySelectorAll(`mark[id="${id}"], mark[data-of="${id}"]`)] : [];
  };
  const itemAt = (target) => {
    if (!target || !target.closest) return null;
    const mark = target.closest(MARKS);
    return mark ? main.querySelector(`[data-marks="${mark.id || mark.dataset.of}"]`) : target.closest("[data-marks]");
  };

  // A card and its sentence light up together, under the pointer and with the focus.
  let hovered = null;
  const light = () => {
    each(".lit", (element) => element.classList.remove("lit"));
    [hovered, itemAt(doc.activeElement)].forEach((item) => {
      [item, ...marksOf(item)].forEach((element) => element && element.classList.add("lit"));
    });
  };
  main.addEventListener("mouseover", (event) => {
    const item = itemAt(event.target);
    if (item !== hovered) { hovered = item; light(); }
  });
  main.addEventListener("mouseleave", () => { hovered = null; light(); });

  // Only the pane moves: scrollIntoView would move the page, too.
  const show = (mark) => {
    const pane = mark && mark.closest(".source");
    if (!pane) return;
    const gap = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (gap < 0 || gap > pane.clientHeight - 48) pane.scrollTop += gap - pane.clientHeight / 3;
  };
  main.addEventListener("focusin", (event) => {
    const item = event.target.closest(".card[id]");
    if (item) last = item.id;
    light();
    if (item && event.target.closest(".drafts")) show(marksOf(item)[0]);
  });
  main.addEventListener("focusout", () => setTimeout(light));
  const focus = (element) => {
    if (!element) return false;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
    return true;
  };

  /* --- A place in a sentence: where the pointer was put, at the beginning of the word. --- */

  const caret = Object.assign(doc.createElement("i"), { className: "caret" });
  const place = () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || !review()) return null;
    const range = chosen.getRangeAt(0);
    const mark = (range.startContainer.parentElement || main).closest(MARKS);
    const item = itemAt(mark);
    if (!item || !item.dataset.end) return null;
    const before = doc.createRange();
    before.selectNodeContents(mark);
    before.setEnd(range.startContainer, range.startOffset);
    const after = doc.createRange();
    after.selectNodeContents(mark);
    after.setStart(range.startContainer, range.startOffset);
    const head = before.toString();
    const begun = /[\p{L}\p{N}]*$/u.exec(head)[0];
    // The server counts characters, the browser halves of some. A mark ends with its sentence, or says how many follow.
    const at = item.dataset.end - (mark.dataset.rest || 0) - [...after.toString()].length - [...begun].length;
    const here = doc.createRange();
    here.setStart(range.startContainer, Math.max(0, range.startOffset - begun.length));
    return { item, at, here, seen: range.collapsed, inside: !mark.id || head.slice(0, head.length - begun.length).trim() !== "" };
  };
  doc.addEventListener("selectionchange", () => {
    const found = place();
    caret.remove();
    if (!found || !found.inside || !found.seen) return;
    const pane = review().querySelector(".source");
    const box = found.here.getBoundingClientRect(), edge = pane.getBoundingClientRect();
    pane.append(caret);
    caret.style.left = `${box.left - edge.left + pane.scrollLeft - pane.clientLeft}px`;
    caret.style.top = `${box.top - edge.top + pane.scrollTop - pane.clientTop}px`;
    caret.style.height = `${box.height}px`;
  });

  /* --- The next page takes the place of this one, and what is the same in both stays as it is. --- */

  const kind = (node) => node.id || node.classList?.[0] || "";
  const alike = (old, next) => old.nodeName === next.nodeName && kind(old) === kind(next) &&
    !(old.dataset?.form || next.dataset?.form);
  const blank = (node) => node.nodeType === 3 && !node.nodeValue.trim();
  const morph = (old, next) => {
    if (old.isEqualNode(next)) return;
    if (old.nodeType !== 1) { old.nodeValue = next.nodeValue; return; }
    [...old.attributes].forEach(({ name }) => {
      if (name !== "open" && !next.hasAttribute(name)) old.removeAttribute(name);
    });
    [...next.attributes].forEach(({ name, value }) => {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    });
    const coming = new Set([...next.children].map((child) => child.id));
    const here = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
    let spot = old.firstChild;
    const drop = () => { const gone = spot; spot = spot.nextSibling; gone.remove(); };
    [...next.childNodes].forEach((child) => {
      // What goes, goes first, so that nothing behind it has to move and lose the focus.
      while (spot && (spot.id ? !coming.has(spot.id) : blank(spot) && !blank(child))) drop();
      const kept = child.id ? here.get(child.id) : spot;
      if (!kept || !alike(kept, child)) { old.insertBefore(child, spot); return; }
      if (kept === spot) spot = spot.nextSibling; else old.insertBefore(kept, spot);
      morph(kept, child);
    });
    while (spot) drop();
  };

  /* --- Presses and links of this page, without a new page. --- */

  const modified = (event) => event.ctrlKey || event.altKey || event.metaKey;
  // ``early``: what is typed into a form that is not there yet; null where none is awaited.
  let passing = false, busy = null, early = null, shown = location.search;
  const waiting = [];
  const unsaved = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));

  // The page behind an answer; null sends the same request once more in the plain way, which is safe: an act that was
  // taken already is stale then.
  const fetched = async (url, body) => {
    try {
      const answer = await fetch(url, {
        body, method: body ? "POST" : "GET", headers: { "X-Requested-With": "review" }, signal: AbortSignal.timeout(15000),
      });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const mine = next.querySelector(`[data-draft="${words().draft}"]`);
      return mine && { ok: answer.ok, next, data: mine.dataset };
    } catch (lost) {
      return null;
    }
  };
  const begin = (what) => {
    busy = what;
    review().setAttribute("aria-busy", "true");
  };
  const end = (then) => {
    busy = null;
    review().removeAttribute("aria-busy");
    then();
    const next = waiting.shift();
    if (next) next();
  };
  const take = (page) => {
    morph(main, page.next.getElementById("main"));
    doc.title = page.next.title;
    dress();
  };

  const what = (form, button) => (button ? button.isConnected && button.formAction + button.value + button.textContent : form.action);
  // The page changes under the hand: a button that has become another one meanwhile is not pressed.
  const wait = (form, button, meant) => waiting.push(() => form.isConnected && what(form, button) === meant && form.requestSubmit(button));
  const send = async (form, button) => {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const url = button && button.hasAttribute("formaction") ? button.formAction : form.action;
    begin(button || form);
    const from = doc.activeElement;
    const label = button ? button.textContent.trim().replace(/\s+/g, " ") : "";
    const page = await fetched(url, new URLSearchParams(data));
    if (!page) {
      end(() => { waiting.length = 0; passing = true; form.requestSubmit(button); passing = false; });
      return;
    }
    const aim = goal;
    goal = null;
    end(() => {
      take(page);
      if (!main.querySelector("[data-form]")) address(words().here, true);
      arrive(from, page, aim);
      if (page.ok) say(`${label} – ${words().done}. ${words().left}.`);
    });
  };
  doc.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (passing || form.method !== "post" || !main.contains(form) || "leaves" in form.dataset) return;
    if (!form.hasAttribute("data-keep") && unsaved()) return;
    event.preventDefault();
    if (!busy) send(form, button);
    else if (busy !== (button || form)) wait(form, button, what(form, button));
  }, true);

  const address = (url, instead) => {
    history[instead ? "replaceState" : "pushState"](null, "", url);
    shown = location.search;
  };
  const follow = async (url, field) => {
    begin(url);
    early = field === undefined ? null : "";
    const from = doc.activeElement;
    const page = await fetched(url);
    if (!page) { end(() => { location.href = url; }); return; }
    end(() => {
      take(page);
      address(url, url === location.href);
      arrive(from, page, null, field);
    });
  };
  doc.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || modified(event) || event.shiftKey) return;
    if (link.closest("mark")) { toCard(event, itemAt(link)); return; }
    if (link.getAttribute("href").startsWith("#") || link.target) return;
    const field = wish, away = !main.contains(link) || link.pathname !== words().home;
    // Saving goes first.
    if (away && busy) { event.preventDefault(); waiting.push(() => link.click()); }
    if (away || unsaved()) return;
    event.preventDefault();
    if (busy) waiting.push(() => follow(link.href, field)); else follow(link.href, field);
  });
  // From a sentence to its card; the place that was pressed in it stays known.
  const toCard = (event, item) => {
    if (!item) return;
    event.preventDefault();
    const { clientX, clientY, detail } = event, pressed = detail && getSelection().isCollapsed;
    focus(item.querySelector("[role=combobox]") || item);
    if (!pressed) return;
    const at = doc.caretPositionFromPoint && doc.caretPositionFromPoint(clientX, clientY);
    const range = at || doc.caretRangeFromPoint(clientX, clientY);
    if (range) getSelection().collapse(at ? at.offsetNode : range.startContainer, at ? at.offset : range.startOffset);
  };
  addEventListener("popstate", () => {
    if (location.search === shown) return;
    if (unsaved()) location.reload(); else follow(location.href);
  });

  // After a change the focus is where the hand expects it, and never nowhere.
  let wish, goal = null;
  const arrive = (from, page, aim, field) => {
    const opened = main.querySelector("[data-form]"), cuts = main.querySelector("[data-split]");
    // Up and down are pressed more than once.
    const menu = /^[[\]]$/.test(from.dataset.k) && from.closest(".menu[open]");
    each(".menu[open]", (other) => { other.open = other === menu; });
    if (opened) toField(opened, field);
    else if (cuts) focus(cuts.querySelector("button") || cuts);
    else {
      const still = from !== doc.body && from.getClientRects().length && from;
      focus((menu && still) || (aim && aim()) || doc.getElementById(`t-${page.data.at}`) || still ||
        doc.getElementById(last) || all()[0]);
    }
    early = null;
    light();
  };
  const toField = (item, field) => {
    const wrong = item.querySelector("[aria-invalid]");
    const set = wrong || doc.getElementById(field || item.dataset.form) || item.querySelector("[role=combobox]");
    const box = set.querySelector("[role=combobox]") || set;
    item.scrollIntoView({ block: "nearest" });
    focus(box);
    if (box.type === "text") box.select();
    if (!early) return;
    box.setRangeText(early, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input"));
  };

  /* --- Keys. Each presses what stands on the page (data-k), so that the page alone says what may be done. --- */

  const press = (key, within) => {
    const found = within && within.querySelector(`[data-k="${CSS.escape(key)}"]`);
    if (found) found.click();
    return found;
  };
  const forget = () => { if (place()) getSelection().removeAllRanges(); };
  const step = (by) => {
    forget();
    const items = all(), at = items.indexOf(card());
    return focus(items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))]);
  };
  // The next card to be checked, around the end if need be.
  const nextCheck = (item) => {
    const items = all(), at = items.indexOf(item);
    return [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))].find((other) => "check" in other.dataset);
  };
  const confirm = (item) => {
    forget();
    const next = nextCheck(item);
    goal = () => (next && doc.getElementById(next.id)) || nextCheck(item);
    if (press("Enter", item)) return;
    goal = null;
    if (next) focus(next); else say(words().left);
  };
  const split = (item) => {
    const link = item.querySelector("[data-k=s]"), found = place();
    const cut = item.dataset.cut || (link && link.dataset.cut);
    if (!cut || !found || found.item !== item || !found.inside) { if (link) link.click(); return; }
    const button = doc.createElement("button");
    Object.assign(button, { name: "at", value: found.at, hidden: true, textContent: link ? link.textContent : "" });
    button.setAttribute("form", "acts");
    button.setAttribute("formaction", cut);
    item.append(button);
    getSelection().removeAllRanges();
    button.click();
  };
  const FIELDS = { e: "", p: "coordinating", h: "deadline", n: "text" };
  const onCard = (key, item) => {
    if (key === "Enter") confirm(item);
    else if (key === "s") split(item);
    else if (key in FIELDS) { wish = FIELDS[key]; press("e", item); wish = undefined; }
    else if (key === "t") focus(press(key, item));
    else if (/^[1-9]$/.test(key)) press(item.querySelector(".menu[open]") ? `t${key}` : key, item);
    else if (/^[md[\]]$/.test(key)) press(key, item);
    else return false;
    return true;
  };
  const ARROWS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };
  // Whether the key meant something here.
  const act = (key, shift) => {
    const item = card(), by = ARROWS[key];
    if (by && shift) return item && onCard(by < 0 ? "[" : "]", item);
    if (by) {
      const cuts = [...main.querySelectorAll(".cuts button")], at = cuts.indexOf(doc.activeElement);
      return at >= 0 && focus(cuts[(at + by + cuts.length) % cuts.length]);
    }
    if (/^[jk]$/.test(key)) return step(key === "j" ? 1 : -1);
    if (/^[ufg?]$/.test(key)) return press(key, main.querySelector(".bar")) || press(key, main.querySelector(".page-head"));
    if (key === "Escape") {
      const menu = doc.activeElement.closest(".menu[open]");
      if (!menu) return item && press(key, item);
      menu.open = false;
      return focus(menu.firstElementChild);
    }
    if (item) return onCard(key, item);
    return key === "Enter" && focus(nextCheck(null));
  };
  doc.addEventListener("keydown", (event) => {
    const target = event.target, shift = event.shiftKey;
    if (event.isComposing || event.keyCode === 229 || modified(event)) return;
    if (target.closest("input, select, textarea, dialog, [contenteditable]")) return;
    if (early !== null) {
      if (event.key.length === 1) early += event.key;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (shift && event.key !== "?" && !(event.key in ARROWS)) return;
    if (event.repeat && !/^[jk]$/.test(event.key)) return;
    if (event.key === "Enter" && target.closest("a, button, summary, .source")) return;
    // An input method may have made "đ" of two presses of d.
    const key = event.key.length === 1 ? fold(event.key) : event.key;
    if (busy && /^([a-z1-9[\]?]|Enter|Escape|Arrow.*)$/.test(key)) waiting.push(() => act(key, shift));
    else if (busy || !act(key, shift)) return;
    event.preventDefault();
  }, true);
  main.addEventListener("click", (event) => {
    if (event.target.closest("[data-k='?']")) doc.getElementById("phim").showModal();
  });
  // One menu at a time, and in sight.
  main.addEventListener("toggle", (event) => {
    if (!event.target.matches(".menu[open]")) return;
    each(".menu[open]", (menu) => { menu.open = menu === event.target; });
    event.target.lastElementChild.scrollIntoView({ block: "nearest" });
  }, true);
  doc.addEventListener("click", (event) => {
    each(".menu[open]", (menu) => { menu.open = menu.contains(event.target); });
  });

  // What the script adds to a page that has just come.
  const dress = () => {
    each("[data-units]:not([data-live])", (set) => {
      set.dataset.live = "";
      typeAhead(set, words(), say);
    });
    each("[data-form] input[data-days]", (input) => {
      if (/\d\s*$/.test(input.value)) input.dispatchEvent(new Event("input"));
    });
  };
  dress();

  // Arriving at a card shows its sentence; at a form, a field, after the hash.
  const aimed = doc.getElementById(location.hash.slice(1)), form = main.querySelector("[data-form]");
  if (form) addEventListener("load", () => card() || toField(form, ""));
  else if (aimed && aimed.matches(".card")) focus(aimed);
})();
