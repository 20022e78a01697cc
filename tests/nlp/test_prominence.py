"""What a long text tells as its news: what its title or lead tells, wherever it tells it best."""

import pytest

from nlp.moves import find_moves
from nlp.prominence import prominent
from nlp.tagger import Tagger
from schemas.registry import Registry

FRAMES = Tagger(Registry(), scorer=None)
_FILLER = "The harbour was quiet, and the weather stayed fine for the time of the year. " * 9


@pytest.mark.parametrize(
    ("lead", "later", "kept"),
    [(0.8, 0.81, True), (None, 0.81, False), (None, 0.95, True), (0.3, 0.5, False)],
    ids=["told in the lead, better later", "only later", "plainly later", "nowhere surely"],
)
def test_what_the_lead_tells_is_news_though_a_later_sentence_tells_it_better(
    *, lead: float | None, later: float, kept: bool
) -> None:
    text = f"Velmora acquired Tessard Ltd.\n\n{_FILLER}\n\nVelmora acquired Tessard Ltd for $4 million."
    reading = FRAMES.read("", text, language="en")
    first, *_, last = [c for c in find_moves(reading)[1] if c.rule.kind == "acquisition"]
    told = [last._replace(confidence=later)]
    if lead is not None:
        told.insert(0, first._replace(confidence=lead))
    assert bool(prominent([told], reading)) == kept
