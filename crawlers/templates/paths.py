"""Selectors that lead to one element of a page, the most durable ones first."""

from selectolax.lexbor import LexborNode

from crawlers.templates.leaf import Leaf
from crawlers.templates.parts import stable

_MOST = 12
_MOST_CLASSES = 5
# How far up an ancestor may stand that makes a selector lead to one element only.
_CLIMB = 4
_TELLING = ("itemprop", "data-testid", "data-component", "data-role", "role", "rel")


def selectors_of(node: LexborNode, leaf: Leaf, *, every: bool = False) -> list[str]:
    """Return selectors that lead to *node* and to nothing else on the page of *leaf*.

    With *every*, selectors whose first match is *node* count as well: for a field that is read at
    the first match. Without any, a path of positions is the last resort.
    """

    def leads(selector: str) -> bool:
        found = leaf.select(selector)
        if not found or found[0].mem_id != node.mem_id:
            return False
        return every or len(found) == 1

    own = _simple(node)
    found = [one for one in own if leads(one)]
    ancestor, level = node.parent, 0
    while ancestor is not None and level < _CLIMB and len(found) < _MOST:
        for above in _simple(ancestor)[:3]:
            joined = [f"{above} {below}" for below in own[:3]]
            found += [one for one in joined if leads(one)]
        ancestor, level = ancestor.parent, level + 1
    if not found:
        path = _positions(node)
        found = [path] if path and leads(path) else []
    return list(dict.fromkeys(found))[:_MOST]


def _simple(node: LexborNode) -> list[str]:
    """Return selectors by the element's own id, attributes, classes and tag."""
    tag = node.tag or ""
    if not tag.isalnum() or tag in {"html", "body"}:
        return ["body"] if tag == "body" else []
    given = node.attributes
    found: list[str] = []
    identity = given.get("id") or ""
    if stable(identity):
        found.append(f"{tag}#{identity}")
    elif (head := identity.rstrip("0123456789")) != identity and len(head) > 2 and stable(head.rstrip("-_")):  # fmt: skip
        found.append(f'{tag}[id^="{head}"]')
    for name in _TELLING:
        value = given.get(name) or ""
        if value and stable(value):
            found.append(f'{tag}[{name}="{value}"]')
    classes = [one for one in (given.get("class") or "").split() if stable(one)][:_MOST_CLASSES]
    if len(classes) > 1:
        found.append(f"{tag}.{'.'.join(classes)}")
    found += [f"{tag}.{one}" for one in classes]
    found.append(tag)
    return found


def _positions(node: LexborNode) -> str:
    """Return the path of positions from the body or the nearest element with an id."""
    steps: list[str] = []
    at: LexborNode | None = node
    while at is not None and at.tag not in {"html", "body", None} and len(steps) < 40:
        identity = (at.attributes.get("id") or "") if at is not node else ""
        if stable(identity):
            steps.append(f"{at.tag}#{identity}")
            return " > ".join(reversed(steps))
        number, before = 1, at.prev
        while before is not None:
            number += before.tag == at.tag
            before = before.prev
        steps.append(f"{at.tag}:nth-of-type({number})")
        at = at.parent
    steps.append("body")
    return " > ".join(reversed(steps))
