// The language of the page, for the browser and for screen readers.
export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  root._digest = data.digest;
  document.documentElement.lang = data.language;
}
