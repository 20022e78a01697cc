"""Which language a text is in: by script where script decides, by py3langid where it does not."""

import re

from text.han import HAN

# Han characters carry about as much as two and a half Latin letters; a text is Chinese when they
# outweigh its letters (a Chinese report about "Halberg Therapeutics" stays Chinese).
_HAN_WEIGHT = 2.5
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_HAN = re.compile(f"[{HAN}]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_WORD = re.compile(r"\w+")
# Read at most this much: a language does not change after four thousand characters.
_ENOUGH = 4_000
# Below this many letters the statistical guess is a coin toss; common English words decide then.
_SHORT = 40
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "for",
        "with",
        "on",
        "is",
        "are",
        "has",
        "have",
        "will",
        "by",
        "from",
        "at",
        "its",
        "say",
        "says",
        "new",
        "after",
        "as",
    ]
)


def detect(text: str) -> str:
    """Return ``zh``, ``en``, another ISO 639-1 code, or ``und`` where there are no letters."""
    sample = text[:_ENOUGH]
    han = sum(map(len, _HAN.findall(sample)))
    latin = sum(map(len, _LATIN.findall(sample)))
    if not han and not latin and not _KANA_OR_HANGUL.search(sample):
        return "und"
    if len(_KANA_OR_HANGUL.findall(sample)) * 5 > han + latin:
        return _identify(sample)
    if han * _HAN_WEIGHT >= latin:
        return "zh"
    words = _WORD.findall(sample.lower())
    english = sum(map(_ENGLISH.__contains__, words))
    # Function words are about one word in four of English prose.
    if english and (latin < _SHORT or english * 8 >= len(words)):
        return "en"
    return _identify(sample) if latin >= _SHORT else "en"


def base(code: str) -> str:
    """Return the language of a tag as people write it: ``zh`` of ``zh-Hans``, ``zh_CN`` and ``ZH``."""
    return code.strip().lower().replace("_", "-").partition("-")[0]


def _identify(sample: str) -> str:
    from py3langid import classify  # noqa: PLC0415 - loads its model: half a second, seldom needed

    code, _score = classify(sample)
    return str(code)
