"""Rules made into regular expressions over masked sentences.

In a masked sentence each mention is replaced, character for character, by signs of its label, so
that ``{ORG}`` matches any company, words inside names trigger nothing, and offsets stay true.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from nlp.inflection import VerbForm, forms
from schemas.kinds import Label, MoveKind, Status

if TYPE_CHECKING:
    from nlp.frames import Frame, Rule

LABELS: tuple[Label, ...] = get_args(Label)
_FIRST_SIGN = 0xE000  # the private use area: no text that people write has these
FIRST = {label: chr(_FIRST_SIGN + 2 * i) for i, label in enumerate(LABELS)}
NEXT = {label: chr(_FIRST_SIGN + 2 * i + 1) for i, label in enumerate(LABELS)}
_MACRO = re.compile(r"\{([A-Z]+)\}")
# How far a gap (*) in trigger words may reach, in characters; Chinese says more with fewer.
_GAP = {"en": r"[^.;!?\n]{1,45}?", "zh": r"[^。；！？\n]{0,22}?"}


@dataclass(frozen=True)
class CompiledRule:
    """A rule ready to run. *keys*: one of them must be in the lower-cased sentence.

    *trigger* matches where a key stands; *free* are the triggers that begin with a mention or a gap.
    """

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
    trigger: re.Pattern[str]
    free: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    verb_forms: dict[str, frozenset[VerbForm]]

    @property
    def name(self) -> str:
        """Return the id under which moves name the rule: ``acquisition/en/buys``."""
        return f"{self.kind}/{self.language}/{self.rule_id}"


def pattern(text: str, language: str) -> re.Pattern[str]:
    """Compile a pattern of a frame. Raises ValueError for an unknown ``{LABEL}``."""

    def macro(match: re.Match[str]) -> str:
        label = match[1]
        if label not in FIRST:
            raise ValueError(f"no label {{{label}}}; labels are {', '.join(LABELS)}")
        return f"{FIRST[label]}{NEXT[label]}*"

    expanded = _MACRO.sub(macro, text)
    if language == "en":
        expanded = expanded.replace(" ", r"\s")
    return re.compile(expanded, re.IGNORECASE)


def compile_rule(rule: "Rule", frame: "Frame", language: str) -> CompiledRule:
    """Make *rule* of *frame* ready to run. Raises ValueError or re.error with the reason."""
    anchored: list[str] = []
    free: list[str] = []
    keys: list[str] = []
    verb_forms: dict[str, set[VerbForm]] = {}
    for verb in rule.verbs:
        head, _, rest = verb.partition(" ")
        for form, word in zip(
            ("base", "third", "past", "participle", "ing"), forms(head), strict=True
        ):
            verb_forms.setdefault(word, set()).add(form)  # type: ignore[arg-type]
            keys.append(word)
            anchored.append(_literal(f"{word} {rest}" if rest else word, language))
    for word in rule.words:
        (free if word[0] in "*{" else anchored).append(_literal(word, language))
        keys.append(
            _MACRO.sub("*", word).lower().strip().lstrip("*").split("*")[0].strip() or word.lower()
        )
    if not anchored and not free:
        raise ValueError("needs verbs or words")
    unless = "|".join(f"(?:{one})" for one in (rule.unless, frame.unless) if one)
    return CompiledRule(
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
        free=_any(free, language) if free else None,
        before=pattern(rule.before, language) if rule.before else None,
        after=pattern(rule.after, language) if rule.after else None,
        near=pattern(rule.near, language) if rule.near else None,
        unless=pattern(unless, language) if unless else None,
        verb_forms={word: frozenset(found) for word, found in verb_forms.items()},
    )


def _any(alternatives: list[str], language: str) -> re.Pattern[str]:
    """Compile alternatives, the longest first; none of them matches nothing."""
    ordered = sorted(set(alternatives), key=len, reverse=True)
    return re.compile("|".join(_edged(one, language) for one in ordered) or "(?!)", re.IGNORECASE)


def _edged(text: str, language: str) -> str:
    """Let English triggers begin and end at word boundaries, where they begin and end with words."""
    if language != "en":
        return text
    left = r"(?<![\w-])" if text[0].isalnum() else ""
    right = r"(?![\w-])" if text[-1].isalnum() else ""
    return f"{left}{text}{right}"


def _literal(text: str, language: str) -> str:
    """Make trigger words a pattern: ``*`` is a gap, ``{ORG}`` a mention, a blank any white space."""
    parts = []
    for piece in re.split(r"(\*|\{[A-Z]+\})", text):
        if piece == "*":
            parts.append(_GAP[language])
        elif _MACRO.fullmatch(piece):
            parts.append(pattern(piece, language).pattern)
        else:
            parts.append(re.escape(piece).replace(r"\ ", r"\s+" if language == "en" else r"\s*"))
    return "".join(parts)
