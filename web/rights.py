"""What a move can be instead of what it was read as, for whoever puts it right."""

from schemas.kinds import FAMILIES, STATUSES
from web.visit import Visit


def choices(visit: Visit) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a move can be instead, in groups: a heading, then values with their words."""
    words = visit.site.speaker(visit.lang).words
    found = [
        (
            visit.words("story", "right.plain"),
            [
                ("remove", visit.words("story", "right.remove")),
                ("company", visit.words("story", "right.company")),
            ],
        ),
        (
            visit.words("story", "status"),
            [(f"status:{one}", words.statuses[one]) for one in STATUSES],
        ),
    ]
    found += [
        (words.families[family], [(f"kind:{kind}", words.kind(kind)) for kind in kinds])
        for family, kinds in FAMILIES.items()
    ]
    return found
