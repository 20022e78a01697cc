"""Every place where names already known stand in a text: exact letters, no pattern to compile."""

from collections.abc import Collection, Iterable, Iterator

from text.begins import begins_with_capital, capitals


def occurrences(text: str, names: Collection[str], *, whole: bool = False) -> list[tuple[int, int]]:
    """Return spans of *names* in *text* from the left, the longest at each place, without overlaps.

    *whole*: a name counts only where no letter, digit or hyphen is joined to it.
    """
    found: list[tuple[int, int]] = []
    if whole and len(names) > _FEW:
        begun, names = _by_beginning(names)
        found += _at_capitals(text, begun)
    for name in names:
        start = text.find(name) if name else -1
        while start >= 0:
            end = start + len(name)
            if not whole or not (_joins(text[start - 1 : start]) or _joins(text[end : end + 1])):
                found.append((start, -end))
            start = text.find(name, start + 1)
    kept: list[tuple[int, int]] = []
    free = 0
    for start, end in sorted(found):
        if start >= free:
            free = -end
            kept.append((start, free))
    return kept


_FEW = 4  # names that are sooner looked for one by one
_LETTERS = 2  # of a name tell where it may stand


def _by_beginning(names: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the names that begin with a capital by their first letters, and the others."""
    begun: dict[str, list[str]] = {}
    others = []
    for name in names:
        if len(name) >= _LETTERS and begins_with_capital(name):
            begun.setdefault(name[:_LETTERS], []).append(name)
        else:
            others.append(name)
    return begun, others


def _at_capitals(text: str, begun: dict[str, list[str]]) -> Iterator[tuple[int, int]]:
    """Yield start and negative end of every name, by its first letters in *begun*, that stands in *text* whole."""
    for start in capitals(text):
        for name in begun.get(text[start : start + _LETTERS], ()):
            end = start + len(name)
            if text.startswith(name, start) and not (_joins(text[start - 1 : start]) or _joins(text[end : end + 1])):  # fmt: skip
                yield start, -end


def _joins(char: str) -> bool:
    return char.isalnum() or char in {"-", "_"}
