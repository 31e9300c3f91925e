// Fetched when somebody asks for one: a card as a picture, on paper's white whatever the theme: title,
// subtitle, what is drawn, and where it comes from.

/** @typedef {{ title: string, subtitle: string, lines: string[], link: string }} Caption */
/** @typedef {{ node: SVGElement, width: number, height: number }} Drawing */
/** @typedef {{ text: string, width: number, height: number }} Picture */

const INK = "#1d2524";
const SOFT = "#55605e";
const PAD = 24;
const MIN_WIDTH = 480; // pixels, room for a title
const SCALE = 2; // of a PNG
const FONT = "'Be Vietnam Pro', sans-serif";
const LIGHT = {
  "--st-text-color": INK,
  "--st-background-color": "#fff",
  "--st-secondary-background-color": "#f3f5f4",
  "--st-border-color": "#c9d2d0",
  "--st-link-color": "#0b5f78",
  "--st-primary-color": "#0b6e6e",
  "--st-font": FONT,
};

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
const svg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
};

/**
 * The lines of a text in a room of that width: as many words on each as fit, and at least one.
 * @param {string} text
 * @param {number} width
 * @param {(text: string) => number} measure
 */
export const wrap = (text, width, measure) => {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last != null && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

/**
 * The faces of a style sheet that a picture writes in, each with the address of its file.
 * @param {string} sheet
 */
export const facesOf = (sheet) =>
  [...sheet.matchAll(/@font-face \{[^}]*\}/g)]
    .map(([face]) => ({ face, file: face.match(/url\("([^"]+)"\)/)?.[1] ?? "" }))
    .filter(({ face, file }) => file && /font-weight: (400|600)/.test(face));

/** @param {Uint8Array} bytes */
export const base64 = (bytes) => {
  let text = "";
  for (let n = 0; n < bytes.length; n += 8192) text += String.fromCharCode(...bytes.subarray(n, n + 8192));
  return btoa(text);
};

// The letters go into the picture itself: a picture fetches nothing.
const letters = async () => {
  const sheet = await (await fetch("/fonts/fonts.css")).text();
  const faces = facesOf(sheet).map(async ({ face, file }) => {
    const bytes = new Uint8Array(await (await fetch(`/fonts/${file}`)).arrayBuffer());
    return face.replace(/url\("[^"]+"\)/, `url("data:font/woff2;base64,${base64(bytes)}")`);
  });
  return (await Promise.all(faces)).join("\n");
};

/**
 * The drawings of a Plotly chart.
 * @param {Element} chart
 * @returns {Drawing}
 */
const drawnChart = (chart) => {
  const group = svg("g");
  for (const drawing of chart.querySelectorAll("svg.main-svg")) {
    const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
    copy.removeAttribute("style");
    for (const { style } of copy.querySelectorAll("text")) {
      style.cssText = `${style.cssText.replace(/fill:[^;]+;?/, "")};fill:${INK};font-family:${FONT}`;
    }
    group.append(copy);
  }
  return { node: group, width: chart.clientWidth, height: chart.clientHeight };
};

/**
 * An element of the dashboard's own as it stands, with all that its boxes scroll to.
 * @param {Element} element
 * @param {ShadowRoot} shadow
 * @returns {Drawing}
 */
const drawnElement = (element, shadow) => {
  const scrolled = [...shadow.querySelectorAll(".scroll")];
  const width = Math.max(element.clientWidth, ...scrolled.map((box) => box.scrollWidth));
  const hidden = scrolled.reduce((sum, box) => sum + box.scrollHeight - box.clientHeight, 0);
  const height = (shadow.querySelector(".root")?.scrollHeight ?? 0) + hidden + 8;
  const box = document.createElement("div");
  box.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
  for (const [name, value] of Object.entries(LIGHT)) box.style.setProperty(name, value);
  const radius = getComputedStyle(element).getPropertyValue("--st-base-radius");
  box.style.setProperty("--st-base-radius", radius);
  box.append(...[...shadow.childNodes].map((node) => node.cloneNode(true)));
  const unfolded = document.createElement("style");
  unfolded.textContent = ".scroll { max-block-size: none !important; overflow: visible !important; }";
  box.append(unfolded);
  return { node: svg("foreignObject", { width, height }, box), width, height };
};

/**
 * What a card draws; null where it draws nothing.
 * @param {Element} card
 */
const drawn = (card) => {
  const chart = card.querySelector(".js-plotly-plot .svg-container");
  if (chart) return drawnChart(chart);
  const elements = [...card.querySelectorAll("[data-testid^=stBidiComponent]")];
  const element = elements.find((each) => !each.closest("[class*=st-key-footer-]"));
  return element?.shadowRoot ? drawnElement(element, element.shadowRoot) : null;
};

/**
 * The picture as the text of an SVG file, and its size.
 * @param {string} name
 * @param {Caption} caption
 * @returns {Promise<Picture>}
 */
const picture = async (name, { title, subtitle, lines, link }) => {
  const card = document.querySelector(`.st-key-card-${name}`);
  const drawing = card && drawn(card);
  if (!drawing) throw new Error(`The card ${name} draws nothing.`);
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const inner = Math.max(drawing.width, MIN_WIDTH);
  const whole = svg("svg", { xmlns: "http://www.w3.org/2000/svg" });
  let y = PAD;
  /**
   * @param {string} text
   * @param {number} size
   * @param {number} weight
   * @param {string} fill
   */
  const write = (text, size, weight, fill) => {
    pen.font = `${weight} ${size}px ${FONT}`;
    for (const line of wrap(text, inner, (part) => pen.measureText(part).width)) {
      y += Math.round(size * 1.4);
      const font = { "font-size": size, "font-weight": weight, "font-family": FONT };
      whole.append(svg("text", { x: PAD, y, ...font, fill }, line));
    }
  };
  write(title, 22, 600, INK);
  if (subtitle) write(subtitle, 14, 400, SOFT);
  y += 16;
  whole.append(svg("g", { transform: `translate(${PAD},${y})` }, drawing.node));
  y += drawing.height + 8;
  for (const line of [...lines, new URL(link, location.href).href]) if (line) write(line, 12, 400, SOFT);
  const width = inner + 2 * PAD;
  const height = y + PAD;
  whole.setAttribute("width", String(width));
  whole.setAttribute("height", String(height));
  whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const style = svg("style", {}, await letters());
  whole.prepend(style, svg("rect", { width: "100%", height: "100%", fill: "#fff" }));
  return { text: new XMLSerializer().serializeToString(whole), width, height };
};

/**
 * @param {Picture} picture
 * @returns {Promise<Blob>}
 */
const asPng = async ({ text, width, height }) => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const size = { width: width * SCALE, height: height * SCALE };
  const canvas = Object.assign(document.createElement("canvas"), size);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(SCALE, SCALE);
  pen.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))),
      "image/png",
    );
  });
};

/**
 * @param {Blob} blob
 * @param {string} name
 */
const save = (blob, name) => {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(URL.revokeObjectURL, 1000, url);
};

/**
 * Saves a card as a file of that name.
 * @param {string} card
 * @param {Caption} caption
 * @param {"png" | "svg"} kind
 * @param {string} name
 */
export const savePicture = async (card, caption, kind, name) => {
  const made = await picture(card, caption);
  save(kind === "svg" ? new Blob([made.text], { type: "image/svg+xml" }) : await asPng(made), name);
};
