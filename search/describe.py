"""A query told in words, so that people see how it was read."""

from search.nodes import (
    All,
    Either,
    Everything,
    Named,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Range,
    Values,
    Words,
)

_FIELD_WORDS = {
    "companies": "company", "about": "about", "moves": "move", "families": "move", "kind": "kind",
    "language": "language", "source": "source", "statuses": "status", "story": "story", "id": "id",
}  # fmt: skip
_MOST_IDS = 3  # named one by one; more are counted


def describe(query: Query) -> str:
    """Return how *query* was read: ``company = Huanzhou, 寰舟; move = pricing, 4 kinds``."""
    return _told(query.root, top=True)


def _told(node: Node, *, top: bool = False) -> str:
    match node:
        case All(parts=parts) | Either(parts=parts):
            text = ("; " if isinstance(node, All) else " or ").join(map(_told, parts))
            return text if top else f"({text})"
        case Not(part=part):
            return f"not {_told(part)}"
        case Values():
            return _values(node)
        case Range():
            return _range(node)
        case Everything():
            return "every document"
        case _:
            return f"{'title: ' if node.where == 'title' else ''}{_words(node)}"


def _words(node: Named | Phrase | Prefix | Words) -> str:
    match node:
        case Named():
            return f"company named {', '.join(node.aliases)}"
        case Phrase():
            return f"“{node.text}”"
        case Prefix():
            return f"words beginning with {node.text}"
        case Words():
            return node.text


def _values(node: Values) -> str:
    name = _FIELD_WORDS[node.field]
    if node.field == "id" and len(node.values) > _MOST_IDS:
        return f"one of {len(node.values)} documents"
    return f"{name} = {node.said or ', '.join(node.values)}"


def _range(node: Range) -> str:
    if node.field == "amounts":
        return f"amount {node.said}"
    if node.low is not None and node.high is not None:
        return f"in {node.said}"
    return f"since {node.said}" if node.high is None else f"before {node.said}"
