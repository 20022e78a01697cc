"""Why a result stands where it does: the points of each reason, and the reason in plain words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from schemas.stories import Factor
from search.highlight import Seen
from search.moments import seconds
from search.nodes import Query
from search.plan import Look
from search.rescore import ABOUT, IMPORTANT, RECENT, TITLE, WORDS, Ranked
from text.display import Lang, counted

_DAY = 86_400
_MOST_WORDS = 6  # told one by one
_MOST: dict[str, float] = {
    "words": WORDS, "title": TITLE, "about": ABOUT, "recent": RECENT, "important": IMPORTANT,
}  # fmt: skip

Naming = Callable[[str], str]
"""What a company's id is shown as."""


def with_details(ranked: Ranked, seen: Seen, query: Query) -> tuple[Factor, ...]:
    """Return the factors of *ranked* with the facts they rest on."""
    one = ranked.candidate
    subjects = [company for company in query.subjects if company in one.about]
    details: dict[str, dict[str, str]] = {
        "words": _counted(seen),
        "title": {"words": ", ".join(_texts(seen.title))},
        "about": {"companies": ", ".join(subjects)},
        "recent": {"days": str(max(seconds(query.now) - one.published, 0) // _DAY)},
        "important": {"score": f"{one.importance:.1f}"},
    }
    return tuple(
        Factor(name=name, points=points, detail={k: v for k, v in details[name].items() if v})
        for name, points in ranked.factors
    )


def _texts(looks: Iterable[Look]) -> list[str]:
    return [f"{look.text}*" if look.prefix else look.text for look in looks][:_MOST_WORDS]


def _counted(seen: Seen) -> dict[str, str]:
    both: dict[Look, int] = {}
    for part in (seen.title, seen.text):
        for look, spans in part.items():
            both[look] = both.get(look, 0) + len(spans)
    texts = zip(_texts(both), both.values(), strict=False)
    return {"words": ", ".join(f"{text} × {count}" if count > 1 else text for text, count in texts)}


def explained(
    factors: Sequence[Factor], lang: Lang, naming: Naming = lambda company: company
) -> tuple[str, ...]:
    """Say each of *factors* in a sentence, with its points of those it could have."""
    return tuple(_sentence(factor, lang, naming) for factor in factors)


def _sentence(factor: Factor, lang: Lang, naming: Naming) -> str:
    reason = _REASONS[lang].get(factor.name)
    said = reason(factor, naming) if reason else factor.name
    most = _MOST.get(factor.name)
    points = f"{factor.points:.1f}" if most is None else f"{factor.points:.1f}/{most:.0f}"
    return f"{said}（{points} 分）" if lang == "zh" else f"{said} ({points} points)"


def _names(factor: Factor, naming: Naming, joint: str) -> str:
    return joint.join(naming(one) for one in factor.detail.get("companies", "").split(", ") if one)


def _days(factor: Factor) -> int:
    return int(factor.detail.get("days", "0"))


def _english_age(factor: Factor, _naming: Naming) -> str:
    days = _days(factor)
    return f"published {counted(days, 'day')} ago" if days else "published today"


def _chinese_age(factor: Factor, _naming: Naming) -> str:
    days = _days(factor)
    return f"{days} 天前发布" if days else "今天发布"


def _with(words: str, factor: Factor, colon: str) -> str:
    found = factor.detail.get("words", "")
    return f"{words}{colon}{found}" if found else words


_REASONS: Mapping[Lang, Mapping[str, Callable[[Factor, Naming], str]]] = {
    "en": {
        "words": lambda one, _: _with("the words found", one, ": "),
        "title": lambda one, _: _with("in the title", one, ": "),
        "about": lambda one, naming: f"it is about {_names(one, naming, ', ')}, as you asked",
        "recent": _english_age,
        "important": lambda one, _: f"its story has {one.detail.get('score', '')} points",
    },
    "zh": {
        "words": lambda one, _: _with("命中的词", one, "："),
        "title": lambda one, _: _with("出现在标题中", one, "："),
        "about": lambda one, naming: f"主要讲的就是所查的公司：{_names(one, naming, '、')}",
        "recent": _chinese_age,
        "important": lambda one, _: f"所属事件的重要性为 {one.detail.get('score', '')}",
    },
}
