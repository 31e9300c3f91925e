// What is sent: {content, digest, selected}, as bytes.
const read = (bytes) => { const { content, ...rest } = JSON.parse(new TextDecoder().decode(bytes)); return { ...content, ...rest }; };
// Makes an element; text becomes text, never markup.
const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const name in attributes) if (attributes[name] != null) node.setAttribute(name, attributes[name]);
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
};
const link = (text, url) =>
  /^https?:\/\//.test(url ?? "") ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : el("span", {}, text);
// The coded rows behind figures: {title, items: [{who, figure, what, where, url}], rest}.
const sourceList = (s) => {
  const items = s.items.map((i) =>
    el("li", {}, el("span", { class: "who" }, i.who, i.figure ? el("strong", {}, i.figure) : null), i.what ? el("span", {}, i.what) : null, el("span", { class: "soft" }, link(i.where, i.url))));
  return el("ul", { class: "sources", tabindex: "0", "aria-label": s.title }, ...items, s.rest ? el("li", { class: "soft" }, s.rest) : null);
};
// Brings what was opened into view, once the page has drawn it.
function follow(tries) {
  const details = document.querySelector(".st-key-details");
  if (details?.textContent) details.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  else if (tries) setTimeout(follow, 50, tries - 1);
}
