// What a page owes to everybody beside the rules of axe-core: the project's own rules, and contrast in pictures and behind
// layers, which axe leaves undecided. Returns a list of sentences, empty where all is well.
() => {
  const wrong = [];
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && !node.closest("[hidden]");
  };
  const tell = (node) => {
    const names = node.className && node.className.baseVal === undefined ? `.${node.className}` : "";
    return `<${node.tagName.toLowerCase()}${node.id ? "#" + node.id : ""}${names}> ${(node.textContent || "").trim().slice(0, 40)}`;
  };
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // language, title, landmarks
  if (!/^(en|zh-Hans)$/.test(document.documentElement.lang)) wrong.push(`language ${document.documentElement.lang}`);
  if (document.title.trim().length < 8 || /^\s*·/.test(document.title)) wrong.push(`title ${document.title}`);
  for (const [what, least] of [["main", 1], ["header", 1], ["h1", 1]]) {
    if (all(what).length !== least) wrong.push(`${all(what).length} × ${what}`);
  }
  if (!document.querySelector('a.skip[href="#main"]')) wrong.push("no way to skip the bar");
  // pictures have names; tables have headings
  for (const one of all("svg")) {
    const named = one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.querySelector(":scope > title");
    if (!one.closest("[aria-hidden=true]") && !(["img", "group"].includes(one.getAttribute("role")) && named)) wrong.push(`picture without a name: ${one.outerHTML.slice(0, 90)}`);
  }
  for (const one of all("table")) if (!one.querySelector("th")) wrong.push(`table without headings ${tell(one)}`);

  // ids and what points to them
  const ids = all("[id]").map((one) => one.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) wrong.push(`id twice: ${id}`);
  for (const one of all('a[href^="#"]')) if (one.hash.length > 1 && !document.getElementById(decodeURIComponent(one.hash.slice(1)))) wrong.push(`leads nowhere: ${one.getAttribute("href")}`);
  for (const one of all("[style]")) wrong.push(`style attribute: ${one.outerHTML.slice(0, 90)}`);

  // size of what is pressed (WCAG 2.2, 24 px, where it does not stand in a line of text)
  for (const one of all("button, .btn, summary, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])")) {
    const box = one.getBoundingClientRect();
    if (shown(one) && !one.matches(".as-link") && (box.height < 23.5 || box.width < 23.5)) wrong.push(`small: ${tell(one)} ${box.width.toFixed()}×${box.height.toFixed()}`);
  }

  // contrast of every text with what is behind it
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    const layers = [];
    for (; node; node = node.parentElement) { const colour = rgba(getComputedStyle(node).backgroundColor); if (colour[3]) layers.unshift(colour); }
    const base = rgba(getComputedStyle(document.body).backgroundColor);
    return layers.reduce((under, over) => under.map((v, i) => v + (over[i] - v) * over[3] / 255), base.slice(0, 3));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest(".vh, .skip, script, dialog:not([open]), option") || !shown(node)) continue;
    const inPicture = node.closest("svg");
    const colour = inPicture ? getComputedStyle(node).fill : getComputedStyle(node).color;
    const pair = [light(rgba(colour)), light(behind(inPicture ? inPicture.parentElement : node))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(2)}: ${tell(node)}`);
  }

  // nothing scrolls sideways but a box of its own
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = all("main *").filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .wscroll, .seg, nav"));
    wrong.push(`scrolls sideways to ${document.documentElement.scrollWidth}: ${wide.slice(0, 3).map(tell).join("; ")}`);
  }
  return wrong;
}
