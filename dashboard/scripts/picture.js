// Fetched when somebody asks for one: a card as a picture, on paper's white whatever the theme: title, subtitle, what is drawn, and where it comes from.
const INK = "#1d2524", SOFT = "#55605e", PAD = 24;
const inSvg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  node.append(...children);
  return node;
};
const FONT = "'Be Vietnam Pro', sans-serif";
// Lines of a text that is written so large in a room so wide.
const wrapped = (text, size, weight, width) => {
  const pen = document.createElement("canvas").getContext("2d"), lines = [];
  pen.font = `${weight} ${size}px ${FONT}`;
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer; else lines.push(word);
  }
  return lines;
};
// The letters go into the picture itself: a picture fetches nothing.
const letters = async () => {
  const sheet = await (await fetch("/fonts/fonts.css")).text();
  const faces = [...sheet.matchAll(/@font-face \{[^}]*\}/g)].map((m) => m[0]).filter((face) => /font-weight: (400|600)/.test(face));
  const whole = await Promise.all(faces.map(async (face) => {
    const bytes = new Uint8Array(await (await fetch(`/fonts/${face.match(/url\("([^"]+)"\)/)[1]}`)).arrayBuffer());
    let text = "";
    for (let n = 0; n < bytes.length; n += 8192) text += String.fromCharCode(...bytes.subarray(n, n + 8192));
    return face.replace(/url\("[^"]+"\)/, `url("data:font/woff2;base64,${btoa(text)}")`);
  }));
  return whole.join("\n");
};
// What the card draws: the drawings of a chart, else the page's own element as it stands.
const drawn = (card) => {
  const chart = card.querySelector(".js-plotly-plot .svg-container");
  if (chart) {
    const group = inSvg("g");
    for (const svg of chart.querySelectorAll("svg.main-svg")) {
      const copy = svg.cloneNode(true);
      copy.removeAttribute("style");
      for (const text of copy.querySelectorAll("text")) text.style.cssText = text.style.cssText.replace(/fill:[^;]+;?/, "") + `;fill:${INK};font-family:${FONT}`;
      group.append(copy);
    }
    return { node: group, width: chart.clientWidth, height: chart.clientHeight, isSvg: true };
  }
  const own = [...card.querySelectorAll("[data-testid^=stBidiComponent]")].find((e) => !e.closest("[class*=st-key-footer-]")), root = own?.shadowRoot;
  if (!root) return null;
  const box = document.createElement("div"), width = Math.max(own.clientWidth, ...[...root.querySelectorAll(".scroll")].map((s) => s.scrollWidth));
  box.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
  const style = getComputedStyle(own), light = { "--st-text-color": INK, "--st-background-color": "#fff", "--st-secondary-background-color": "#f3f5f4", "--st-border-color": "#c9d2d0", "--st-link-color": "#0b5f78", "--st-primary-color": "#0b6e6e", "--st-font": FONT, "--st-base-radius": style.getPropertyValue("--st-base-radius") };
  for (const name in light) box.style.setProperty(name, light[name]);
  box.append(...[...root.childNodes].map((n) => n.cloneNode(true)));
  const whole = document.createElement("style");
  whole.textContent = ".scroll { max-block-size: none !important; overflow: visible !important; }";
  box.append(whole);
  const tall = [...root.querySelectorAll(".scroll")].reduce((sum, s) => sum + s.scrollHeight - s.clientHeight, 0);
  const height = root.querySelector(".root").scrollHeight + tall + 8, frame = inSvg("foreignObject", { width, height });
  frame.append(box);
  return { node: frame, width, height, isSvg: false };
};
// The picture as the text of an SVG file, and its size; null where the card draws nothing.
const picture = async (name, { title, subtitle, lines, link }) => {
  const what = drawn(document.querySelector(`.st-key-card-${name}`));
  if (!what) return null;
  const width = Math.max(what.width, 480), svg = inSvg("svg", { xmlns: "http://www.w3.org/2000/svg" });
  let y = PAD;
  const write = (text, size, weight, color) => {
    for (const line of wrapped(text, size, weight, width)) {
      y += Math.round(size * 1.4);
      svg.append(inSvg("text", { x: PAD, y, "font-size": size, "font-weight": weight, "font-family": FONT, fill: color }, line));
    }
  };
  write(title, 22, 600, INK);
  if (subtitle) write(subtitle, 14, 400, SOFT);
  y += 16;
  svg.append(inSvg("g", { transform: `translate(${PAD},${y})` }, what.node));
  y += what.height + 8;
  for (const line of [...lines, new URL(link, location.href).href].filter(Boolean)) write(line, 12, 400, SOFT);
  const height = y + PAD;
  for (const [key, value] of Object.entries({ width: width + 2 * PAD, height, viewBox: `0 0 ${width + 2 * PAD} ${height}` })) svg.setAttribute(key, value);
  const style = inSvg("style");
  style.textContent = await letters();
  svg.prepend(style, inSvg("rect", { width: "100%", height: "100%", fill: "#fff" }));
  return { text: new XMLSerializer().serializeToString(svg), width: width + 2 * PAD, height, isSvg: what.isSvg };
};
const saved = (blob, name) => {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(URL.revokeObjectURL, 1000, url);
};
export const savePicture = async (card, data, kind, name) => {
  const made = await picture(card, data);
  if (kind === "svg") return saved(new Blob([made.text], { type: "image/svg+xml" }), name);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(made.text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: made.width * 2, height: made.height * 2 }), pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.drawImage(image, 0, 0);
  canvas.toBlob((blob) => saved(blob, name), "image/png");
};
