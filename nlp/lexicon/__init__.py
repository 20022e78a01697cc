"""Word lists per language, as data: legal forms, descriptors, names of people and places, roles."""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

from babel import Locale

from text.kept import yaml_of

LISTS = Path(__file__).parent


@lru_cache(maxsize=2)
def words(language: str) -> dict[str, tuple[str, ...]]:
    """Return the lists of *language* (``en`` or ``zh``) by name, in the order of the file."""
    loaded = yaml_of(LISTS / f"{language}.yaml")
    return {name: tuple(str(text).split()) for name, text in loaded.items()}


@cache  # a list is made a set once: there are more of them than a bound foresees
def word_set(language: str, name: str) -> frozenset[str]:
    """Return one list as a set."""
    return frozenset(words(language)[name])


def either(language: str, *names: str) -> str:
    """Return the source of a pattern of any word of some lists, the longest first."""
    listed = [word for name in names for word in words(language)[name]]
    return "|".join(map(re.escape, sorted(listed, key=len, reverse=True)))


@lru_cache(maxsize=16)
def known(name: str) -> frozenset[str]:
    """Return well-known companies: ``en``, ``zh``; ``words_en``, ``words_zh`` are words besides.

    ``products_zh`` are well-known products, ``platforms_zh`` services that people use by name. A name in two lists counts as the most careful one says.
    """
    group, _, language = name.rpartition("_")
    listed = _known_of(language)
    if group:
        return listed[group]
    return listed["names"] - listed["words"] - listed["products"] - listed["platforms"]


@lru_cache(maxsize=2)
def _known_of(language: str) -> dict[str, frozenset[str]]:
    """Read the files ``known/LANGUAGE*.yaml``; English names hold blanks and are parted by commas."""
    found: dict[str, set[str]] = {
        kind: set() for kind in ("names", "words", "products", "platforms")
    }
    for file in sorted((LISTS / "known").glob(f"{language}*.yaml")):
        for key, text in yaml_of(file).items():
            names = str(text).split(",") if language == "en" else str(text).split()
            found.get(key, found["names"]).update(one.strip() for one in names)
    return {key: frozenset(names) for key, names in found.items()}


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    """Return spaCy's list, from its own file: importing spaCy itself takes most of a second."""
    package = find_spec("spacy")
    folders = package.submodule_search_locations if package is not None else None
    path = Path(*(folders or ())[:1], "lang", "en", "stop_words.py")
    return frozenset(run_path(str(path))["STOP_WORDS"])


@lru_cache(maxsize=1)
def common_english() -> frozenset[str]:
    """Return small words and frequent first words of sentences: alone they are no names."""
    return word_set("en", "common") | _stop_words() | word_set("en", "nationalities")


@lru_cache(maxsize=2)
def places(language: str) -> tuple[str, ...]:
    """Return names of countries (from CLDR), regions and large cities, the longest first."""
    listed = {name.replace("-", " ") for name in words(language)["places"]}
    if language == "zh":
        listed = set(words(language)["places"])
    countries = Locale.parse(language).territories
    listed |= {
        name
        for code, name in countries.items()
        if len(code) == 2 and len(name) > 1 and "(" not in name
    }
    listed |= {"U.S.", "US", "UK", "EU", "U.K."} if language == "en" else {"韩国", "美国", "挪威"}
    return tuple(sorted(listed, key=len, reverse=True))


@lru_cache(maxsize=2)
def place_set(language: str) -> frozenset[str]:
    """Return the same names, to ask whether a word is one."""
    return frozenset(places(language))


@lru_cache(maxsize=8)
def listed_places(name: str, kind: str) -> frozenset[str]:
    """Return places of ``towns.yaml`` (``large``, ``towns``) or ``regions.yaml`` (``sure``, ``regions``)."""
    names = str(yaml_of(LISTS / f"{name}.yaml")[kind]).split(",")
    return frozenset(filter(None, map(str.strip, names)))
