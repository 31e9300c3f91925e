// Themes × organizations in <table role=grid>, one tab stop, arrow keys; a chosen cell sends the trigger "open" = "row~column".
export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  const isNew = root._digest !== data.digest;
  if (isNew) { build(root, data); root._digest = data.digest; }
  root._open = (code) => { select(root, code, false); root._follows = true; setTriggerValue("open", code); };
  select(root, data.selected, isNew);
  if (root._follows) { root._follows = false; follow(20); }
}
function build(root, { groups, columns, words, marks, is_wide }) {
  root._tab = null;
  const legend = el("ul", { class: is_wide ? "legend plain" : "legend", "aria-label": words.legend });
  for (const state in marks) legend.append(el("li", { class: `s-${state}` }, el("i", { "aria-hidden": "true" }, marks[state] || (state === "figure" ? "2" : "")), words[state]));
  const heads = [el("th", { role: "columnheader", scope: "col", class: "corner" }, words.corner)];
  if (words.spread) heads.push(el("th", { role: "columnheader", scope: "col", class: "spread" }, el("span", {}, words.spread)));
  for (const c of columns) heads.push(el("th", { role: "columnheader", scope: "col", title: c.label }, el("span", {}, c.label)));
  // A heading over the headings of the columns.
  const over = words.over ? el("tr", { role: "row", class: "over" }, el("td", { role: "gridcell", colspan: String(heads.length - columns.length) }), el("th", { role: "columnheader", scope: "colgroup", colspan: String(columns.length) }, words.over)) : null;
  const body = el("tbody", { role: "rowgroup" });
  const button = (code, state, text, said) => {
    const b = el("button", { type: "button", tabindex: "-1", class: `s-${state}`, "aria-label": said }, el("i", { "aria-hidden": "true" }, text));
    b.dataset.code = code;
    return el("td", { role: "gridcell" }, b);
  };
  for (const g of groups) {
    if (g.label) body.append(el("tr", { role: "row", class: "group" }, el("th", { role: "rowheader", scope: "rowgroup" }, g.label), el("td", { role: "gridcell", colspan: String(heads.length - 1) })));
    for (const r of g.rows) {
      const tr = el("tr", { role: "row" }, el("th", { role: "rowheader", scope: "row" }, r.label));
      if (words.spread) tr.append(button(`${r.code}~`, "spread", r.spread, `${r.label}, ${words.spread}: ${r.spread_said}`));
      r.cells.forEach((v, x) => {
        const n = typeof v === "number", state = typeof v === "string" ? v : v.state ?? "figure";
        const said = n ? words.figure_n.replace("{n}", v) : v.said ?? words[state];
        tr.append(button(v.code ?? `${r.code}~${columns[x].code}`, state, n ? String(v) : v.text ?? marks[state], `${r.label}, ${columns[x].label}: ${said}`));
      });
      body.append(tr);
    }
  }
  const table = el("table", { class: is_wide ? "wide" : words.over ? "flat" : null, role: "grid", "aria-readonly": "true", "aria-label": words.caption }, el("thead", { role: "rowgroup" }, over, el("tr", { role: "row" }, ...heads)), body);
  const box = el("div", { class: "scroll" }, table);
  root.replaceChildren(legend, box);
  if (is_wide) box.scrollLeft = box.scrollWidth;
  const cells = [...body.rows].map((tr) => [...tr.querySelectorAll("button")]).filter((row) => row.length);
  root._cells = cells;
  table.addEventListener("click", (event) => {
    const b = event.target.closest("button");
    if (b) { rove(root, b); root._open(b.dataset.code); }
  });
  table.addEventListener("keydown", (event) => {
    const b = event.target.closest("button");
    if (!b) return;
    const y = cells.findIndex((row) => row.includes(b)), x = cells[y].indexOf(b), bottom = cells.length - 1, right = cells[0].length - 1;
    const to = { ArrowRight: [y, x + 1], ArrowLeft: [y, x - 1], ArrowDown: [y + 1, x], ArrowUp: [y - 1, x], Home: event.ctrlKey ? [0, 0] : [y, 0],
      End: event.ctrlKey ? [bottom, right] : [y, right], PageDown: [y + 5, x], PageUp: [y - 5, x] }[event.key];
    if (!to) return;
    event.preventDefault();
    const next = cells[Math.min(bottom, Math.max(0, to[0]))][Math.min(right, Math.max(0, to[1]))];
    rove(root, next); next.focus({ preventScroll: true }); reveal(root, next);
  });
}
function rove(root, b) { if (root._tab) root._tab.tabIndex = -1; root._tab = b; b.tabIndex = 0; }
function reveal(root, b) {                   // keeps the cell clear of the sticky head and first column
  const box = root.querySelector(".scroll"), s = box.getBoundingClientRect(), r = b.getBoundingClientRect();
  const left = s.left + box.querySelector(".corner").offsetWidth, top = s.top + box.querySelector("thead").offsetHeight;
  if (r.left < left) box.scrollLeft -= left - r.left; else if (r.right > s.right) box.scrollLeft += r.right - s.right + 4;
  if (r.top < top) box.scrollTop -= top - r.top; else if (r.bottom > s.bottom) box.scrollTop += r.bottom - s.bottom + 4;
}
function select(root, code, scroll) {
  for (const n of root._current ?? []) n.removeAttribute("aria-current");
  root._current = code ? root._cells.flat().filter((n) => n.dataset.code === code) : [];
  for (const n of root._current) n.setAttribute("aria-current", "true");
  const b = root._current.at(-1);
  if (b) { if (!root._current.includes(root._tab)) rove(root, b); if (scroll) reveal(root, b); }
  else if (!root._tab?.isConnected && root._cells.length) rove(root, root._cells[0][0]);
}
