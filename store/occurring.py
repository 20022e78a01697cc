"""Where words stand in a text."""


def occurrences(text: str, words: str) -> list[int]:
    """Return where *words* stand in *text*, from the left."""
    found = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def nearest(text: str, words: str, near: int) -> int | None:
    """Return where *words* stand in *text* nearest to *near*, or None."""
    return min(occurrences(text, words), key=lambda at: abs(at - near), default=None)
