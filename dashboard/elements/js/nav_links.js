// Ways to other pages: links like any other, which a plain click follows without loading the site anew.
const plain = (e) => e.button === 0 && !e.metaKey && !e.ctrlKey && !e.shiftKey && !e.altKey;
const way = (p, go) => {
  const a = el("a", { href: p.to, "aria-current": p.is_current ? "page" : null }, p.text);
  a.addEventListener("click", (e) => { if (plain(e)) { e.preventDefault(); go(p.to); } });
  return a;
};
const part = (p, go) => el("li", {}, p.to ? way(p, go) : el("span", {}, p.text), p.note ? el("span", { class: "note soft" }, p.note) : null);
const row = (r, go) => {
  const parts = el("ul", {}, ...r.parts.map((p) => part(p, go)));
  return r.label ? el("div", { class: "fact" }, el("dt", { class: "soft" }, r.label), el("dd", {}, parts)) : parts;
};
export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest === data.digest) return;
  root._digest = data.digest;
  const tag = { menu: "nav", facts: "dl" }[data.layout] ?? "div";
  root.replaceChildren(el(tag, { class: data.layout, "aria-label": data.label || null }, ...data.rows.map((r) => row(r, (to) => setTriggerValue("open", to)))));
  // On a phone the menu is one line that scrolls: the page that is open is not left out of sight.
  root.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}
