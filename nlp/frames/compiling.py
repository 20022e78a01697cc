"""Rules made into regular expressions over masked sentences.

In a masked sentence each mention is replaced, character for character, by signs of its label, so
that ``{ORG}`` matches any company, words inside names trigger nothing, and offsets stay true.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from nlp.frames.folders import lists_of
from nlp.inflection import VerbForm, forms
from schemas.kinds import Label, MoveKind, Status
from text.patterns import compiled

if TYPE_CHECKING:
    from nlp.frames import Frame, Rule

LABELS: tuple[Label, ...] = get_args(Label)
_FIRST_SIGN = 0xE000  # the private use area: no text that people write has these
FIRST = {label: chr(_FIRST_SIGN + 2 * i) for i, label in enumerate(LABELS)}
NEXT = {label: chr(_FIRST_SIGN + 2 * i + 1) for i, label in enumerate(LABELS)}
_MACRO = re.compile(r"\{([A-Z]+)\}")
_CLASS = re.compile(r"(?<![?P])<([a-z-]+)>")  # but not (?P<name> or (?<!
# A class that is one member of a choice: its members join the others.
_NESTED = re.compile(r"(?<=[(|])\(([^()]*)\)(?=[|)])")
# How far a gap (*) in trigger words may reach, in characters; Chinese says more with fewer. A
# short gap (~) stays within the clause.
_GAP = {"en": r"([^.;!?\n]{1,45}?)", "zh": r"[^。；！？\n]{0,22}?"}
_SHORT_GAP = {"en": r"[^.,;:!?\n]{0,24}?", "zh": r"[^，。；：！？\n]{0,12}?"}
# A rule of this weight says what was done in words that mean nothing else ("will change its name to"): among other news of
# a passage, which drowns the words of one clause, it speaks for itself.
PLAIN = 0.9
_PIECES = re.compile(r"(\*|~|\{[A-Z]+\}|\([^()]*\))")


class Expression:
    """A regular expression (letters of any case) that is compiled when a text first asks for it.

    The frames hold more than a thousand, of which one text needs a few dozen.
    """

    __slots__ = ("finditer", "groups", "match", "search", "source")
    finditer: Callable[..., Iterator[re.Match[str]]]
    groups: int
    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]

    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        """Compile. Raises re.error; AttributeError for what no expression has."""
        if name not in self.__slots__:
            raise AttributeError(name)
        made = compiled(self.source)
        self.finditer, self.groups = made.finditer, made.groups
        self.match, self.search = made.match, made.search
        return getattr(self, name)


@dataclass(frozen=True, eq=False)  # a rule is itself: it is a key of caches
class CompiledRule:
    """A rule ready to run. *keys*: one of them must be in the lower-cased sentence.

    *name* is the id under which moves name it: ``acquisition/en/buys``. *trigger* matches where a
    key stands; *free* are the triggers that begin with a mention or a gap. *by_key* holds, for each
    key, the patterns of the triggers that begin with it: trying these alone is several times faster
    where keys are many.
    """

    name: str
    rule_id: str
    kind: MoveKind
    language: str
    actor: str
    status: Status | None
    default_status: Status
    fixed: bool
    weight: float
    slots: dict[str, str]
    keys: tuple[str, ...]
    trigger: Expression
    by_key: dict[str, Expression]
    plain: frozenset[str]
    free: Expression | None
    before: Expression | None
    after: Expression | None
    near: Expression | None
    object: Expression | None
    subject: Expression | None
    spare: Expression | None
    unless: Expression | None
    not_before: Expression | None
    not_after: Expression | None
    verb_forms: dict[str, frozenset[VerbForm]]

    def match(self, masked: str, place: int, key: str) -> re.Match[str] | None:
        """Return the longest trigger that begins with *key* at *place*."""
        found = self.by_key.get(key)
        return found.match(masked, place) if found is not None else None

    def check(self) -> None:
        """Compile every expression of the rule. Raises re.error."""
        for value in (*vars(self).values(), *self.by_key.values()):
            if isinstance(value, Expression):
                re.compile(value.source, re.IGNORECASE)


@lru_cache(maxsize=2)
def classes(language: str) -> dict[str, str]:
    """Return the word classes of *language*: name to alternatives, parted by bars.

    English members are parted by commas, may be several words, and stand for their plural too.
    """
    data = lists_of("_classes.yaml").get(language) or {}
    if language == "en":
        return {
            name: rf"\b(?:{'|'.join(one.strip() for one in listed.split(','))})(?:e?s)?\b"
            for name, listed in data.items()
        }
    return {name: "|".join(str(listed).split()) for name, listed in data.items()}


def with_classes(text: str, language: str) -> str:
    """Replace each ``<class>`` by its members. Raises ValueError for an unknown one."""

    def members(match: re.Match[str]) -> str:
        known = classes(language)
        if match[1] not in known:
            raise ValueError(f"no class <{match[1]}>; classes are {', '.join(known)}")
        return f"({known[match[1]]})"

    return _CLASS.sub(members, text)


def pattern(text: str, language: str) -> re.Pattern[str]:
    """Compile a pattern of a frame. Raises ValueError for an unknown ``{LABEL}`` or ``<class>``."""
    return compiled(expanded(text, language))


def expanded(text: str, language: str) -> str:
    """Return *text* with its classes and labels put in. Raises ValueError for an unknown one."""
    text = with_classes(text, language)

    def macro(match: re.Match[str]) -> str:
        label = match[1]
        if label not in FIRST:
            raise ValueError(f"no label {{{label}}}; labels are {', '.join(LABELS)}")
        return f"{FIRST[label]}{NEXT[label]}*"

    made = _MACRO.sub(macro, text)
    return made.replace(" ", r"\s") if language == "en" else made


def _expression(text: str | None, language: str) -> Expression | None:
    return Expression(expanded(text, language)) if text else None


def compile_rule(rule: "Rule", frame: "Frame", language: str) -> CompiledRule:
    """Make *rule* of *frame* ready to run. Raises ValueError with the reason."""
    anchored: list[str] = []
    free: list[str] = []
    keys: list[str] = []
    verb_forms: dict[str, set[VerbForm]] = {}
    by_key: dict[str, list[str]] = {}
    for verb in rule.verbs:
        head, _, rest = verb.partition(" ")
        for form, word in zip(
            ("base", "third", "past", "participle", "ing"), forms(head), strict=True
        ):
            verb_forms.setdefault(word, set()).add(form)  # type: ignore[arg-type]
            keys.append(word)
            literal = _literal(f"{word} {rest}" if rest else word, language)
            anchored.append(literal)
            by_key.setdefault(word, []).append(_edged(literal, language))
    for word in (_NESTED.sub(r"\1", with_classes(one, language)) for one in rule.words):
        literal, starts = _literal(word, language), list(_keys(word))
        keys += starts
        if word[0] in "*{":
            free.append(literal)
            continue
        anchored.append(literal)
        for start in starts:
            by_key.setdefault(start, []).append(_edged(literal, language))
    if not anchored and not free:
        raise ValueError("needs verbs or words")
    unless = "|".join(f"(?:{one})" for one in (rule.unless, frame.unless) if one)
    return CompiledRule(
        name=f"{frame.kind}/{language}/{rule.id}",
        rule_id=rule.id,
        kind=frame.kind,
        language=language,
        actor=rule.actor,
        status=rule.status,
        default_status=frame.status,
        fixed=rule.fixed,
        weight=rule.weight,
        slots=dict(rule.slots),
        keys=tuple(sorted(set(keys))),
        trigger=_any(anchored, language),
        by_key={key: Expression(_longest_first(found)) for key, found in by_key.items()},
        plain=frozenset(key for key, found in by_key.items() if _is_plain(key, found, language)),
        free=_any(free, language) if free else None,
        before=_expression(rule.before, language),
        after=_expression(rule.after, language),
        near=_expression(rule.near, language),
        object=_expression(rule.object, language),
        subject=_expression(rule.subject, language),
        spare=_expression(rule.spare, language),
        unless=_expression(unless, language),
        not_before=_expression(rule.not_before, language),
        not_after=_expression(rule.not_after, language),
        verb_forms={word: frozenset(found) for word, found in verb_forms.items()},
    )


def _is_plain(key: str, found: list[str], language: str) -> bool:
    whole = key[0].isalnum() and key[-1].isalnum()
    return whole and set(found) == {_edged(_literal(key, language), language)}


def _longest_first(alternatives: list[str]) -> str:
    return "|".join(sorted(set(alternatives), key=_by_length))


def _by_length(text: str) -> tuple[int, str]:
    return -len(text), text  # the same in every process: what is compiled of it is kept


def _any(alternatives: list[str], language: str) -> Expression:
    """Return alternatives, the longest first; none of them matches nothing."""
    ordered = sorted(set(alternatives), key=_by_length)
    return Expression("|".join(_edged(one, language) for one in ordered) or "(?!)")


def _edged(text: str, language: str) -> str:
    """Let English triggers begin and end at word boundaries, where they begin and end with words."""
    if language != "en":
        return text
    left = r"(?<![\w-])" if text[0].isalnum() else ""
    right = r"(?![\w-])" if text[-1].isalnum() else ""
    return f"{left}{text}{right}"


def _literal(text: str, language: str) -> str:
    """Make trigger words a pattern.

    ``*`` is a gap, ``~`` a short one, ``{ORG}`` a mention, ``(a|b|)`` a choice, a blank any white space.
    """
    parts = []
    for piece in _PIECES.split(text):
        if piece in {"*", "~"}:
            parts.append((_GAP if piece == "*" else _SHORT_GAP)[language])
        elif _MACRO.fullmatch(piece):
            parts.append(expanded(piece, language))
        elif piece in {"(", ")"} or (piece.count("(") != piece.count(")")):
            raise ValueError(f"a choice within a choice: {text}")
        elif piece.startswith("(") and piece.endswith(")"):
            members = sorted(piece[1:-1].split("|"), key=len, reverse=True)
            parts.append(f"(?:{'|'.join(_literal(one, language) for one in members)})")
        else:
            parts.append(re.escape(piece).replace(r"\ ", r"\s+" if language == "en" else r"\s*"))
    return "".join(parts)


def _keys(word: str) -> Iterator[str]:
    """Yield what must stand in a sentence for *word* to match: its first fixed characters."""
    pieces = [one for one in _PIECES.split(word) if one]
    while pieces and (
        pieces[0] in {"*", "~"} or pieces[0].startswith("{") or not pieces[0].strip()
    ):
        del pieces[0]
    if not pieces:
        yield word.lower()
    elif pieces[0].startswith("("):
        for member in pieces[0][1:-1].split("|"):
            yield from _keys(member + "".join(pieces[1:]))
    else:
        yield pieces[0].strip().lower()
