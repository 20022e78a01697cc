"""Every place where names already known stand in a text: exact letters, no pattern to compile."""

from collections.abc import Collection


def occurrences(text: str, names: Collection[str], *, whole: bool = False) -> list[tuple[int, int]]:
    """Return spans of *names* in *text* from the left, the longest at each place, without overlaps.

    *whole*: a name counts only where no letter, digit or hyphen is joined to it.
    """
    found: list[tuple[int, int]] = []
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


def _joins(char: str) -> bool:
    return char.isalnum() or char in {"-", "_"}
