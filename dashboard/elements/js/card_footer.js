// What stands under a card: its table, sources, files and pictures, addresses, and how to cite it. A chosen
// row of the table opens its code.
import { button, el, follow, mount, sourceList } from "./dom.js";

/** @import { CardFooterContent, CardFooterWords, Copy, Pictures, TableContent } from "./contracts" */

/** @type {WeakSet<HTMLElement>} */
const shown = new WeakSet();

/**
 * Which columns hold anything: one of empty cells takes room that a phone has not.
 * @param {TableContent} table
 */
export const usedColumns = ({ columns, rows }) =>
  columns.map((_, n) => rows.some(({ cells }) => cells[n] !== ""));

/**
 * What is copied: an address of this site in full, or a text with the address that it speaks of.
 * @param {Copy} copy
 * @param {string} base
 */
export const copiedText = ({ to, text = "", of = "" }, base) =>
  to ? new URL(to, base).href : text.replace("~address~", () => new URL(of, base).href);

/**
 * @param {TableContent} content
 * @param {(code: string) => void} open
 */
const table = (content, open) => {
  const { caption, columns, rows } = content;
  const isUsed = usedColumns(content);
  const heads = columns.map(({ label, is_number }, n) =>
    isUsed[n] ? el("th", { scope: "col", class: is_number ? "number" : null }, label) : null,
  );
  const body = rows.map(({ code, cells, states }) =>
    el(
      "tr",
      {},
      ...cells.map((text, n) => {
        if (!isUsed[n]) return null;
        if (n === 0) {
          return el("th", { scope: "row" }, code ? button({ class: "open" }, () => open(code), text) : text);
        }
        const kind = states.includes(n) ? "state soft" : "number";
        return el("td", { class: columns[n].is_number ? kind : null }, text);
      }),
    ),
  );
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", { class: "unseen" }, caption),
      el("thead", {}, el("tr", {}, ...heads)),
      el("tbody", {}, ...body),
    ),
  );
};

/**
 * @param {string} title
 * @param {string} name
 * @param {Node} content
 */
const folded = (title, name, content) =>
  el("details", { "data-name": name }, el("summary", {}, title), content);

/** @param {Element} details */
const nameOf = (details) => details.getAttribute("data-name");

const statusLine = () => el("span", { role: "status", class: "soft" });

/**
 * A link to an address, or a button for a text, that copies it. Without a clipboard the link leads to its
 * address.
 * @param {Copy} copy
 * @param {HTMLElement} status
 * @param {CardFooterWords} words
 */
const copier = (copy, status, words) => {
  const { label, to } = copy;
  const node = to
    ? el("a", { href: to, class: "plain" }, label)
    : el("button", { type: "button", class: "plain" }, label);
  node.addEventListener("click", async (/** @type {MouseEventInit & Event} */ event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(copiedText(copy, location.href));
      status.textContent = words.copied;
    } catch {
      if (to) location.href = to;
    }
  });
  return node;
};

/**
 * @param {string} card
 * @param {Pictures} pictures
 * @param {"png" | "svg"} kind
 */
const savePicture = async (card, pictures, kind) => {
  const script = await import(new URL("/scripts/picture.js", location.origin).href);
  await script.savePicture(card, pictures, kind, `${pictures.name}.${kind}`);
};

/** @param {CardFooterContent} content */
const files = ({ name, files, pictures, words }) => {
  const status = statusLine();
  const links = files.map((file) =>
    el("a", { href: file.to, download: file.name, class: "plain" }, file.label),
  );
  const buttons = pictures.kinds.map((kind) =>
    button(
      { class: "plain" },
      async () => {
        try {
          await savePicture(name, pictures, kind);
          status.textContent = "";
        } catch {
          status.textContent = words.failed;
        }
      },
      kind.toUpperCase(),
    ),
  );
  if (!links.length && !buttons.length) return null;
  return folded(words.files, "files", el("div", { class: "choices" }, ...links, ...buttons, status));
};

/** @param {CardFooterContent} content */
const copies = ({ copies, words }) => {
  const status = statusLine();
  const nodes = copies.map((copy) => copier(copy, status, words));
  return folded(words.share, "share", el("div", { class: "choices" }, ...nodes, status));
};

/** @param {CardFooterContent} content */
const citation = ({ cite: { label, text, of, file }, words }) => {
  const status = statusLine();
  const copy = { label, text, of };
  const choices = el(
    "div",
    { class: "choices" },
    copier(copy, status, words),
    file && el("a", { href: file.to, download: file.name, class: "plain" }, file.label),
    status,
  );
  const quoted = el("p", {}, copiedText(copy, location.href));
  return folded(words.cite, "cite", el("div", { class: "cite" }, quoted, choices));
};

export default mount((root, /** @type {CardFooterContent} */ content, open) => {
  const { name, sources, words } = content;
  const isFirst = !root.hasChildNodes();
  const opened = new Set([...root.querySelectorAll("details[open]")].map(nameOf));
  const tools = el("div", { class: "tools" });
  if (content.table) {
    const whole = table(content.table, (code) => {
      open(code);
      setTimeout(follow, 0, 40);
    });
    const details = folded(words.table, "table", whole);
    details.open = content.table.is_open;
    tools.append(details);
  }
  if (sources) tools.append(folded(sources.title, "sources", sourceList(sources)));
  tools.append(...[files(content), copies(content), citation(content)].flatMap((part) => part ?? []));
  if (!isFirst)
    for (const details of tools.querySelectorAll("details")) {
      if (nameOf(details)) details.open = opened.has(nameOf(details)); // and no long note among the sources
    }
  root.replaceChildren(tools);
  return (isSelected) => {
    if (!isSelected || shown.has(root)) return; // a link to this card leads to it, once
    shown.add(root);
    const scroll = () => document.querySelector(`.st-key-card-${name}`)?.scrollIntoView({ block: "start" });
    setTimeout(scroll, 300);
  };
});
