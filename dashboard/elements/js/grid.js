// Rows × columns in <table role=grid>: one tab stop, and arrow keys. A chosen cell opens its "row~column".
import { el, follow, markCurrent, mount } from "./dom.js";

/** @import { GridContent, GridRow } from "./contracts" */
/** @typedef {[y: number, x: number]} Position */

const PAGE = 5; // rows that Page Up and Page Down skip

/** @type {WeakSet<HTMLElement>} */
const following = new WeakSet(); // whose reader has chosen a cell that the page has not answered yet

/**
 * What a cell shows and says, and what it opens where that is not "row~column".
 * @param {GridRow["cells"][number]} cell
 * @param {Pick<GridContent, "words" | "marks">} content
 * @returns {{ state: string, text: string, said: string, code?: string }}
 */
export const describeCell = (cell, { words, marks }) => {
  if (typeof cell === "number") {
    return { state: "figure", text: String(cell), said: words.figure_n.replace("{n}", String(cell)) };
  }
  if (typeof cell === "string") return { state: cell, text: marks[cell], said: words[cell] };
  return { ...cell, state: cell.state ?? "figure" };
};

/**
 * Where a key leads from a cell: at the edges no further; null where the key leads nowhere.
 * @param {string} key
 * @param {boolean} isCtrl
 * @param {Position} from
 * @param {Position} last the last row and column
 * @returns {Position | null}
 */
export const keyTarget = (key, isCtrl, [y, x], [bottom, right]) => {
  const to = new Map([
    ["ArrowRight", [y, x + 1]],
    ["ArrowLeft", [y, x - 1]],
    ["ArrowDown", [y + 1, x]],
    ["ArrowUp", [y - 1, x]],
    ["PageDown", [y + PAGE, x]],
    ["PageUp", [y - PAGE, x]],
    ["Home", isCtrl ? [0, 0] : [y, 0]],
    ["End", isCtrl ? [bottom, right] : [y, right]],
  ]).get(key);
  if (!to) return null;
  return [Math.min(bottom, Math.max(0, to[0])), Math.min(right, Math.max(0, to[1]))];
};

/**
 * @param {GridContent} content
 */
const legend = ({ words, marks, is_wide }) =>
  el(
    "ul",
    { class: is_wide ? "legend plain" : "legend", "aria-label": words.legend },
    ...Object.entries(marks).map(([state, mark]) =>
      el(
        "li",
        { class: `s-${state}` },
        el("i", { "aria-hidden": "true" }, mark || (state === "figure" ? "2" : "")),
        words[state],
      ),
    ),
  );

/**
 * @param {string} code
 * @param {{ state: string, text: string | undefined, said: string }} shown
 */
const cell = (code, { state, text, said }) => {
  const attributes = {
    type: "button",
    tabindex: "-1",
    class: `s-${state}`,
    "aria-label": said,
    "data-code": code,
  };
  return el("td", { role: "gridcell" }, el("button", attributes, el("i", { "aria-hidden": "true" }, text)));
};

/**
 * @param {GridRow} row
 * @param {GridContent} content
 */
const tableRow = ({ code, label, spread, spread_said, cells }, content) => {
  const { columns, words } = content;
  const sum = { state: "spread", text: spread, said: `${label}, ${words.spread}: ${spread_said}` };
  return el(
    "tr",
    { role: "row" },
    el("th", { role: "rowheader", scope: "row" }, label),
    words.spread ? cell(`${code}~`, sum) : null,
    ...cells.map((each, n) => {
      const shown = describeCell(each, content);
      const said = `${label}, ${columns[n].label}: ${shown.said}`;
      return cell(shown.code ?? `${code}~${columns[n].code}`, { ...shown, said });
    }),
  );
};

/** @param {GridContent} content */
const table = (content) => {
  const { groups, columns, words, is_wide } = content;
  const heads = [el("th", { role: "columnheader", scope: "col", class: "corner" }, words.corner)];
  if (words.spread) {
    const name = el("span", {}, words.spread);
    heads.push(el("th", { role: "columnheader", scope: "col", class: "spread" }, name));
  }
  const nAside = heads.length;
  for (const { label } of columns) {
    heads.push(el("th", { role: "columnheader", scope: "col", title: label }, el("span", {}, label)));
  }
  const over = words.over
    ? el(
        "tr",
        { role: "row", class: "over" },
        el("td", { role: "gridcell", colspan: nAside }),
        el("th", { role: "columnheader", scope: "colgroup", colspan: columns.length }, words.over),
      )
    : null;
  const rows = groups.flatMap((group) => [
    ...(group.label
      ? [
          el(
            "tr",
            { role: "row", class: "group" },
            el("th", { role: "rowheader", scope: "rowgroup" }, group.label),
            el("td", { role: "gridcell", colspan: heads.length - 1 }),
          ),
        ]
      : []),
    ...group.rows.map((row) => tableRow(row, content)),
  ]);
  return el(
    "table",
    {
      class: is_wide ? "wide" : words.over ? "flat" : null,
      role: "grid",
      "aria-readonly": "true",
      "aria-label": words.caption,
    },
    el("thead", { role: "rowgroup" }, over, el("tr", { role: "row" }, ...heads)),
    el("tbody", { role: "rowgroup" }, ...rows),
  );
};

/**
 * Scrolls so that a cell is clear of the sticky head and first column.
 * @param {HTMLElement} box
 * @param {HTMLElement} node
 */
const reveal = (box, node) => {
  const outer = box.getBoundingClientRect();
  const inner = node.getBoundingClientRect();
  const corner = /** @type {HTMLElement} */ (box.querySelector(".corner"));
  const head = /** @type {HTMLElement} */ (box.querySelector("thead"));
  const left = outer.left + corner.offsetWidth;
  const top = outer.top + head.offsetHeight;
  if (inner.left < left) box.scrollLeft -= left - inner.left;
  else if (inner.right > outer.right) box.scrollLeft += inner.right - outer.right + 4;
  if (inner.top < top) box.scrollTop -= top - inner.top;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 4;
};

export default mount((root, /** @type {GridContent} */ content, open) => {
  const whole = table(content);
  const box = el("div", { class: "scroll" }, whole);
  root.replaceChildren(legend(content), box);
  if (content.is_wide) box.scrollLeft = box.scrollWidth;
  const cells = [...whole.querySelectorAll("tbody tr")]
    .map((row) => [...row.querySelectorAll("button")])
    .filter((row) => row.length);
  const buttons = cells.flat();

  /** @type {HTMLElement | null} */
  let tabStop = null;
  /** @param {HTMLElement} node */
  const moveTabStop = (node) => {
    if (tabStop) tabStop.tabIndex = -1;
    tabStop = node;
    node.tabIndex = 0;
  };

  /**
   * @param {string} code
   * @param {boolean} isNew
   */
  const select = (code, isNew) => {
    /** @param {Element} node */
    const isCurrent = (node) => Boolean(code) && node.getAttribute("data-code") === code;
    markCurrent(buttons, isCurrent);
    const current = buttons.filter(isCurrent);
    const last = current.at(-1);
    if (last) {
      if (!current.some((node) => node === tabStop)) moveTabStop(last);
      if (isNew) reveal(box, last);
    } else if (!tabStop && buttons.length) moveTabStop(buttons[0]);
  };

  /** @param {Event} event */
  const buttonOf = (event) => /** @type {Element} */ (event.target).closest("button");

  whole.addEventListener("click", (event) => {
    const node = buttonOf(event);
    if (!node) return;
    moveTabStop(node);
    const code = /** @type {string} */ (node.dataset.code);
    select(code, false);
    following.add(root);
    open(code);
  });

  whole.addEventListener("keydown", (event) => {
    const node = buttonOf(event);
    if (!node) return;
    const y = cells.findIndex((row) => row.includes(node));
    const last = /** @type {Position} */ ([cells.length - 1, cells[0].length - 1]);
    const to = keyTarget(event.key, event.ctrlKey, [y, cells[y].indexOf(node)], last);
    if (!to) return;
    event.preventDefault();
    const next = cells[to[0]][to[1]];
    moveTabStop(next);
    next.focus({ preventScroll: true });
    reveal(box, next);
  });

  return (selected, isNew) => {
    select(selected, isNew);
    if (following.delete(root)) follow(20);
  };
});
