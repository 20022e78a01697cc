"""Whether the corpora hold what they promise: ``python -m evaluation.corpora [FILE …] [--gold FILE]``.

Checks each label against its text, counts kinds, statuses, styles and negatives, tells how far the
two readings agree, and the overlap of word triples between any two items and with the gold. With
files only these are checked, against each other and the corpora. Exit code 1 for a fault.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

from nlp.corpora import Item, LabelledMove, SecondReading, items, read_items, second_readings
from nlp.corpora.brief import brief, second_labels
from schemas.kinds import MOVE_KINDS, SLOTS
from text.segment import Segmenter

# The share of word triples that two items may have in common (of the smaller one's).
MOST_OVERLAP = 0.15
_LEAST_NEGATIVES = 1 / 3
_TOKEN = re.compile(r"\w+")
_SEGMENTER = Segmenter()
Triple = tuple[str, str, str]


def main() -> int:
    """Print the figures and every fault; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="Only these files, of the corpora or not yet"
    )
    parser.add_argument("--gold", type=Path, help="JSON lines with title and text: the gold")
    given = parser.parse_args()
    return examine([one for file in given.files for one in read_items(file)], given.gold)


def examine(named: Sequence[Item], gold_file: Path | None = None) -> int:
    """Print the figures and every fault of the corpora, or only of the items *named*; return the exit code.

    Items that are not of the corpora (yet) are compared with them all the same.
    """
    only = {item.id for item in named}
    faults: list[str] = []
    for language in ("en", "zh"):
        found = list(items(language))
        kept = {item.id for item in found}
        found += [item for item in named if item.lang == language and item.id not in kept]
        if not found:
            continue
        faults += [fault for item in found if not only or item.id in only for fault in check(item)]
        gold = _gold(gold_file, language)
        lines = [] if only else list(brief(language))
        faults += _twice([*found, *lines])
        faults += [fault for item in lines for fault in check(item)]
        faults += overlaps([*found, *lines], gold, only)
        _tell(language, [item for item in found if not only or item.id in only])
        _tell(f"{language}, brief", lines)
    for fault in faults:
        print(f"  FAULT {fault}")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


def check(item: Item) -> Iterator[str]:
    """Yield what is wrong with one item."""
    whole = item.whole
    if not item.moves and not item.why and not item.brief:
        yield f"{item.id}: has no moves and no why"
    if not item.id.startswith(item.lang):
        yield f"{item.id}: is not of language {item.lang}"
    for name in _strings(item):
        if name not in whole:
            yield f"{item.id}: {name!r} is not in title or text"
    for move in item.moves:
        if not move.evidence and not item.brief:
            yield f"{item.id}: {move.kind} has no evidence"
        for slot in move.slots:
            if slot not in SLOTS:
                yield f"{item.id}: {slot!r} is no slot"


def _strings(item: Item) -> Iterator[str]:
    yield from (mention.text for mention in item.mentions)
    for move in item.moves:
        yield move.actor
        yield move.evidence
        for value in move.slots.values():
            yield from [value] if isinstance(value, str) else value


def _twice(found: Iterable[Item]) -> list[str]:
    counts = Counter(item.id for item in found)
    return [f"{name}: stands {number} times" for name, number in counts.items() if number > 1]


def overlaps(found: Sequence[Item], gold: dict[str, str], only: set[str]) -> Iterator[str]:
    """Yield each pair of texts that share too many word triples."""
    language = found[0].lang
    texts = {item.id: triples(item.whole, language) for item in found}
    texts |= {name: triples(text, language) for name, text in gold.items()}
    holders: defaultdict[Triple, list[str]] = defaultdict(list)
    for name, own in texts.items():
        for triple in own:
            holders[triple].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        for index, one in enumerate(names):
            for other in names[index + 1 :]:
                shared[(one, other)] += 1
    for (one, other), count in shared.items():
        if (one in gold and other in gold) or (only and not {one, other} & only):
            continue
        share = count / max(8, min(len(texts[one]), len(texts[other])))
        if share >= MOST_OVERLAP:
            yield f"{one} and {other} share {share:.2f} of their word triples"


def triples(text: str, language: Literal["en", "zh"]) -> set[Triple]:
    """Return the runs of three words of *text*, punctuation left out."""
    if language == "zh":
        plain = [token.text for token in _SEGMENTER.tokens(text)]
    else:
        plain = _TOKEN.findall(text.casefold())
    return {(one, two, three) for (one, two), (_, three) in pairwise(pairwise(plain))}


def _gold(file: Path | None, language: str) -> dict[str, str]:
    if file is None:
        return {}
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: f"{row['title']}\n{row['text']}" for row in rows if row["lang"] == language}


def _tell(language: str, found: Sequence[Item]) -> None:
    if not found:
        return  # the files that were named hold none of this language
    negatives = sum(not item.moves for item in found)
    kinds = Counter(move.kind for item in found for move in item.moves)
    statuses = Counter(move.status for item in found for move in item.moves)
    styles = Counter(item.style for item in found)
    print(
        f"{language}: {len(found)} items, {negatives} without moves ({negatives / len(found):.0%})"
    )
    if negatives < _LEAST_NEGATIVES * len(found):
        print(f"  too few negatives: at least {_LEAST_NEGATIVES:.0%}")
    print("  kinds    " + "  ".join(f"{kind} {kinds[kind]}" for kind in MOVE_KINDS))
    print("  status   " + "  ".join(f"{name} {number}" for name, number in statuses.most_common()))
    print("  styles   " + "  ".join(f"{name} {number}" for name, number in styles.most_common()))
    agreement(found)


def agreement(found: Sequence[Item]) -> None:
    """Print how far the second readings agree with the first, over kinds and status."""
    others = second_readings() | _second_of_brief()
    right = false = missed = pairs = marked = same_status = same_actor = 0
    slots: Counter[str] = Counter()
    for item in found:
        if item.id not in others:
            continue
        one, other = _kinds(item.moves), _kinds(others[item.id].moves)
        right += (one & other).total()
        missed += (one - other).total()
        false += (other - one).total()
        first = {move.kind: move for move in item.moves}
        for move in others[item.id].moves:
            if move.kind not in first:
                continue
            pairs += 1
            same_status += first[move.kind].status == move.status
            if not move.evidence:  # kinds and statuses alone were read twice
                continue
            marked += 1
            same_actor += _touch(first[move.kind].actor, move.actor)
            slots.update(_compared(first[move.kind], move))
    read = sum(item.id in others for item in found)
    if read:
        f1 = 2 * right / max(1, 2 * right + false + missed)
        filled = 2 * slots["same"] / max(1, 2 * slots["same"] + slots["one"] + slots["other"])
        print(
            f"  second readings: {read}; kinds agree to {f1:.3f} F1, status {same_status / max(1, pairs):.3f}"
            + (f", actor {same_actor / marked:.3f}, slots {filled:.3f} F1" if marked else "")
        )


def _second_of_brief() -> dict[str, SecondReading]:
    return {
        name: SecondReading(id=name, moves=tuple(LabelledMove(kind=k, status=s) for k, s in told))
        for name, told in second_labels().items()
    }


def _touch(one: str, other: str) -> bool:
    """Say whether two readings name the same words, one perhaps more of them."""
    return one == other or bool(one and other and (one in other or other in one))


def _compared(one: LabelledMove, other: LabelledMove) -> Iterator[str]:
    """Yield for each slot whether both fill it alike, or who fills it otherwise or alone."""
    for slot in one.slots.keys() | other.slots.keys():
        ours, theirs = one.values(slot), other.values(slot)
        if ours and theirs and all(any(_touch(a, b) for b in theirs) for a in ours):
            yield "same"
            continue
        if ours:
            yield "one"
        if theirs:
            yield "other"


def _kinds(moves: Iterable[LabelledMove]) -> Counter[str]:
    return Counter(move.kind for move in moves)


if __name__ == "__main__":
    sys.exit(main())
