// One small chart an organization, each from zero; what is not reported is a gap. A chosen one sends the trigger "open" = its code.
const NS = "http://www.w3.org/2000/svg", WIDTH = 220, HEIGHT = 72, EDGE = 8;
const svg = (tag, attributes) => {
  const node = document.createElementNS(NS, tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  return node;
};
function drawing({ points }, { first, last }) {
  const most = Math.max(...points.map((p) => p.value ?? 0), 0) || 1;
  const x = (p) => (last === first ? WIDTH / 2 : EDGE + ((p.at - first) / (last - first)) * (WIDTH - 2 * EDGE)), y = (p) => HEIGHT - EDGE - (p.value / most) * (HEIGHT - 2 * EDGE);
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  chart.append(svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT - EDGE, y2: HEIGHT - EDGE, class: "base" }));
  let run = [];
  const end = () => { if (run.length > 1) chart.append(svg("polyline", { points: run.map((p) => `${x(p)},${y(p)}`).join(" "), class: "line" })); run = []; };
  for (const p of points) { if (p.value == null || (run.length && p.at !== run.at(-1).at + 1)) end(); if (p.value != null) run.push(p); }
  end();
  for (const p of points) if (p.value != null) chart.append(svg("circle", { cx: x(p), cy: y(p), r: 3.5, class: p.is_exact ? "dot" : "dot hollow" }));
  return chart;
}
const item = (i, span, open) => {
  const known = i.points.filter((p) => p.value != null), a = known[0], b = known.at(-1);
  const button = el("button", { type: "button", "aria-label": i.said }, el("span", { class: "label" }, i.label), drawing(i, span),
    el("span", { class: "ends" }, el("span", {}, el("strong", {}, a.written), el("span", { class: "soft" }, a.label)), a === b ? null : el("span", { class: "to" }, el("strong", {}, b.written), el("span", { class: "soft" }, b.label))));
  button.addEventListener("click", () => open(i.code));
  return el("li", {}, button);
};
export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest === data.digest) return;
  root._digest = data.digest;
  const ats = data.items.flatMap((i) => i.points.map((p) => p.at)), span = { first: Math.min(...ats), last: Math.max(...ats) };
  root.replaceChildren(el("ul", { class: "multiples", "aria-label": data.words.caption }, ...data.items.map((i) => item(i, span, (code) => { setTriggerValue("open", code); setTimeout(follow, 0, 40); }))));
}
