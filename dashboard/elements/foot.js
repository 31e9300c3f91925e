// What stands under a chart: its table, its sources, its file and its address; a chosen row sends the trigger "open".
const table = ({ caption, columns, rows }, open) => {
  const head = el("tr", {}, ...columns.map((c) => el("th", { scope: "col", class: c.is_number ? "number" : null }, c.label)));
  const body = rows.map((r) =>
    el("tr", {}, ...r.cells.map((text, n) => {
      if (n) return el("td", { class: columns[n].is_number ? (r.states.includes(n) ? "state soft" : "number") : null }, text);
      const button = r.code ? el("button", { type: "button", class: "open" }, text) : text;
      if (r.code) button.addEventListener("click", () => open(r.code));
      return el("th", { scope: "row" }, button);
    })));
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, el("table", {}, el("caption", { class: "unseen" }, caption), el("thead", {}, head), el("tbody", {}, ...body)));
};
const folded = (title, content, name) => el("details", { "data-name": name }, el("summary", {}, title), content);
function build(root, { table: t, sources, file, link: address, words }, open) {
  const tools = el("div", { class: "tools" });
  if (t) {
    const shown = folded(words.table, table(t, open), "table");
    shown.open = t.is_open;
    tools.append(shown);
  }
  if (sources) tools.append(folded(sources.title, sourceList(sources), "sources"));
  if (file) {
    const button = el("button", { type: "button", class: "plain" }, words.download);
    button.addEventListener("click", () => {
      const url = URL.createObjectURL(new Blob([file.text], { type: "text/csv" }));
      el("a", { href: url, download: file.name }).click();
      setTimeout(URL.revokeObjectURL, 1000, url);
    });
    tools.append(button);
  }
  const copy = el("a", { href: address, class: "plain" }, words.link), said = el("span", { role: "status", class: "soft" });
  copy.addEventListener("click", (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey) return;     // without a clipboard the link leads to its own address
    event.preventDefault();
    navigator.clipboard.writeText(new URL(address, location.href).href).then(() => { said.textContent = words.copied; }, () => { location.href = address; });
  });
  tools.append(copy, said);
  root.replaceChildren(tools);
}
export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest === data.digest) return;
  const isFirst = !root._digest, opened = new Set([...root.querySelectorAll("details[open]")].map((d) => d.dataset.name));
  root._digest = data.digest;
  build(root, data, (code) => { setTriggerValue("open", code); setTimeout(follow, 0, 40); });
  for (const d of root.querySelectorAll("details")) d.open = isFirst ? d.open : opened.has(d.dataset.name);
  if (data.selected && !root._shown) {      // a link to this card leads to it
    root._shown = true;
    setTimeout(() => document.querySelector(`.st-key-card-${data.name}`)?.scrollIntoView({ block: "start" }), 300);
  }
}
