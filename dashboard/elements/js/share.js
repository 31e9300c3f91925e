// Links to pass on, each to copy and as a code to scan, and the whole page as a file.
import { button, el, mount, svg } from "./dom.js";

/** @import { QrCode, ShareContent, ShareLink, ShareWords } from "./contracts" */

/** @param {QrCode} code */
const picture = ({ size, path, alt }) =>
  svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": alt, class: "code" },
    svg("rect", { width: size, height: size, fill: "#fff" }),
    svg("path", { d: path, fill: "#000" }),
  );

/**
 * Copies the text of a field; where there is no clipboard, as browsers did before there was one.
 * @param {HTMLInputElement} field
 */
const copy = async (field) => {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
};

/**
 * @param {ShareLink} link
 * @param {ShareWords} words
 */
const offer = ({ label, note, to, code }, words) => {
  const status = el("span", { role: "status", class: "soft small" });
  const address = new URL(to, location.href).href;
  const field = el("input", { type: "text", readonly: "", value: address, "aria-label": label });
  field.addEventListener("focus", () => field.select());
  const press = async () => {
    await copy(field);
    status.textContent = words.copied;
  };
  return el(
    "li",
    {},
    el(
      "div",
      {},
      el("h3", {}, label),
      el("p", { class: "small soft" }, note),
      el("div", { class: "row" }, field, button({}, press, words.copy), status),
    ),
    code && picture(code),
  );
};

export default mount((root, /** @type {ShareContent} */ { links, file, words }) => {
  const list = el("ul", {}, ...links.map((link) => offer(link, words)));
  root.replaceChildren(list);
  if (file) {
    root.append(el("p", { class: "file" }, el("a", { href: file.to, download: file.name }, file.label)));
  }
});
