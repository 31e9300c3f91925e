// What the elements are made with. Text becomes text, never markup.

/** @import { Note, Sources } from "./contracts" */

/** @typedef {Record<string, string | number | null | undefined>} Attributes null: left out */
/** @typedef {Node | string | null | undefined} Child null and "": left out */

/**
 * What Streamlit hands to an element whenever the page runs.
 * @typedef {{ data: Uint8Array, parentElement: ParentNode,
 *   setTriggerValue: (name: string, value: string) => void }} Component
 */

/**
 * Marks what is selected; `isNew` says whether the element has just been built.
 * @typedef {(selected: any, isNew: boolean) => void} Select
 */

/**
 * The function that Streamlit calls: it builds the element when its content has changed, so that focus, open
 * details and scrolling survive every other run.
 * @template Content
 * @param {(root: HTMLElement, content: Content, open: (code: string) => void) => Select | void} build
 *   `open` sends the code of what was chosen.
 * @returns {(component: Component) => void}
 */
export const mount = (build) => {
  /** @type {WeakMap<HTMLElement, { send: Component["setTriggerValue"], select: Select | void }>} */
  const states = new WeakMap();
  return ({ data, parentElement, setTriggerValue }) => {
    const root = /** @type {HTMLElement} */ (parentElement.querySelector(".root"));
    const { content, digest, selected } = JSON.parse(new TextDecoder().decode(data));
    /** @type {{ send: Component["setTriggerValue"], select: Select | void }} */
    const state = { select: undefined, ...states.get(root), send: setTriggerValue };
    states.set(root, state);
    const isNew = root.dataset.digest !== digest;
    if (isNew) {
      state.select = build(root, content, (code) => states.get(root)?.send("open", code));
      root.dataset.digest = digest;
    }
    state.select?.(selected, isNew);
  };
};

/**
 * @template {Element} E
 * @param {E} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {E}
 */
const filled = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value != null) node.setAttribute(name, String(value));
  }
  node.append(
    .../** @type {(Node | string)[]} */ (children.filter((child) => child != null && child !== "")),
  );
  return node;
};

/**
 * An HTML element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 */
export const el = (tag, attributes = {}, ...children) =>
  filled(document.createElement(tag), attributes, children);

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 */
export const svg = (tag, attributes = {}, ...children) =>
  filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/**
 * A button that acts when it is pressed.
 * @param {Attributes} attributes
 * @param {(event: MouseEvent) => void} press
 * @param {...Child} children
 */
export const button = (attributes, press, ...children) => {
  const node = el("button", { type: "button", ...attributes }, ...children);
  node.addEventListener("click", press);
  return node;
};

/**
 * A link to another site; mere text where the address is none of the web.
 * @param {string} text
 * @param {string | null | undefined} url
 */
export const link = (text, url) =>
  /^https?:\/\//.test(url ?? "")
    ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text)
    : el("span", {}, text);

/**
 * The beginning of a long note, which ends before a word, and the rest of it; "" where it is short.
 * @param {string} text
 */
export const cut = (text) => {
  if ([...text].length <= 160) return [text, ""];
  const found = text.match(/^.{70,140}(?=\s)/su) ?? text.match(/^.{1,140}(?!\p{M})/su);
  const beginning = found ? found[0] : text;
  return [beginning, text.slice(beginning.length)];
};

/**
 * What a coder noted, in whichever language. Of a long note the beginning opens the rest.
 * @param {Note | null | undefined} note
 */
export const noteLine = (note) => {
  if (!note) return null;
  const [beginning, rest] = cut(note.text);
  const text = el("span", { lang: "" }, beginning);
  const line = [`${note.label}: `, text];
  if (!rest) return el("div", { class: "noted soft" }, ...line);
  text.append(
    el("span", { class: "more", "aria-hidden": "true" }, " …"),
    el("span", { class: "rest" }, rest),
  );
  return el("details", { class: "noted soft" }, el("summary", {}, ...line));
};

/**
 * The coded rows behind figures.
 * @param {Sources} sources
 */
export const sourceList = ({ title, items, rest }) =>
  el(
    "ul",
    { class: "sources", tabindex: "0", "aria-label": title },
    ...items.map(({ who, figure, what, where, url, note }) =>
      el(
        "li",
        {},
        el("span", { class: "who" }, who, figure ? el("strong", {}, figure) : null),
        what ? el("span", {}, what) : null,
        el("span", { class: "soft" }, link(where, url)),
        noteLine(note),
      ),
    ),
    rest ? el("li", { class: "soft" }, rest) : null,
  );

/**
 * Scrolls to the details, once the page has drawn them.
 * @param {number} tries
 */
export const follow = (tries) => {
  const details = document.querySelector(".st-key-details");
  if (details?.textContent) {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    details.scrollIntoView({ block: "nearest", behavior: isStill ? "auto" : "smooth" });
  } else if (tries) setTimeout(follow, 50, tries - 1);
};

/**
 * Marks those nodes as current that are to be, and no other.
 * @param {Iterable<Element>} nodes
 * @param {(node: Element) => boolean} isCurrent
 */
export const markCurrent = (nodes, isCurrent) => {
  for (const node of nodes) {
    if (isCurrent(node)) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
};
