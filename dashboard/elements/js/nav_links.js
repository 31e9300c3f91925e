// Links to other pages, which a plain click follows without loading the site anew.
import { el, mount } from "./dom.js";

/** @import { NavLinkPart, NavLinkRow, NavLinksContent } from "./contracts" */

/**
 * Whether a click asks for nothing but to follow: no new tab, no window, no download.
 * @param {Pick<MouseEvent, "button" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey">} event
 */
export const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey }) =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;

/** Whether this stands in a frame of another page, which is too small for a page and may not show one. */
const isFramed = () => globalThis.top !== globalThis.self;

/**
 * @param {NavLinkPart} part
 * @param {(to: string) => void} go
 */
const anchor = ({ text, to, is_current }, go) => {
  const node = el("a", { href: to, "aria-current": is_current ? "page" : null }, text);
  if (isFramed()) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener");
    return node;
  }
  node.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    go(to);
  });
  return node;
};

/**
 * @param {NavLinkRow} row
 * @param {(to: string) => void} go
 */
const row = ({ label, parts }, go) => {
  const list = el(
    "ul",
    {},
    ...parts.map((part) =>
      el(
        "li",
        {},
        part.to ? anchor(part, go) : el("span", {}, part.text),
        part.note ? el("span", { class: "note soft" }, part.note) : null,
      ),
    ),
  );
  return label ? el("div", { class: "fact" }, el("dt", { class: "soft" }, label), el("dd", {}, list)) : list;
};

export default mount((root, /** @type {NavLinksContent} */ { rows, layout, label }, go) => {
  const tag = layout === "menu" ? "nav" : layout === "facts" ? "dl" : "div";
  root.replaceChildren(
    el(tag, { class: layout, "aria-label": label || null }, ...rows.map((each) => row(each, go))),
  );
  // On a phone the menu is one line that scrolls: the page that is open is not left out of sight.
  root.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
});
