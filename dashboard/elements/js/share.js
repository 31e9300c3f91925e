// Links to pass on, each to copy and as a code to scan, and the whole page as a file.
const qr = ({ size, path, alt }) => {
  const svg = (tag, attributes) => { const n = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const a in attributes) n.setAttribute(a, attributes[a]); return n; };
  const box = svg("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": alt, class: "code" });
  box.append(svg("rect", { width: size, height: size, fill: "#fff" }), svg("path", { d: path, fill: "#000" }));
  return box;
};
const offer = (l, words) => {
  const address = new URL(l.to, location.href).href, said = el("span", { role: "status", class: "soft small" });
  const field = el("input", { type: "text", readonly: "", value: address, "aria-label": l.label });
  field.addEventListener("focus", () => field.select());
  const copy = el("button", { type: "button" }, words.copy);
  copy.addEventListener("click", () => {
    field.select();
    (navigator.clipboard?.writeText(address) ?? Promise.reject()).catch(() => document.execCommand("copy")).then(() => { said.textContent = words.copied; });
  });
  return el("li", {}, el("div", {}, el("h3", {}, l.label), el("p", { class: "small soft" }, l.note), el("div", { class: "row" }, field, copy, said)), l.code ? qr(l.code) : null);
};
export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest === data.digest) return;
  root._digest = data.digest;
  const file = data.file ? el("p", { class: "file" }, el("a", { href: data.file.to, download: data.file.name }, data.file.label)) : "";
  root.replaceChildren(el("ul", {}, ...data.links.map((l) => offer(l, data.words))), file);
}
