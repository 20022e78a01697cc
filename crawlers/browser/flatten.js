// Returns the page as HTML text with what scripts made of it: open shadow trees stand where they are
// shown, what fields hold is written down, and scripts are left out (they have done their work).
() => {
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) return null;
    const name = node.localName;
    if (name === 'script' && !/json/i.test(node.type)) return null;
    if (name === 'slot') {
      const given = node.assignedNodes({flatten: true});
      const part = document.createDocumentFragment();
      for (const one of given.length ? given : node.childNodes) add(part, one);
      return part;
    }
    const made = node.cloneNode(false);
    if (name === 'input' && !/password|hidden/i.test(node.type)) made.setAttribute('value', node.value);
    if (name === 'input' && node.checked) made.setAttribute('checked', '');
    if (name === 'option' && node.selected) made.setAttribute('selected', '');
    const from = node.shadowRoot ?? (name === 'template' ? null : node);
    for (const one of from ? from.childNodes : []) add(made, one);
    return made;
  };
  const add = (parent, node) => { const made = copy(node); if (made) parent.append(made); };
  const root = copy(document.documentElement);
  return '<!DOCTYPE html>\n' + root.outerHTML;
}
