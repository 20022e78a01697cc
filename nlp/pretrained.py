"""An installed spaCy pipeline as a further source of names, where the settings name one.

Not needed for anything: the project's own models find names without it. A pipeline with a trained
entity recognizer (``en_core_web_*``, ``zh_core_web_*`` or one's own package) finds more of them, at
about ten texts a second (https://spacy.io/api/entityrecognizer).
"""

import importlib
import importlib.util
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nlp.entities import Entity
from schemas.errors import WrongUseError
from schemas.kinds import Label

# spaCy's labels (OntoNotes 5) that are ours too. Its dates and sums are left to our own readers,
# which resolve them; NORP, EVENT and the like are no names that a move is told with.
_LABELS: Mapping[str, Label] = {
    "ORG": "ORG",
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
    "PRODUCT": "PRODUCT",
    "LAW": "LAW",
}
# Above names that our own models guess, below a full name with its legal form and the registry.
_RANKS: Mapping[Label, int] = {"ORG": 59, "PERSON": 59, "PRODUCT": 46, "LAW": 58, "PLACE": 32}
_CONFIDENCE = 0.85
_ARTICLES = ("the ", "a ", "an ")


class Pretrained:
    """The entity recognizer of an installed spaCy package."""

    def __init__(self, package: str, language: str) -> None:
        """Load *package* for texts in *language* (``en``, ``zh``).

        Raises WrongUseError where it is not installed, is no spaCy pipeline, reads another
        language, was made for another version of spaCy, or has no entity recognizer.
        """
        where = f"setting spacy_models.{language}"
        self._pipeline = _loaded(package, where)
        meta = self._pipeline.meta
        if meta.get("lang") != language:
            raise WrongUseError(
                f"the spaCy model {package!r} reads {meta.get('lang')!r}, not {language!r}",
                where=where,
            )
        if not {"ner", "entity_ruler"} & set(self._pipeline.pipe_names):
            raise WrongUseError(f"the spaCy model {package!r} finds no names", where=where)
        self.version = f"{package}-{meta.get('version')}"

    def find(self, text: str) -> list[Entity]:
        """Return the names in *text*; offsets are characters of it."""
        found = []
        for span in self._pipeline(text).ents:
            label = _LABELS.get(span.label_)
            start, end = _trimmed(text, span.start_char, span.end_char)
            if label is not None and start < end:
                rank = _RANKS[label]
                found.append(
                    Entity(start, end, label, text[start:end], confidence=_CONFIDENCE, rank=rank)
                )
        return found


@lru_cache(maxsize=4)
def _loaded(package: str, where: str) -> Any:
    remedy = f"Install it from spaCy's own releases (python -m spacy download {package}), or take the setting out"
    if not package.isidentifier() or importlib.util.find_spec(package) is None:
        raise WrongUseError(
            f"the spaCy model {package!r} is not installed", where=where, remedy=remedy
        )
    try:
        return importlib.import_module(package).load()
    except Exception as error:  # whatever a foreign package raises when it is imported and loaded
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise WrongUseError(
            f"the package {package!r} cannot be loaded as a spaCy model: {reason}",
            where=where,
            remedy=remedy,
        ) from error


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without article, possessive and line feeds: names never reach over a line."""
    name = text[start:end].partition("\n")[0]
    lower = name.lower()
    article = next((one for one in _ARTICLES if lower.startswith(one)), "")
    name = name[len(article) :].removesuffix("'s").removesuffix("’s")
    start += len(article)
    return start, start + len(name.rstrip())
