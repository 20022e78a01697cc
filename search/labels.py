"""What the values of fields are called in Chinese, where queries and English hold ids."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from text.display import Lang
from text.folding import fold_chars
from text.kept import yaml_of

_FILE = Path(__file__).with_name("labels.yaml")


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = yaml_of(_FILE)
    return found


@cache
def _values() -> Mapping[tuple[str, str], str]:
    return {
        (field, fold_chars(label)): value
        for field, labels in _labels().items()
        for value, label in labels.items()
    }


def label(field: str, value: str, lang: Lang) -> str:
    """Return what *value* of an index field is called in *lang*: itself where it has no other name."""
    return _labels().get(field, {}).get(value, value) if lang == "zh" else value


def value_of(field: str, text: str) -> str | None:
    """Return the value of an index field that *text* is the Chinese name of, None where it is none."""
    return _values().get((field, fold_chars(text)))
