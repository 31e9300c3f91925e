// The provinces as equal tiles or as outlines: one tab stop, arrow keys go to the neighbour; a chosen one sends the trigger "open" = its id.
export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest !== data.digest) { build(root, data); root._digest = data.digest; }
  root._open = (id) => { root._selected = id; select(root); show(root, null, false); root._follows = true; setTriggerValue("open", id); };
  root._selected = data.selected;
  select(root);
  if (root._follows) { root._follows = false; follow(20); }
}
function build(root, data) {
  const held = root.getRootNode().activeElement?.closest?.(".spot")?._key;      // a new view or new figures keep the place of the keyboard
  root._by = Object.fromEntries(data.items.map((i) => [i.id, i]));
  root._words = data.words; root._marks = data.marks; root._shown = null;
  const stage = el("div", { class: `stage ${data.view}`, role: "group", "aria-label": data.words.caption, "aria-describedby": "keys" });
  const card = el("div", { class: "card", "aria-hidden": "true" });
  root._card = card;
  root.replaceChildren(el("p", { id: "keys", class: "unseen" }, data.words.keys), el("div", { class: "map" }, stage, el("div", { class: "aside" }, legend(data), el("div", { class: "hold" }, card))));
  root._watch?.disconnect();
  if (data.view === "tiles") tiles(root, stage, data);
  else {
    let width = 0;
    root._watch = new ResizeObserver(() => {
      if (stage.clientWidth === width || !stage.clientWidth) return;
      width = stage.clientWidth;
      const key = root.getRootNode().activeElement?.closest?.(".spot")?._key;
      outlines(root, stage, data, width); select(root);
      root._spots.find((s) => s._key === key)?.focus({ preventScroll: true });
    });
    outlines(root, stage, data, width = stage.clientWidth || 640);
    root._watch.observe(stage);
  }
  const spot = (event) => event.target.closest?.(".spot");
  stage.addEventListener("click", (event) => { const s = spot(event); if (s) { rove(root, s); root._open(s._item.id); } });
  stage.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") show(root, spot(event) ?? root._shown, true); });
  stage.addEventListener("pointerleave", () => show(root, focused(root), false));
  stage.addEventListener("focusin", (event) => { const s = spot(event); if (s) { rove(root, s); show(root, s, s.matches(":focus-visible")); } });
  stage.addEventListener("focusout", () => show(root, null, false));
  stage.addEventListener("keydown", (event) => {
    const s = spot(event);
    if (!s) return;
    if (event.key === "Escape") return show(root, null, false);
    if (s.tagName !== "BUTTON" && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); root._open(s._item.id); return; }
    const first = event.key === "Home", way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    const next = way ? neighbour(root._spots, s, way) : first || event.key === "End" ? root._spots.at(first ? 0 : -1) : null;
    if (!way && !next) return;
    event.preventDefault();
    if (next) { rove(root, next); next.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" }); }
  });
  root._spots.find((s) => s._key === held)?.focus({ preventScroll: true });
}
const look = (i) => `s-${i.state}` + (i.state === "figure" ? ` h${i.shade}` : "") + (kind(i) === "not_derivable" ? " b-not_derivable" : "");
const kind = (i) => (i.badge === "not_derivable" && i.state !== "figure" ? i.badge : i.state);          // how one without a figure is named and marked
const mark = (root, i) => i.value || (root._marks[kind(i)] ?? "");
const badge = (root, i) => (i.badge === kind(i) ? "" : root._marks[i.badge] ?? "");
const said = (root, i, name) => [name, i.state === "figure" ? "" : root._words[kind(i)], ...i.lines, i.badge === kind(i) ? "" : root._words[i.badge]].filter(Boolean).join(". ");
function legend({ items, legend, words, marks }) {
  const list = el("ul", { class: "legend", "aria-label": words.legend });
  for (const e of legend) {
    const sign = marks[e.badge] ?? marks[e.state] ?? "";
    list.append(el("li", { class: e.state === "figure" ? "step" : null }, el("i", { class: e.state ? `face ${look({ shade: 1, ...e })}` : "face bare", "aria-hidden": "true" }, sign), e.label));
  }
  return el("div", { class: "key" }, words.measure ? el("p", { class: "measure" }, words.measure) : null, list,
    items.some((i) => i.brief) ? el("p", { class: "narrow soft" }, words.thousands) : null);
}
// --- equal tiles
function tiles(root, stage, { items, islands, columns }) {
  stage.parentElement.style.setProperty("--columns", columns);
  const all = [...items.map((i) => ({ i, column: i.column, row: i.row })), ...islands.map((s) => ({ i: root._by[s.province_id], column: s.column, row: s.row, island: s }))];
  all.sort((a, b) => a.row - b.row || a.column - b.column);
  root._spots = all.map(({ i, column, row, island }) => {
    const face = el("span", { class: `face ${look(i)}`, "aria-hidden": "true" });
    const b = el("button", { type: "button", tabindex: "-1", class: `spot${island ? " island" : ""}`, "aria-label": said(root, i, island ? island.label : i.name.includes(i.short) ? i.name : `${i.short} ${i.value}, ${i.name}`) });
    if (island) {
      face.append(islets(island.id));
      const [name, of] = halves(island.label);
      b.append(el("span", { class: "name", "aria-hidden": "true" }, el("b", {}, name), " ", of), face);
    } else {
      const value = (text, kind) => el("span", { class: `value ${kind} l${Math.min(8, text.length + badge(root, i).length)}`, "data-badge": badge(root, i) || null }, text);
      face.append(el("span", { class: "name" }, i.short), " ", ...(i.brief ? [value(i.value, "wide"), value(i.brief, "narrow")] : [value(mark(root, i), "")]));
      b.append(face);
    }
    const words = island ? Math.min(2, column - 1 - Math.max(0, ...items.filter((o) => o.row === row && o.column < column).map((o) => o.column))) : 0;
    if (island) { b.style.gridTemplateColumns = `repeat(${words + 1}, minmax(0, 1fr))`; b.firstChild.style.gridColumn = `span ${words}`; }
    b.style.gridColumn = island ? `${column - words} / span ${words + 1}` : column; b.style.gridRow = row;
    Object.assign(b, { _item: i, _island: island, _key: island ? island.id : i.id, _x: column, _y: row });
    return b;
  });
  stage.replaceChildren(...root._spots);
}
const halves = (label) => { const at = label.indexOf(" ("); return at < 0 ? [label, ""] : [label.slice(0, at), label.slice(at + 1)]; };
const svg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) if (attributes[name] != null) node.setAttribute(name, attributes[name]);
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
};
const ISLETS = { "hoang-sa": [[9, 7], [14, 11], [7, 13], [24, 8], [28, 12], [22, 14], [31, 18]], "truong-sa": [[6, 15], [12, 8], [15, 18], [20, 12], [24, 6], [27, 16], [34, 10], [33, 19]] };
const islets = (id) => svg("svg", { viewBox: "0 0 40 25", class: "islets", "aria-hidden": "true" }, ...(ISLETS[id] ?? ISLETS["hoang-sa"]).map(([x, y]) => svg("circle", { cx: x, cy: y, r: 1.7 })));
// --- outlines
function outlines(root, stage, { items, islands, shapes, words }, width) {
  const near = width < 560, [x, y, w, h] = near ? shapes.near : shapes.viewbox, pad = 14;
  const unit = (w + 2 * pad) / width, px = (n) => n * unit;      // drawn units to a pixel: words and lines keep their size
  const hatch = (id, size, ...inner) => svg("pattern", { id, width: px(size), height: px(size), patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, ...inner);
  const picture = svg("svg", { class: "outlines" },
    svg("defs", {}, hatch("hatch", 6, svg("rect", { width: px(6), height: px(6), class: "ground" }), svg("rect", { width: px(1), height: px(6), class: "line" })),
      hatch("dots", 6, svg("rect", { width: px(6), height: px(6), class: "ground" }), svg("circle", { cx: px(3), cy: px(3), r: px(1), class: "line" }))));
  const fill = (i) => (kind(i) === "not_derivable" ? "url(#dots)" : i.state === "no_document" ? "url(#hatch)" : null);
  const spot = (i, key, name, cx, cy, ...inner) => {
    const g = svg("g", { class: `spot ${look(i)}`, role: "button", tabindex: "-1", "aria-label": said(root, i, name) }, ...inner);
    return Object.assign(g, { _item: i, _key: key, _x: cx, _y: cy });
  };
  const provinces = items.filter((i) => shapes.paths[i.code]).map((i) => {
    const [cx, cy] = shapes.places[i.code], d = shapes.paths[i.code];
    return spot(i, i.id, i.name, cx, cy, svg("path", { d, class: "shape", fill: fill(i), "fill-rule": "evenodd" }));
  });
  let bottom = y + h;
  const archipelagos = islands.filter((s) => shapes.islands[s.id]).map((s) => {
    const { path, box, frame } = shapes.islands[s.id], i = root._by[s.province_id], margin = px(near ? 5 : 8);
    const scale = near ? (frame[2] - 2 * margin) / box[2] : 1;    // near: in a frame of its own; else in its true place
    const fx = near ? frame[0] : box[0] - margin, fy = near ? frame[1] : box[1] - margin, fw = near ? frame[2] : box[2] + 2 * margin, fh = box[3] * scale + 2 * margin;
    const move = near ? `translate(${fx + margin - box[0] * scale} ${fy + margin - box[1] * scale}) scale(${scale})` : null;
    const size = px(near ? 11 : 13), lines = near ? halves(s.label).filter(Boolean) : [s.label];
    const label = lines.map((t, n) => svg("text", { x: near ? fx + fw : fx + fw / 2, y: fy + fh + size * (1.15 + 1.2 * n), class: near ? "label end" : "label", "aria-hidden": "true", "font-size": size }, t));
    bottom = Math.max(bottom, fy + fh + size * 1.2 * (lines.length + .2));
    return spot(i, s.id, s.label, fx + fw / 2, fy + fh / 2, svg("rect", { class: near ? "frame" : "frame open", x: fx, y: fy, width: fw, height: fh, rx: px(4) }),
      svg("path", { d: path, class: "isles", transform: move }), ...label);
  });
  picture.setAttribute("viewBox", `${x - pad} ${y - pad} ${w + 2 * pad} ${bottom - y + 2 * pad}`);
  root._spots = [...provinces, ...archipelagos].sort((a, b) => Math.round((a._y - b._y) / 60) || a._x - b._x);
  const said_ = svg("g", { class: "words", "aria-hidden": "true" });
  if (words.sea) said_.append(svg("text", { x: near ? x + w : x + w * .66, y: y + h * (near ? .615 : .56), class: near ? "sea end" : "sea", "font-size": px(near ? 12 : 15) }, words.sea));
  root._rings = svg("g", { class: "rings", "aria-hidden": "true" });
  const over = (s) => Number(s._item.state === "unstated");       // its border is its mark: no neighbour covers it
  picture.append(...archipelagos, ...provinces.toSorted((a, b) => over(a) - over(b)), root._rings, said_);
  stage.replaceChildren(picture, ...(near && words.frames ? [el("p", { class: "small soft frames" }, words.frames)] : []));
  for (const g of provinces) {                                   // a province's words stand in it where they fit, else they are in its card
    const i = g._item, shape = g.firstChild, sign = mark(root, i), layer = svg("g", { class: look(i) });
    said_.append(layer);
    const row = (kind, text, size) => ({ kind, text, size });
    const name = row("name", i.short, 10.5), value = row("value", sign, 12), badged = row("value", `${sign} ${badge(root, i)}`, 12);
    const tries = sign ? [...(badge(root, i) ? [[name, badged], [badged]] : [[name, value]]), [value]] : [[name]];
    tries.some((rows) => {
      const texts = rows.map((r) => svg("text", { class: r.kind, "font-size": px(r.size) }, r.text));
      layer.replaceChildren(...texts);
      const high = rows.length * 12, halfs = texts.map((t) => t.getComputedTextLength() / 2 + px(1.5)), tiny = rows[0].text.length === 1;
      for (const [dx, dy] of SHIFTS) {
        const cx = g._x + px(dx), top = g._y + px(dy - high / 2), inside = (x, y) => shape.isPointInFill(new DOMPoint(x, y));
        if (!tiny && !halfs.every((half, n) => [0, 6, 12].every((y) => [-1, 1].every((side) => inside(cx + side * half, top + px(n * 12 + y)))))) continue;
        texts.forEach((t, n) => { t.setAttribute("x", cx); t.setAttribute("y", top + px(n * 12 + 10)); });
        return true;
      }
      layer.replaceChildren();
      return false;
    });
  }
}
const SHIFTS = [0, 5, -5, 10, -10, 16, -16].flatMap((dy) => [0, 5, -5, 10, -10].map((dx) => [dx, dy])).sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
// --- both
function neighbour(spots, from, [dx, dy]) {                       // the nearest one that lies that way, straight ahead before aside
  let best = null, least = Infinity;
  for (const s of spots) {
    const along = (s._x - from._x) * dx + (s._y - from._y) * dy, aside = Math.abs((s._x - from._x) * dy + (s._y - from._y) * dx);
    if (s === from || along <= 0 || aside > 2.5 * along) continue;
    const far = along + 2 * aside;
    if (far < least) { least = far; best = s; }
  }
  return best;
}
const focused = (root) => { const s = root.getRootNode().activeElement?.closest?.(".spot"); return s?.matches(":focus-visible") ? s : null; };
function rove(root, s) { root._tab?.setAttribute("tabindex", "-1"); root._tab = s; s.setAttribute("tabindex", "0"); }
function show(root, s, floats) {                                  // with nothing pointed at, the card is of the selected one
  root._shown = floats ? s : null;
  ring(root);
  const i = s?._item ?? root._by[root._selected], card = root._card;
  card.classList.toggle("floats", Boolean(s && floats));
  if (!i) { card.replaceChildren(el("p", { class: "soft" }, root._words.hint)); return; }
  const has = i.state === "figure", [first, ...rest] = has ? i.lines : [root._words[kind(i)], ...i.lines];
  const lines = [el("p", { class: "who" }, s?._island?.label ?? i.name), el("p", { class: "what" }, el("i", { class: `face ${look(i)}` }, i.value ? "" : mark(root, i)), el("strong", {}, first ?? "")), ...rest.map((t) => el("p", {}, t))];
  if (i.badge !== kind(i) && root._words[i.badge]) lines.push(el("p", { class: "soft badged" }, el("span", {}, badge(root, i)), root._words[i.badge]));
  card.replaceChildren(...lines);
}
function ring(root) {                                             // outlines: the rings lie on top of every neighbour
  if (!root._rings?.isConnected) return;
  const ringed = (s, kind) => [...s.querySelectorAll("path.shape, rect.frame")].flatMap((p) => ["halo", kind].map((k) => { const c = p.cloneNode(); c.setAttribute("class", k); c.removeAttribute("fill"); return c; }));
  const on = root._spots.filter((s) => s.hasAttribute("aria-current"));
  root._rings.replaceChildren(...on.flatMap((s) => ringed(s, "selected")), ...(root._shown ? ringed(root._shown, "pointed") : []));
}
function select(root) {
  for (const s of root._spots) if (s._item.id === root._selected) s.setAttribute("aria-current", "true"); else s.removeAttribute("aria-current");
  if (!root._tab?.isConnected) rove(root, root._spots.find((s) => s._item.id === root._selected) ?? root._spots[0]);
  const s = focused(root) ?? root._shown;
  show(root, s?.isConnected ? s : null, Boolean(s?.isConnected));
}
