// What is compared, side by side: rows × columns in words. A chosen cell sends the trigger "open" = its code. Where there is little room, each row is a block.
const lines = (c) => c.lines.map((text) => el("span", { class: "small line" }, text));
const content = (c, open) => {
  const main = el("span", { class: "main" }, c.main);
  const chosen = (code) => (event) => { event.stopPropagation(); open(code); };
  if (c.code) {
    const button = el("button", { type: "button", "data-code": c.code }, main, ...lines(c));
    button.addEventListener("click", chosen(c.code));
    return [button];
  }
  const ways = c.links.map((l) => {
    const way = el("button", { type: "button", class: "way", "data-code": l.code }, l.label);
    way.addEventListener("click", chosen(l.code));
    return way;
  });
  return [el("div", { class: "still" }, main, ...lines(c), ...ways)];
};
// Roles are written out: a table whose rows are drawn as blocks would lose them.
function table({ columns, groups, words }, open) {
  const heads = columns.map((c) => el("th", { role: "columnheader", scope: "col" }, c.label, ...c.notes.map((text) => el("span", { class: "note" }, text))));
  const body = el("tbody", { role: "rowgroup" });
  for (const g of groups) {
    body.append(el("tr", { role: "row", class: "group" }, el("th", { role: "rowheader", scope: "rowgroup", colspan: String(columns.length + 1) }, el("span", {}, g.label))));
    for (const r of g.rows) {
      const cells = r.cells.map((c, n) => el("td", { role: "cell", class: `s-${c.state}${c.is_quiet ? " quiet" : ""}` }, el("span", { class: "of", "aria-hidden": "true" }, columns[n].label), ...content(c, open)));
      body.append(el("tr", { role: "row" }, el("th", { role: "rowheader", scope: "row" }, r.label, r.note ? el("span", { class: "note" }, r.note) : null), ...cells));
    }
  }
  const head = el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, el("th", { role: "columnheader", scope: "col", class: "corner" }, words.corner), ...heads));
  const whole = el("table", { role: "table", "aria-label": words.caption }, head, body);
  whole.style.setProperty("--columns", columns.length);
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": words.caption }, whole);
}
export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest !== data.digest) {
    root._digest = data.digest;
    root.replaceChildren(table(data, (code) => { setTriggerValue("open", code); setTimeout(follow, 0, 40); }));
  }
  for (const b of root.querySelectorAll("button")) if (b.dataset.code === data.selected) b.setAttribute("aria-current", "true"); else b.removeAttribute("aria-current");
}
