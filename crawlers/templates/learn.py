"""From what single pages showed to one template: what most of them agree on."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from crawlers.pages.dom import CJK
from crawlers.templates.parts import Parts, Verdict
from schemas.ids import short_id
from schemas.templates import (
    BodyRule,
    Expectation,
    FieldName,
    Observation,
    Place,
    PlaceKind,
    Template,
)

# Pages of one layout that have to agree; with fewer, chance passes for a rule.
LEAST_PAGES = 4
# A place is used if it was right on this part of the pages that have the field.
_TRUSTED = 0.6
_REQUIRED = 0.95
_MOST_PLACES = 3
# A line is furniture if this part of the pages has it, but at least three pages.
_REPEATED = 0.2
_ALWAYS = 0.8
# Shorter lines that repeat on some pages only are headings that authors use again.
_HEADING = 40
# Two pages with this part of their text in common are one article, printed twice.
_REPRINT = 0.6
_ORDER: dict[FieldName, tuple[PlaceKind, ...]] = {
    "title": ("css", "json-ld", "meta", "title", "hint", "url"),
    # Of equally good places the one that is read at the least cost.
    "published": ("meta", "css", "json-ld", "url", "hint", "title"),
    "authors": ("meta", "css", "json-ld", "hint", "title", "url"),
    "lead": ("meta", "hint", "css", "json-ld", "title", "url"),
}


def learn(observations: Sequence[Observation], *, least: int = LEAST_PAGES) -> Template | None:
    """Return the template that most pages of one host, kind and language agree on, or None.

    Pages of another layout among them are left aside; give those again for a template of theirs.
    """
    pages = _distinct(observations)
    body = _body(pages, least)
    if body is None:
        return None
    pages = [one for one in pages if body in one.bodies]
    fields = {name: places for name in _ORDER if (places := _places(name, pages))}
    if "title" not in fields:
        return None
    keep, drop = _parts(pages)
    first = pages[0]
    template = Template(
        id="t-new",
        host=first.host,
        kind=first.kind,
        language=Counter(one.language for one in pages).most_common(1)[0][0],
        fields=fields,
        body=BodyRule(
            at=body, keep=keep, drop=drop, lines=_lines(pages),
            found=len(pages), of=len(observations),
        ),
        expects=_expects(pages, fields),
        learned_from=tuple(one.url for one in pages)[:12],
    )  # fmt: skip
    return template.model_copy(update={"id": identity_of(template)})


def identity_of(template: Template) -> str:
    """Return the id of a template: the same rules for the same host have the same one."""
    places = [f"{name}:{place.label}" for name, one in template.fields.items() for place in one[:1]]
    rules = (template.body.at, *places, *template.expects.required)
    return short_id("t", template.host, template.kind, template.language, *rules)


def _distinct(observations: Iterable[Observation]) -> list[Observation]:
    """Leave out addresses seen before and reprints: they would make any line a repeated one."""
    kept: dict[str, Observation] = {}
    for one in observations:
        lines = set(one.lines)
        again = any(
            sum(map(_worth, lines & set(other.lines))) > _REPRINT * max(1, one.weight)
            for other in kept.values()
        )
        if one.bodies and not again:
            kept[one.url] = one
    return list(kept.values())


def _worth(line: str) -> int:
    return len(line) + 2 * len(CJK.findall(line))


def _body(pages: Sequence[Observation], least: int) -> str | None:
    """Return the selector that leads to the text of the most pages, the most durable of these."""
    support: Counter[str] = Counter()
    ranks: dict[str, int] = defaultdict(int)
    for one in pages:
        for rank, selector in enumerate(one.bodies):
            support[selector] += 1
            ranks[selector] += rank
    if not support:
        return None
    best = min(support, key=lambda one: (-support[one], ranks[one] / support[one], one))
    return best if support[best] >= least else None


def _places(name: FieldName, pages: Sequence[Observation]) -> tuple[Place, ...]:
    """Return where a field is read: the best place, then what helps where that is empty."""
    having = [one for one in pages if name in one.present]
    if len(having) < max(2, 0.2 * len(pages)):
        return ()
    support: Counter[Place] = Counter()
    ranks: dict[Place, int] = defaultdict(int)
    for one in having:
        for rank, place in enumerate(one.fields.get(name, ())):
            support[place] += 1
            ranks[place] += rank
    order = _ORDER[name]
    ranked = sorted(
        support,
        key=lambda one: (-support[one], order.index(one.via), ranks[one] / support[one], one.label),
    )
    chosen: list[Place] = []
    for place in ranked:
        if support[place] < max(2, _TRUSTED * len(having)) or len(chosen) == _MOST_PLACES:
            break
        if all(place.via != one.via for one in chosen):
            chosen.append(place.model_copy(update={"found": support[place], "of": len(having)}))
    return tuple(chosen)


def _parts(pages: Sequence[Observation]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return parts to keep and to drop, as far as they differ from what holds on any page."""
    kept: Counter[str] = Counter()
    left: Counter[str] = Counter()
    on: Counter[str] = Counter()
    for page in pages:
        for seen in page.parts:
            kept[seen.part] += seen.kept
            left[seen.part] += seen.left
            on[seen.part] += 1
    usual = Parts()
    keep: list[str] = []
    drop: list[str] = []
    for part in on:
        share = kept[part] / max(1, kept[part] + left[part])
        dropped = usual.judge_part(part) is Verdict.DROP
        if share >= 0.5 and dropped:
            keep.append(part)
        elif share < 0.05 and not dropped and on[part] >= 2:
            drop.append(part)
    return tuple(sorted(keep)), tuple(sorted(drop))


def _lines(pages: Sequence[Observation]) -> tuple[str, ...]:
    count = Counter(line for page in pages for line in page.lines)
    least = max(3, math.ceil(_REPEATED * len(pages)))
    found = [
        line
        for line, times in count.items()
        if times >= least and (_worth(line) >= _HEADING or times >= _ALWAYS * len(pages))
    ]
    return tuple(sorted(found))


def _expects(
    pages: Sequence[Observation], fields: dict[FieldName, tuple[Place, ...]]
) -> Expectation:
    def always(name: FieldName) -> bool:
        present = sum(name in one.present for one in pages)
        return present >= _REQUIRED * len(pages)

    innocent = {sign for one in pages if not one.paywalled for sign in one.signs}
    return Expectation(
        # A third of the shortest page seen; a teaser or an error in the same place is shorter.
        least_weight=max(140, int(0.35 * min(one.weight for one in pages))),
        most_linked=round(min(0.6, max(0.25, 1.5 * max(one.linked for one in pages))), 2),
        required=tuple(name for name in ("title", "published") if name in fields and always(name)),
        paywalled=any(one.paywalled for one in pages),
        signs=tuple(sorted(innocent)),
        markup_languages=tuple(sorted({one.markup_language for one in pages})),
    )
