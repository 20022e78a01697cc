"""Lines that stand in the body of articles and are not of it; the words are in ``noise.yaml``."""

import re
from functools import cache
from pathlib import Path
from typing import cast

from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("noise.yaml")
# The line under a title: date, source, author, counters.
_DATELINE = re.compile(
    r"(?:19|20)\d{2}\s?[年년/.\-]\s?\d{1,2}\s?[月월/.\-]\s?\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|º|\.)?,?(?: de)? [^\W\d_]{3,12}\.?,?(?: de)? (?:19|20)\d{2}\b"
    r"|\b[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}\b|(?<!\d)\d{1,2}[:h.]\d{2}(?:\s?[AaPp]\.?[Mm]|\s?Uhr|\s?GMT)\b"
)
_SENTENCE_END = re.compile(r"[.!?。！？…؟।]['\"”’»」』）)\]]*$")
# Characters: a longer line says something, whatever it begins with.
_LONGEST_NOISE = 220
_LONGEST_HEADING = 80
_LONGEST_BYLINE = 160
# Which list of the file holds a language's words.
_GROUPS = {
    one: one
    for one in (
        "en",
        "zh",
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "nl",
        "pl",
        "ru",
        "uk",
        "tr",
        "ja",
        "ko",
        "ar",
    )
}
_GROUPS |= dict.fromkeys(("sv", "no", "nb", "nn", "da", "fi"), "nordic")
_GROUPS |= dict.fromkeys(("cs", "sk", "hu", "ro", "el", "id", "ms", "vi", "ca", "hi"), "other")


@cache
def noise_of(language: str) -> "Noise":
    """Return the noise lines of pages in *language*; English ones stand on pages in any other.

    ``und`` and languages without words of their own get those of all languages.
    """
    return Noise(_GROUPS.get(language, ""))


class Noise:
    """Lines that are not of an article, in English and one more language."""

    def __init__(self, group: str) -> None:
        everything = _everything()
        chosen = ("en", group) if group in everything else tuple(everything)
        words = {
            kind: [one for name in dict.fromkeys(chosen) for one in everything[name].get(kind, ())]
            for kind in ("tail", "related", "line", "whole", "byline", "contact")
        }
        self._tail = _compiled(words["tail"], whole=True)
        self._related = _compiled(words["related"])
        self._line = _compiled([*words["line"], *words["whole"]], whole=True)
        self._byline = _compiled(words["byline"], whole=True)
        self._contact = re.compile("|".join(words["contact"]) or "(?!)", re.IGNORECASE)

    def starts_tail(self, text: str) -> bool:
        """Say whether a line is the heading of what follows articles: related stories, comments."""
        return len(text) <= _LONGEST_HEADING and bool(self._tail.match(text))

    def is_noise(self, text: str) -> bool:
        """Say whether a line inside the body is not of the article, wherever it stands."""
        if len(text) > _LONGEST_NOISE:
            return False
        return bool(
            self._line.match(text) or self._related.match(text) or self._contact.search(text)
        )

    def points_elsewhere(self, text: str) -> bool:
        """Say whether a line announces another article: *Read also: …*."""
        return len(text) <= _LONGEST_NOISE and bool(self._related.match(text))

    def is_byline(self, text: str) -> bool:
        """Say whether a short line before or after the text tells who wrote it and when."""
        if len(text) > _LONGEST_BYLINE or ends_sentence(text):
            return False
        return bool(_DATELINE.search(text) or self._byline.match(text))


def _everything() -> dict[str, dict[str, list[str]]]:
    return cast(
        "dict[str, dict[str, list[str]]]",
        YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")),
    )


def _compiled(words: list[str], *, whole: bool = False) -> re.Pattern[str]:
    found = "|".join(f"(?:{one})" for one in words) or "(?!)"
    end = r"\W*$" if whole else ""
    return re.compile(rf"^\W*(?:{found}){end}", re.IGNORECASE)


def ends_sentence(text: str) -> bool:
    """Say whether *text* ends as sentences do."""
    return bool(_SENTENCE_END.search(text))
