"""Whether two readings of one page say the same."""

import re
from collections import Counter
from dataclasses import dataclass

from crawlers.templates.observe import line_key
from schemas.documents import DocumentBase
from schemas.templates import Template

# Below it, one of the two readers has taken another part of the page.
_SAME_TEXT = 0.9
_WORDS = re.compile(r"[\u3400-\u9fff]|\w+")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the reading by a template and the general one agree: text 0 to 1, and the fields."""

    text: float
    title: bool
    published: bool

    @property
    def holds(self) -> bool:
        """Say whether the template can be believed on this page."""
        return self.text >= _SAME_TEXT and self.title and self.published

    @property
    def reason(self) -> str:
        """Return what they disagree on, empty where on nothing."""
        if self.text < _SAME_TEXT:
            return "text"
        return "" if self.title and self.published else "date" if self.title else "title"


def compare(by_template: DocumentBase, general: DocumentBase, template: Template) -> Agreement:
    """Compare two documents of one page; lines that the template knows to repeat do not count.

    A date that only the template found is no disagreement: it was right on other pages.
    """
    lines = set(template.body.lines)
    kept = "\n".join(one for one in general.text.split("\n\n") if line_key(one) not in lines)
    left, right = by_template.published, general.published
    return Agreement(
        text=_overlap(by_template.text, kept),
        title=_letters(by_template.title) == _letters(general.title),
        published=right is None or (left is not None and left.day == right.day),
    )


def _overlap(one: str, other: str) -> float:
    left, right = Counter(_WORDS.findall(one)), Counter(_WORDS.findall(other))
    common = (left & right).total()
    return 2 * common / max(1, left.total() + right.total())


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
