// Outlines the places of a page that a change is about. Takes the terms of one side and its style;
// returns the box of each place found: [{x, y, width, height}] in page pixels.
({terms, look}) => {
  const plain = (text) => (text ?? '').normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
  const elements = [...document.body.querySelectorAll('*')].filter(
    (one) => !/^(script|style|noscript|template|head|meta|link)$/.test(one.localName) && one.getClientRects().length);
  const said = new Map(elements.map((one) => [one, plain(one.innerText)]));
  const smallest = (test) => elements.filter(
    (one) => test(said.get(one)) && ![...one.children].some((child) => said.has(child) && test(said.get(child))));
  const steps = (one, subject) => {
    let far = 0;
    for (let at = one; at; at = at.parentElement, far++) if (plain(at.innerText).includes(subject)) return far;
    return Infinity;
  };
  const find = ({amounts, text, subject}) => {
    const wanted = amounts.map((one) => one.replace(/[.]/g, '\\.')).join('|');
    const amount = wanted && new RegExp(`(^|[^\\d.,])(${wanted})(?![\\d]|[.,]\\d)`);
    const named = plain(subject);
    if (amount) {
      const found = smallest((told) => told.length < 80 && amount.test(told));
      const near = found.map((one) => [steps(one, named), one]).sort((a, b) => a[0] - b[0]);
      if (near.length) return near[0][1];
    }
    const start = plain(text).slice(0, 80);
    return start.length < 2 ? null : smallest((told) => told.includes(start))[0] ?? null;
  };
  const boxes = [];
  for (const term of terms) {
    const place = find(term);
    if (!place) continue;
    for (const [name, value] of Object.entries(look)) place.style.setProperty(name, value, 'important');
    const box = place.getBoundingClientRect();
    boxes.push({x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height});
  }
  return boxes;
}
