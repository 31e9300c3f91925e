// What stands under a chart: its table, its sources, its files and pictures, its addresses, how to cite it; a chosen row sends the trigger "open".
const table = ({ caption, columns, rows }, open) => {
  const isUsed = columns.map((_, n) => rows.some((r) => r.cells[n] !== ""));     // a column of nothing takes room that a phone has not
  const head = el("tr", {}, ...columns.map((c, n) => (isUsed[n] ? el("th", { scope: "col", class: c.is_number ? "number" : null }, c.label) : null)));
  const body = rows.map((r) =>
    el("tr", {}, ...r.cells.map((text, n) => {
      if (!isUsed[n]) return null;
      if (n) return el("td", { class: columns[n].is_number ? (r.states.includes(n) ? "state soft" : "number") : null }, text);
      const button = r.code ? el("button", { type: "button", class: "open" }, text) : text;
      if (r.code) button.addEventListener("click", () => open(r.code));
      return el("th", { scope: "row" }, button);
    })));
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, el("table", {}, el("caption", { class: "unseen" }, caption), el("thead", {}, head), el("tbody", {}, ...body)));
};
const folded = (title, content, name) => el("details", { "data-name": name }, el("summary", {}, title), content);
const copied = (c, said, words) => {
  const text = c.to ? new URL(c.to, location.href).href : c.text.replace("~address~", new URL(c.of, location.href).href);
  const copy = c.to ? el("a", { href: c.to, class: "plain" }, c.label) : el("button", { type: "button", class: "plain" }, c.label);
  copy.addEventListener("click", (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey) return;     // without a clipboard the link leads to its own address
    event.preventDefault();
    navigator.clipboard.writeText(text).then(() => { said.textContent = words.copied; }, () => { if (c.to) location.href = c.to; });
  });
  return copy;
};
function build(root, { name, table: t, sources, files, pictures, copies, cite, words }, open) {
  const tools = el("div", { class: "tools" }), status = () => el("span", { role: "status", class: "soft" });
  if (t) {
    const shown = folded(words.table, table(t, open), "table");
    shown.open = t.is_open;
    tools.append(shown);
  }
  if (sources) tools.append(folded(sources.title, sourceList(sources), "sources"));
  const links = files.map((f) => el("a", { href: f.to, download: f.name, class: "plain" }, f.label)), said = status();
  for (const kind of pictures.kinds) {
    const button = el("button", { type: "button", class: "plain" }, kind.toUpperCase());
    button.addEventListener("click", () => {
      const made = import(new URL("/scripts/picture.js", location.origin).href).then((script) => script.savePicture(name, pictures, kind, `${pictures.name}.${kind}`));
      made.then(() => { said.textContent = ""; }, () => { said.textContent = words.failed; });
    });
    links.push(button);
  }
  if (links.length) tools.append(folded(words.files, el("div", { class: "choices" }, ...links, said), "files"));
  const shared = status();
  tools.append(folded(words.share, el("div", { class: "choices" }, ...copies.map((c) => copied(c, shared, words)), shared), "share"));
  const cited = status(), text = cite.text.replace("~address~", new URL(cite.of, location.href).href);
  const bib = cite.file ? el("a", { href: cite.file.to, download: cite.file.name, class: "plain" }, cite.file.label) : null;
  tools.append(folded(words.cite, el("div", { class: "cite" }, el("p", {}, text), el("div", { class: "choices" }, copied({ ...cite, text }, cited, words), bib, cited)), "cite"));
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
