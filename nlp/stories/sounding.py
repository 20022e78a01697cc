"""Whose names sound alike in the two scripts, looked up among many reports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nlp.transcribed import one_name, sound_keys


class Sounds:
    """An index of names by their sound; *names* are those of each report, by its number."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        self._names = [tuple(each) for each in names]
        self._found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, each in enumerate(self._names):
            for name in each:
                for key in sorted(sound_keys(name)):
                    self._found[key].append((number, name))

    def like(self, number: int) -> Iterator[int]:
        """Yield the reports that hold a name of report *number* in the other script."""
        for name in self._names[number]:
            for key in sound_keys(name):
                for other, theirs in self._found.get(key, ()):
                    if name.isascii() != theirs.isascii() and _one(name, theirs):
                        yield other


def _one(name: str, other: str) -> bool:
    return one_name(other, name) if name.isascii() else one_name(name, other)
