// What the eye and the hand would complain of, measured in the page: each function returns complaints in words.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const name = (element) => {
    const words = (element.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const label = element.tagName.toLowerCase() + (element.className && typeof element.className === "string" ? "." + element.className.split(" ").join(".") : "");
    return label + (words ? ` “${words}”` : "");
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  // What was found out about an element holds for one look at the page.
  const memories = [];
  const remembered = (ask) => {
    let known = new Map();
    memories.push(() => { known = new Map(); });
    return (element) => {
      if (!known.has(element)) known.set(element, ask(element));
      return known.get(element);
    };
  };
  // Words for screen readers alone are one clipped pixel.
  const unseenOnPurpose = (element) => element.closest(".sr") !== null || getComputedStyle(element).clipPath !== "none";

  /** What sticks out, if the page as a whole can be scrolled sideways. */
  const overflow = () => {
    const root = document.documentElement, width = root.clientWidth;
    if (root.scrollWidth <= width) return [];
    const out = all("body *").filter((element) => element.getBoundingClientRect().right > width + 1);
    return [`${root.scrollWidth} px wide`, ...out.slice(0, 6).map(name)];
  };

  /** Pieces of text with the boxes that they are drawn in. */
  const pieces = remembered(() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode, element = node.parentElement;
      if (!node.data.trim() || !seen(element) || element.closest("option, script, dialog:not([open])") || hidden(element)) continue;
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) found.push({ element, box });
    }
    return found;
  });
  const hidden = remembered((element) => unseenOnPurpose(element) || (element.parentElement !== null && hidden(element.parentElement)));

  /** Text that a box cuts off with no way to scroll to it, or that leaves its button. */
  const cut = () => {
    const complaints = new Set();
    for (const { element, box } of pieces()) {
      for (let each = element; each && each !== document.body; each = each.parentElement) {
        const style = getComputedStyle(each), frame = each.getBoundingClientRect();
        if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
        const button = each.matches("button, .btn, .tag, .control, summary.btn");
        // A gist that is clamped to its first line or two shows that it is, and stands whole where it leads to.
        const short = style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis";
        const clips = !short && /hidden|clip/.test(style.overflowX + style.overflowY);
        if (!button && !clips) continue;
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)
          complaints.add(`cut: ${name(element)} in ${name(each)}`);
      }
      if (box.left + scrollX < -1) complaints.add(`left of the page: ${name(element)}`);
    }
    return [...complaints].slice(0, 6);
  };

  /** Two pieces of text drawn over each other. What stays in place while the page scrolls is looked at in `covered`. */
  const overlapping = () => {
    const boxes = pieces().filter(({ element }) => !still(element)).sort((a, b) => a.box.top - b.box.top);
    const complaints = new Set();
    boxes.forEach((one, index) => {
      for (let next = index + 1; next < boxes.length; next++) {
        const other = boxes[next];
        // Ascenders and descenders of neighbouring lines may share a little room.
        if (other.box.top > one.box.bottom - one.box.height * 0.4) break;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const apart = scroller(one.element) !== scroller(other.element);
        if (across > 2 && !apart && one.element !== other.element) complaints.add(`${name(one.element)} over ${name(other.element)}`);
      }
    });
    return [...complaints].slice(0, 6);
  };
  const still = remembered((element) => /sticky|fixed/.test(getComputedStyle(element).position) || (element.parentElement !== null && still(element.parentElement)));
  const scroller = remembered((element) => {
    if (/auto|scroll|hidden/.test(getComputedStyle(element).overflowY)) return element;
    return element.parentElement && scroller(element.parentElement);
  });

  const reachable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex="0"]';
  /** What the Tab key has to stop at, in the order of the page; of a group of radio buttons only one. */
  const stops = () => {
    const groups = new Set();
    return all(reachable).filter((element) => {
      if (!seen(element) || element.disabled || element.closest("[inert], dialog:not([open])")) return false;
      if (element.tabIndex < 0) return false;
      if (element.type !== "radio") return true;
      const group = `${element.form ? all("form").indexOf(element.form) : ""} ${element.name}`;
      const chosen = all(`input[type=radio][name="${CSS.escape(element.name)}"]`).some((each) => each.form === element.form && each.checked);
      if (chosen ? !element.checked : groups.has(group)) return false;
      groups.add(group);
      return true;
    });
  };

  /** Controls that something else covers when they are focused. */
  const covered = () => {
    const complaints = [];
    // Down the page and up again: a bar at the bottom covers on the way down, a head at the top on the way up.
    for (const element of [...stops(), ...stops().reverse()]) {
      element.focus();
      const box = [...element.getClientRects()].find((each) => each.width > 1 && each.height > 1);
      if (!box || unseenOnPurpose(element) || element.tagName === "IFRAME") continue;
      const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
      if (box.bottom < 0 || box.top > innerHeight) { complaints.push(`off the screen when focused: ${name(element)}`); continue; }
      const top = document.elementFromPoint(x, y);
      const own = top && (element.contains(top) || top.contains(element) || [...(element.labels || [])].some((label) => label.contains(top)));
      // A tall box may be covered in the middle of its own scroll; what matters is that its beginning can be seen.
      if (!own) complaints.push(`${name(element)} covered by ${top ? name(top) : "nothing"}`);
    }
    scrollTo(0, 0);
    return complaints.slice(0, 6);
  };

  /** Whether somebody can see that the element has the focus. */
  const ringed = (element) => {
    const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5;
    return drawn(getComputedStyle(element)) || drawn(getComputedStyle(element, "::after"));
  };
  const walk = { order: [], plain: [] };
  const startWalk = () => {
    walk.expected = stops();
    document.activeElement.blur();
    document.addEventListener("focusin", (event) => {
      walk.order.push(event.target);
      if (!ringed(event.target) && !event.target.matches("iframe")) walk.plain.push(event.target);
    });
    // From the first stop on: an earlier look may have left the focus elsewhere.
    walk.expected[0].focus();
    return walk.expected.length;
  };
  const leftOut = () => walk.expected.filter((element) => !walk.order.includes(element) && element.tagName !== "IFRAME").length;
  const walked = () => {
    const places = walk.expected.map((element) => walk.order.indexOf(element)).filter((place) => place >= 0);
    const orderly = places.every((place, index) => !index || place > places[index - 1]);
    return [
      ...walk.expected.filter((element) => !walk.order.includes(element) && element.tagName !== "IFRAME").slice(0, 6).map((element) => `Tab does not reach ${name(element)}`),
      ...walk.plain.slice(0, 6).map((element) => `focus cannot be seen on ${name(element)}`),
      ...(orderly ? [] : ["Tab goes in another order than the page is read"]),
    ];
  };

  /** What still moves for those who asked for less motion. */
  const moving = () => all("*").filter((element) => {
    const style = getComputedStyle(element);
    return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
  }).slice(0, 6).map(name);

  /** What paper has no use for. */
  const pressable = () => all("nav, button, .btn, form.filters, .pager a, input:not([type=hidden]), select, textarea, .skip, iframe, [role=search], dialog")
    .filter((element) => seen(element) && !hidden(element)).slice(0, 6).map((element) => `printed: ${name(element)}`);
  const badHeads = () => all("thead").filter((head) => {
    return seen(head) && (getComputedStyle(head).display !== "table-header-group" || all("th", head).some((cell) => getComputedStyle(cell).position === "sticky"));
  }).map((head) => `a head that is not repeated: ${name(head)}`);

  /** Text as far apart as some readers need it (WCAG 1.4.12). */
  const spread = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("svg text { letter-spacing: 0 !important; word-spacing: 0 !important } *:not(svg *) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets = [sheet];
  };
  const unspread = () => { document.adoptedStyleSheets = []; };

  const looks = { overflow, cut, overlapping, covered, walked, moving, pressable, badHeads };
  const look = (names) => {
    memories.forEach((forget) => forget());
    return names.flatMap((each) => looks[each]());
  };
  window.sight = { look, startWalk, leftOut, spread, unspread };
})();
