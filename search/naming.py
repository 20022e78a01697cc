"""Free words that name a company find it by all of its names, in either language."""

from search.names import Names, folded_name
from search.nodes import All, Either, Named, Node, Not, Values, Words
from text.analysis import has_words, is_chinese
from text.folding import fold_chars


def name_companies(parts: list[Node], names: Names) -> list[Node]:
    """Return *parts*, the words among them that name companies turned into what finds those.

    The longest run of words wins; a name within a Chinese run is cut out of it (寰舟降价).
    """
    found: list[Node] = []
    at = 0
    while at < len(parts):
        size, node = _name_at(parts, at, names)
        if node is not None:
            found.append(node)
            at += size
            continue
        part = parts[at]
        found.extend(_within(part, names) if isinstance(part, Words) else [part])
        at += 1
    return found


def _name_at(parts: list[Node], at: int, names: Names) -> tuple[int, Node | None]:
    for size in range(min(names.longest, len(parts) - at), 0, -1):
        words = parts[at : at + size]
        same_place = {word.where for word in words if isinstance(word, Words)}
        if not all(isinstance(word, Words) for word in words) or len(same_place) != 1:
            continue
        typed = " ".join(word.text for word in words if isinstance(word, Words))
        if ids := names.aliases.get(folded_name(typed)):
            return size, _named(typed, ids, same_place.pop(), names)
    return 0, None


def _within(word: Words, names: Names) -> list[Node]:
    """Cut the names out of a word that has Chinese in it."""
    if not any(is_chinese(char) for char in word.text):
        return [word]
    parts: list[Node] = []
    begun = 0
    folded = fold_chars(word.text)
    for start, end in names.segmenter.spans(folded):
        ids = names.aliases.get(folded[start:end])
        if not ids:
            continue
        parts += _rest(word, begun, start)
        parts.append(_named(word.text[start:end], ids, word.where, names))
        begun = end
    return [*parts, *_rest(word, begun, len(word.text))]


def _rest(word: Words, start: int, end: int) -> list[Node]:
    text = word.text[start:end]
    return [Words(text, word.where)] if has_words(text) else []


def _named(typed: str, ids: tuple[str, ...], where: str, names: Names) -> Named:
    aliases: dict[str, str] = {}
    for name in (name for one in ids for name in names.companies[one]):
        aliases.setdefault(folded_name(name), name)
    return Named(typed, ids, tuple(aliases.values()), "title" if where == "title" else "any")


def subjects(node: Node) -> tuple[str, ...]:
    """Return the companies that the query asks for, in order; those it leaves out do not count."""
    found: dict[str, None] = {}

    def visit(part: Node) -> None:
        match part:
            case Named(companies=companies):
                found.update(dict.fromkeys(companies))
            case Values(field="companies" | "about", values=values):
                found.update(dict.fromkeys(values))
            case All(parts=parts) | Either(parts=parts):
                for one in parts:
                    visit(one)
            case Not() | _:
                pass

    visit(node)
    return tuple(found)
