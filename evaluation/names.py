"""How well names are found: companies and people on public sets, exact spans.

``python -m evaluation.names DATA [--half odd|even|all] [--errors] [--limit N] [--peer]`` reads the sets under DATA that label names.
Nothing is trained on them; rules were tuned on the even half (by SHA-1 of the text), the odd half was not looked at. With ``--peer``
a blank spaCy NER, trained on our corpus alone, answers instead of the tagger.

*companies* counts mentions labelled ORG against the gold's companies. The sets label public bodies and clubs apart
from companies, our ORG holds both: an ORG on a gold body is neither right nor wrong there, and wrong under
*companies, strict*. CLUENER marks a name at its first place in a text only (34 of its 35 companies and bodies that
return): there the same letters later are neither right nor wrong.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.floors import worse
from evaluation.measures import Measure
from evaluation.peer_names import Found, timed
from nlp.learning.evaluating import is_odd
from nlp.tagger import Tagger
from schemas.language import Mention
from schemas.registry import Registry

Span = tuple[int, int]


class Named(NamedTuple):
    """One text with the spans its annotators marked, by what they name."""

    text: str
    language: str
    companies: frozenset[Span]
    bodies: frozenset[Span]
    people: frozenset[Span]
    once: bool = False  # each name is marked at its first place only


_COMPANY = {"company", "company_name", "corporation", "ORG"}
_BODY = {"organization", "government", "org_name", "group"}
_PERSON = {"name", "person_name", "person", "PER", "PERSON"}


def _named(
    text: str, language: str, spans: Iterable[tuple[int, int, str]], *, once: bool = False
) -> Named:
    kept: dict[str, set[Span]] = defaultdict(set)
    for start, end, label in spans:
        for group, labels in (("company", _COMPANY), ("body", _BODY), ("person", _PERSON)):
            if label in labels:
                kept[group].add((start, end))
    return Named(
        text, language,
        frozenset(kept["company"]), frozenset(kept["body"]), frozenset(kept["person"]), once,
    )  # fmt: skip


def chinese_rows(path: Path) -> Iterator[Named]:
    """Read JSON lines with ``entity_list``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row: Mapping[str, Any] = json.loads(line)
        yield _named(
            row["text"],
            "zh",
            (
                (one["entity_index"]["begin"], one["entity_index"]["begin"] + len(one["entity"]), one["entity_type"])
                for one in row["entity_list"]
            ),
            once="cluener" in path.name,
        )  # fmt: skip


def conll_rows(path: Path) -> Iterator[Named]:
    """Read columns of tokens; the last holds IOB labels. Tokens are joined by spaces."""
    tokens: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        parts = line.split()
        if parts and parts[0] != "-DOCSTART-":
            tokens.append((parts[0], parts[-1]))
        elif tokens:
            yield _named(" ".join(word for word, _ in tokens), "en", _iob(tokens))
            tokens = []


def _iob(tokens: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    place, open_at, open_label, last = 0, -1, "", 0
    for word, label in [*tokens, ("", "O")]:
        kind = label[2:]
        if open_label and (not kind or label.startswith("B-") or kind != open_label):
            yield open_at, last, open_label
            open_label = ""
        if kind and not open_label:
            open_at, open_label = place, kind
        last = place + len(word)
        place = last + 1


SETS: dict[str, tuple[str, Callable[[Path], Iterator[Named]]]] = {
    "cluener": ("ner_zh/cluener_train_1000.jsonl", chinese_rows),
    "boson": ("ner_zh/boson.jsonl", chinese_rows),
    "msra": ("ner_zh/msra_train_1000.jsonl", chinese_rows),
    "wnut17": ("ner_en/wnut17_dev.conll", conll_rows),
    "fin5": ("ner_en/sec_FIN5.conll", conll_rows),
}


class NameScore:
    """Counts over one set."""

    def __init__(self) -> None:
        self.companies, self.strict, self.people = Measure(), Measure(), Measure()

    def add(self, row: Named, mentions: Sequence[Mention | Found], shift: int = 1) -> None:
        """Compare *mentions*, whose offsets count *shift* characters before the text, with the gold."""
        found = defaultdict(set)
        marked = {
            row.text[start:end]: start for start, end in row.companies | row.bodies | row.people
        }
        for one in mentions:
            start, end = one.start - shift, one.end - shift
            if not row.once or marked.get(row.text[start:end], start) == start:
                found[one.label].add((start, end))
        orgs = found["ORG"]
        free = {one for one in orgs if one in row.companies or not _touches(one, row.bodies)}
        self.companies.add(_worded(row, row.companies), _worded(row, free), where=_where(row))
        self.strict.add(row.companies, orgs)
        self.people.add(_worded(row, row.people), _worded(row, found["PERSON"]), where=_where(row))

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1 of companies and people."""
        return {
            f"{name} {key}": round(getattr(measure, key), 3)
            for name, measure in (("companies", self.companies), ("companies_strict", self.strict), ("people", self.people))
            for key in ("precision", "recall", "f1")
        }  # fmt: skip


def _touches(one: Span, others: Iterable[Span]) -> bool:
    return any(one[0] < end and start < one[1] for start, end in others)


def _worded(row: Named, spans: Iterable[Span]) -> set[tuple[str, int, int]]:
    return {(row.text[start:end], start, end) for start, end in spans}


def _where(row: Named) -> str:
    return row.text[:160].replace("\n", " ")


def rows(data: Path, name: str, half: str, limit: int | None = None) -> list[Named]:
    """Return the rows of one set that belong to *half*."""
    path, read = SETS[name]
    chosen = [
        row for row in read(data / path) if half == "all" or is_odd(row.text) == (half == "odd")
    ]
    return chosen[:limit]


def _ours() -> Callable[[Named], Sequence[Mention]]:
    tagger = Tagger(Registry())
    return lambda row: tagger.tag("", row.text, language=row.language).mentions


def _spacy() -> Callable[[Named], Sequence[Found]]:
    trained = cache(timed)
    return lambda row: trained("zh" if row.language == "zh" else "en").find(row.text)


def measure(
    data: Path, *, half: str = "odd", errors: bool = False, limit: int | None = None,
    names: Sequence[str] = tuple(SETS), peer: bool = False,
) -> dict[str, float]:  # fmt: skip
    """Print and return the figures of each set; of a blank spaCy NER where *peer* is set."""
    find = _spacy() if peer else _ours()
    flat: dict[str, float] = {}
    for name in names:
        if not (data / SETS[name][0]).exists():
            continue
        score = NameScore()
        started = time.process_time()
        chosen = rows(data, name, half, limit)
        for row in chosen:
            score.add(row, find(row), shift=0 if peer else 1)
        took = time.process_time() - started
        figures = score.figures()
        flat |= {f"{name} {key}": value for key, value in figures.items()}
        shown = "; ".join(
            f"{what} P {figures[f'{what} precision']:.3f} R {figures[f'{what} recall']:.3f} F {figures[f'{what} f1']:.3f}"
            for what in ("companies", "companies_strict", "people")
        )
        print(f"{name} ({half}, {len(chosen)} texts, {took:.1f} s): {shown}")
        if errors:
            print("\n".join([*score.companies.errors, *score.people.errors]))
    return flat


def main(data: Path) -> None:
    """Print the figures on both halves, and what fell below its floor on the unseen one."""
    measure(data, half="even")
    for sentence in worse("names", measure(data, half="odd")):
        print(f"WORSE: {sentence}")


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", default="odd", choices=("odd", "even", "all"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--set", nargs="*", default=tuple(SETS), choices=tuple(SETS))
    parser.add_argument("--peer", action="store_true", help="measure a blank spaCy NER instead")
    given = parser.parse_args()
    if given.errors and given.half != "even":
        parser.error("errors are shown of the even half only: the other stays unseen")
    measure(
        given.data, half=given.half, errors=given.errors, limit=given.limit, names=given.set,
        peer=given.peer,
    )  # fmt: skip


if __name__ == "__main__":
    from_terminal()
