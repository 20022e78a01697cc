"""Functions of the language code with their say taken away, one at a time: what :mod:`evaluation.worth` measures with.

A muted function is called as ever; what it returns is replaced by what says nothing: False for True, None where it may
return None, what came in where it returns a changed copy of an argument, and otherwise nothing.
"""

import functools
import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FunctionType
from typing import Any, NamedTuple

# Tables, models and what loads them: without these there is no tagger at all.
_NOT = (
    "nlp.learning", "nlp.names.", "nlp.stories", "nlp.corpora", "nlp.hashing", "nlp.fields",
    "nlp.frames", "text.sieve", "text.begins", "text.han", "text.kept",
)  # fmt: skip
_CUT = 12  # characters at most are cut from a name
_SHARED = 0.5  # of an argument's elements are in a result that is a changed copy of it


class Muted(NamedTuple):
    """A function by its module and name, and every place that holds it."""

    name: str
    function: Callable[..., Any]
    places: tuple[tuple[dict[Any, Any], Any], ...]


def functions(parts: Sequence[str] = ("nlp.", "text.")) -> list[Muted]:
    """Return the functions of the loaded modules whose names begin with one of *parts*."""
    modules = {
        name: vars(module)
        for name, module in sorted(sys.modules.items())
        if name.startswith(("nlp", "text"))
    }
    own = {
        id(thing): (f"{name}:{key}", thing)
        for name, held in modules.items()
        if f"{name}.".startswith(tuple(parts)) and not name.startswith(_NOT)
        for key, thing in held.items()
        if isinstance(thing, FunctionType) and thing.__module__ == name
    }
    places = defaultdict(list)
    for held in modules.values():
        for where in (held, *(one for one in held.values() if isinstance(one, dict))):
            for key, thing in list(where.items()):
                if id(thing) in own:
                    places[id(thing)].append((where, key))
    return [
        Muted(name, function, tuple(places[one])) for one, (name, function) in own.items()
    ]  # fmt: skip


@contextmanager
def listened(several: Sequence[Muted], hear: Callable[[str], None]) -> Iterator[None]:
    """Tell *hear* the name of each function that says something, while the context is open."""
    with _replaced([(one, _listening(one, hear)) for one in several]):
        yield


@contextmanager
def mute(one: Muted) -> Iterator[None]:
    """Take one function's say away while the context is open."""
    with _replaced([(one, _silent(one))]):
        yield


@contextmanager
def _replaced(several: Sequence[tuple[Muted, Callable[..., Any]]]) -> Iterator[None]:
    try:
        for one, other in several:
            for where, key in one.places:
                where[key] = other
        yield
    finally:
        for one, _other in several:
            for where, key in one.places:
                where[key] = one.function


def _listening(one: Muted, hear: Callable[[str], None]) -> Callable[..., Any]:
    @functools.wraps(one.function)
    def heard(*given: Any, **named: Any) -> Any:
        said, _without, differs = _asked(one.function, given, named)
        if differs:
            hear(one.name)
        return said

    return heard


def _silent(one: Muted) -> Callable[..., Any]:
    @functools.wraps(one.function)
    def unheard(*given: Any, **named: Any) -> Any:
        return _asked(one.function, given, named)[1]

    return unheard


def _asked(
    function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any, bool]:
    """Return what a function says, what says nothing in its place, and whether these differ."""
    said = function(*given, **named)
    streamed = inspect.isgenerator(said)
    said = list(said) if streamed else said
    without = _nothing(said, (*given, *named.values()), "None" in str(_promised(function)))
    differs = without is not said and without != said
    return (iter(said), iter(without), differs) if streamed else (said, without, differs)


def _promised(function: Callable[..., Any]) -> Any:
    return function.__annotations__.get("return", "")


def _nothing(said: Any, given: Sequence[Any], optional: bool) -> Any:
    """Return what says nothing in the place of *said*; *said* itself where there is no such thing."""
    if said is None or isinstance(said, bool):
        return False if said else said
    if isinstance(said, (set, frozenset)):
        return type(said)()
    came: Any
    if isinstance(said, str):
        came = next((one for one in given if _is_cut(said, one)), "")
    elif isinstance(said, dict):
        came = next((one for one in given if _is_filled(said, one)), {})
    elif isinstance(said, list) or (type(said) is tuple and said and hasattr(said[0], "_fields")):
        came = next((type(said)(one) for one in given if _is_copy(said, one)), type(said)())
    elif hasattr(said, "_fields"):
        came = next((one for one in given if type(one) is type(said)), said)
    else:
        came = said
    return None if came is said and optional else came


def _is_cut(said: str, one: Any) -> bool:
    """Say whether what came out is a name without its edges, and not a word that tells something in a text."""
    return isinstance(one, str) and said in one and len(one) <= len(said) + _CUT


def _is_filled(said: dict[Any, Any], one: Any) -> bool:
    """Say whether most keys of what came in are in what came out, or nothing came in."""
    return isinstance(one, dict) and sum(key in said for key in one) >= _SHARED * len(one)


def _is_copy(said: Sequence[Any], one: Any) -> bool:
    """Say whether most of what came in is in what came out."""
    if not said or type(one) not in {list, tuple} or not one or type(one[0]) is not type(said[0]):
        return False
    return sum(each in said for each in one) >= _SHARED * len(one)
