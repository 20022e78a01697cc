"""How firm the reading of moves is: the same texts, disturbed as pages, mails and wires disturb them.

``python -m evaluation.disturbed [--only NAME ...] [--language en|zh] [--errors] [--blind]`` reads the whole articles and the even half of the gold
as they are and under each disturbance of ``evaluation/disturbances.py``, and tells what each costs. ``--blind`` tells totals
of the blind sets instead, never errors: nobody is to tune on them.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from evaluation.disturbances import DISTURBANCES, Disturbance, Row
from evaluation.moves import ARTICLES, blind_sets, rows_of
from nlp.learning.comparing import GOLD
from nlp.learning.evaluating import Score, is_odd
from nlp.tagger import Tagger
from schemas.registry import Registry

_UNDISTURBED = Disturbance("as it is", lambda row: row)
_TOLD = {
    "macro_f1": "F1", "precision": "prec", "recall": "rec", "status": "status", "actor": "actor", "slots_f1": "slots",
    "false_on_negatives": "false",
}  # fmt: skip
Report = Callable[[str], None]


def tuned_rows() -> list[Row]:
    """Return the texts on which rules may be tuned."""
    gold = [row for row in rows_of(GOLD / "gold.jsonl") if not is_odd(row["id"])]
    return [*rows_of(ARTICLES), *gold]


def blind_rows() -> list[Row]:
    """Return the texts of the blind sets, to be scored and not looked at."""
    return [row for folder in blind_sets() for row in rows_of(folder / "items.jsonl")]


def score(tagger: Tagger, rows: Iterable[Row], how: Disturbance) -> dict[str, Score]:
    """Return the counts per language over *rows*, disturbed; languages that are not disturbed so are left out."""
    scores: dict[str, Score] = defaultdict(Score)
    for row in rows:
        if row["lang"] not in how.languages:
            continue
        new = how.apply(row)
        tags = tagger.tag(new["title"], new["text"], published=new["published"])
        scores[new["lang"]].add(new, tags.moves)
    return dict(scores)


def measure(
    rows: Sequence[Row],
    wanted: Sequence[Disturbance] = DISTURBANCES,
    *,
    errors: bool = False,
    report: Report = print,
) -> dict[str, dict[str, float]]:
    """Report and return, for each disturbance and language (``dateline en``), what it adds to each figure (a loss is negative)."""
    tagger = Tagger(Registry())
    plain = score(tagger, rows, _UNDISTURBED)
    for language, one in plain.items():
        report(f"{language} {_UNDISTURBED.name:30} {_line(one.figures())}")
    found = {}
    for how in wanted:
        for language, one in score(tagger, rows, how).items():
            base = plain[language].figures()
            found[f"{how.name} {language}"] = gained = {
                key: round(value - base[key], 3) for key, value in one.figures().items()
            }
            report(f"{language} {how.name:30} {_line(gained, '+.3f')}")
            if errors:
                for error in sorted(set(one.errors) - set(plain[language].errors)):
                    report(f"   {error}")
    return found


def _line(figures: dict[str, float], form: str = ".3f") -> str:
    return "  ".join(f"{name} {figures[key]:{form}}" for key, name in _TOLD.items())


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    names = [one.name for one in DISTURBANCES]
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME")
    parser.add_argument("--language", choices=("en", "zh"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--blind", action="store_true")
    given = parser.parse_args()
    rows = blind_rows() if given.blind else tuned_rows()
    if given.language:
        rows = [row for row in rows if row["lang"] == given.language]
    wanted = [one for one in DISTURBANCES if one.name in given.only]
    measure(rows, wanted, errors=given.errors and not given.blind)


if __name__ == "__main__":
    from_terminal()
