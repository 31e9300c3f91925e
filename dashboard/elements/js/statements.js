// Summaries in groups, each with organization, document and paragraph.
const item = (i) =>
  el("li", {}, el("p", {}, i.text_url ? link(i.text, i.text_url) : i.text, ...i.tags.map((t) => el("span", { class: "tag" }, t))), el("p", { class: "small soft" }, i.who, i.who ? " · " : "", link(i.where, i.url)));
export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest === data.digest) return;
  root._digest = data.digest;
  root.setAttribute("aria-live", "polite");
  root.replaceChildren(...data.groups.map((g) => el("section", {}, g.heading ? el("h3", {}, g.heading) : null, el("ul", {}, ...g.items.map(item)))));
}
