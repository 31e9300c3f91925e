// Brings the details into view when a page begins with something open, and whenever something else was opened.
export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  root._digest = data.digest;
  if (root._code === data.code) return;
  root._code = data.code;
  setTimeout(follow, 0, 20);
  // Again while the charts above take their room, unless the reader has gone elsewhere.
  const left = new AbortController();
  for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(event, () => left.abort(), { signal: left.signal, passive: true });
  for (const wait of [500, 1200, 2500]) setTimeout(() => { if (!left.signal.aborted && root._code === data.code) follow(0); }, wait);
  setTimeout(() => left.abort(), 3000);
}
