"""Texts read by several processes: what one of them would make, in order, whoever dies over it."""

from collections.abc import Iterator, Sequence

import pytest

from text import readers
from text.readers import Readers
from text.segment import Segmenter
from text.streams import Streams, read_both

_SEGMENTER = Segmenter(["寰舟数据", "917数舱", "Velmora"])
_TEXTS = [
    (
        f"Velmora {number} 寰舟数据",
        f"寰舟数据与917数舱第{number}次合作，Velmora raises {number} prices.",
    )
    for number in range(500)
]


def _expected() -> list[tuple[int, tuple[Streams, Streams]]]:
    return [
        (number, read_both(title, text, _SEGMENTER)) for number, (title, text) in enumerate(_TEXTS)
    ]


def test_processors_are_counted_where_the_system_ties_nobody_to_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert readers.processors() >= 1
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert readers.processors() == 1


@pytest.mark.parametrize(("count", "children"), [(1, 0), (2, 1), (3, 1), (4, 2), (64, 2)])
def test_half_of_the_processors_read(
    monkeypatch: pytest.MonkeyPatch, count: int, children: int
) -> None:
    monkeypatch.setattr(readers, "processors", lambda: count)
    assert Readers(_SEGMENTER)._count == children


def test_children_make_what_one_process_makes_in_order() -> None:
    several = Readers(_SEGMENTER, children=2, alone=128)
    assert list(several.read(enumerate(_TEXTS))) == _expected()
    assert list(Readers(_SEGMENTER, children=0).read(enumerate(_TEXTS))) == _expected()
    assert list(several.read([])) == []


def test_what_a_child_died_over_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[readers._Child] = []

    class Known(readers._Child):
        def __init__(self, names: Sequence[str]) -> None:
            super().__init__(names)
            made.append(self)

    monkeypatch.setattr(readers, "_Child", Known)
    found = []
    for number, one in enumerate(Readers(_SEGMENTER, children=3, alone=64).read(enumerate(_TEXTS))):
        if number == 100:
            made[0]._process.kill()
        if number == 300:
            made[2]._process.kill()
        found.append(one)
    assert found == _expected()
    assert all(child._process.poll() is not None for child in made)


def test_children_end_when_nobody_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[readers._Child] = []
    start = readers._Child.__init__

    def known(self: readers._Child, names: Sequence[str]) -> None:
        start(self, names)
        made.append(self)

    monkeypatch.setattr(readers._Child, "__init__", known)
    reading = Readers(_SEGMENTER, children=2, alone=0).read(enumerate(_TEXTS))
    assert isinstance(reading, Iterator)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert len(made) == 2
    assert all(child._process.poll() is not None for child in made)


def test_a_text_that_cannot_be_read_costs_no_other() -> None:
    class Fragile(Segmenter):
        def index_words(self, runs: Sequence[str]) -> str:
            if "坏" in "".join(runs):
                raise ValueError("bad")
            return super().index_words(runs)

    read = dict(
        Readers(Fragile(), children=0).read([(1, ("好", "好")), (2, ("坏", "a")), (3, ("a", ""))])
    )
    assert read[2] == "text that cannot be read: bad"
    assert isinstance(read[1], tuple)
    assert isinstance(read[3], tuple)
