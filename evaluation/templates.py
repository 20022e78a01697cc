"""Learned templates against the general extractor: exactness, speed, and layouts that break.

``python -m evaluation.templates DATA``. Sites are made of the real pages of DATA (see
:mod:`evaluation.sites`): one page's layout, the other pages' texts, so that the truth is known.
Exactness is given for pages that a template read, by both readers, for the half that rules were
tuned on and for the half that nobody looked into; layouts and texts of the two are never mixed.
"""

import copy
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawlers.extract import extract
from crawlers.pool import ExtractJob
from crawlers.templates.keeper import Keeper
from crawlers.templates.plan import Verdicts
from evaluation.breaks import BREAKS, Break, vary
from evaluation.extraction import _page, _rows
from evaluation.extraction_scores import bag_f1, odd, shingle_f1, shingles
from evaluation.sites import SEEN, Layout, MadePage, donor, make_site, mould
from schemas.documents import Document
from schemas.errors import QuarantineError

_PAGES = 16
# Sites that are broken, per half, and pages read after each break: a run of a busy source.
_BROKEN_SITES = 8
_AFTER = 6
_KB = 45_000
# Below it another part of the page was read.
_SAME_TEXT = 0.95


@dataclass
class Score:
    """What both readers gave on the pages that a template read."""

    pages: int = 0
    by_template: int = 0
    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    titles: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    size: int = 0
    streams: list[tuple[str, str, str]] = field(default_factory=list)


def main(data: Path) -> None:
    """Print exactness, speed and drift on the sets below *data*."""
    for name, shingle in (("extraction_en", True), ("extraction_zh", False)):
        if not (data / name / "gold.jsonl").exists():
            print(f"  {name}: not there, left out")
            continue
        for unseen in (False, True):
            label = f"{name}, {'unseen' if unseen else 'tuned'}"
            sites = _sites(data / name, unseen=unseen)
            _print_score(label, _score(sites), shingle=shingle)
            _print_drift(label, sites)


def _sites(folder: Path, *, unseen: bool) -> list[list[MadePage]]:
    rows = [row for row in _rows(folder / "gold.jsonl") if odd(row["id"]) == unseen]
    layouts: list[Layout] = []
    for number, row in enumerate(rows):
        made = mould(f"site{number}", _page(folder, row), row["body"])
        if made is not None:
            layouts.append(made)
    donors = [donor(one.title, one.text) for one in layouts]
    sites = [list(make_site(one, donors, _PAGES, seed)) for seed, one in enumerate(layouts)]
    return [pages for pages in sites if pages]


def _job(page: MadePage, body: bytes | None = None) -> ExtractJob:
    return ExtractJob(id="", url=page.url, seen=SEEN, body=body or page.body, kind="article")


def _read(keeper: Keeper, job: ExtractJob) -> tuple[Document | None, Verdicts]:
    found, verdicts = keeper.read(job)
    if isinstance(found, QuarantineError) or not found.documents:
        return None, verdicts
    return found.documents[0], verdicts


def _general(page: MadePage) -> Document | None:
    try:
        return extract(page.body, url=page.url, kind="article", seen=SEEN)
    except QuarantineError:
        return None


def _score(sites: Sequence[Sequence[MadePage]]) -> Score:
    import trafilatura  # noqa: PLC0415 - only to compare

    score = Score()
    for pages in sites:
        keeper = Keeper()
        for page in pages:
            start = time.process_time()
            document, verdicts = _read(keeper, _job(page))
            spent = time.process_time() - start
            start = time.process_time()
            general = _general(page)
            usual = time.process_time() - start
            score.pages += 1
            texts = (page.text, document.text if document else "", general.text if general else "")
            score.streams.append(texts)
            if document is None or not verdicts.used:
                continue
            score.by_template += 1
            score.pairs.append(texts)
            for who, one in (("template", document), ("general", general)):
                score.titles[who] += one is not None and one.title == page.title
                right = one is not None and one.published is not None and one.published.day == page.day  # fmt: skip
                score.days[who] += page.day is not None and right
            score.days["stated"] += page.day is not None
            if verdicts.checked:
                continue
            start = time.process_time()
            trafilatura.extract(page.body.decode(), fast=True)
            score.seconds["trafilatura fast"] += time.process_time() - start
            score.seconds["template"] += spent
            score.seconds["general"] += usual
            score.size += len(page.body)
    return score


def _print_score(label: str, score: Score, *, shingle: bool) -> None:
    def figure(texts: list[tuple[str, str]]) -> float:
        if not texts:
            return 0.0
        if shingle:
            return shingle_f1(shingles(*one) for one in texts)
        return statistics.mean(bag_f1(*one) for one in texts)

    name = "shingle F1" if shingle else "bag F1"
    print(f"  {label}: {score.by_template} of {score.pages} pages read by template")
    for who, column in (("template", 1), ("general", 2)):
        text = figure([(one[0], one[column]) for one in score.pairs])
        titles = score.titles[who] / max(1, score.by_template)
        days = score.days[who] / max(1, score.days["stated"])
        rate = score.size / _KB / max(1e-9, score.seconds[who])
        print(
            f"    {who:<18}{name} {text:.3f}  title {titles:.3f}  day {days:.3f}"
            f"  {rate:7.0f} pages of 45 kB per CPU-second"
        )
    rate = score.size / _KB / max(1e-9, score.seconds["trafilatura fast"])
    print(f"    {'trafilatura fast':<65}{rate:7.0f}")
    whole = [figure([(one[0], one[column]) for one in score.streams]) for column in (1, 2)]
    print(
        f"    all pages of the stream, {name}: with --learn {whole[0]:.3f}, without {whole[1]:.3f}"
    )


def _print_drift(label: str, sites: Sequence[Sequence[MadePage]]) -> None:
    """Break layouts of sites whose template is trusted; say what was found, missed, alarmed."""
    outcomes: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    broken = 0
    for seed, pages in enumerate(sites):
        keeper = Keeper()
        for page in pages:
            keeper.read(_job(page))
        if not any(one.state == "trusted" for one in keeper.templates(_host(pages))):
            continue
        broken += 1
        usual = copy.deepcopy(keeper)
        expected = [_read(usual, _job(page))[0] for page in pages[-_AFTER:]]
        for name, change in (*BREAKS.items(), ("control", vary)):
            after = _broken(pages, change, seed, varied=change is vary)
            outcome = _outcome(copy.deepcopy(keeper), after, expected)
            if change is vary:
                outcome = "alarm" if outcome == "found" else "calm"
            outcomes[outcome] += 1
            missed[name] += outcome == "missed"
        if broken == _BROKEN_SITES:
            break
    hurt = outcomes["found"] + outcomes["missed"]
    calm = outcomes["calm"] + outcomes["alarm"]
    print(
        f"    {broken} sites broken in {len(BREAKS)} ways each: of {hurt} breaks that hurt, found "
        f"{outcomes['found'] / max(1, hurt):.3f}; read right in spite of it: {outcomes['right']}; "
        f"false alarms {outcomes['alarm']} of {calm}"
    )
    if any(missed.values()):
        print(f"    missed: {dict(+missed)}")


def _host(pages: Sequence[MadePage]) -> str:
    return pages[0].url.split("/")[2]


def _broken(
    pages: Sequence[MadePage], change: Break, seed: int, *, varied: bool
) -> list[ExtractJob]:
    """Return the last pages of a site, changed as one release does, or varied as each visit does."""
    return [
        _job(page, change(page.body.decode(), 100 * seed + number if varied else seed).encode())
        for number, page in enumerate(pages[-_AFTER:])
    ]


def _outcome(
    keeper: Keeper, pages: Sequence[ExtractJob], expected: Sequence[Document | None]
) -> str:
    """Read pages after a change of layout and say what became of the template.

    *found*: it was given up, or read none of them; *right*: it read them as before the change;
    *missed*: it was used and read something else.
    """
    host = pages[0].url.split("/")[2]
    before = {one.template.id for one in keeper.templates(host) if one.state == "trusted"}
    used = wrong = 0
    for job, usual in zip(pages, expected, strict=True):
        document, verdicts = _read(keeper, job)
        if document is not None and verdicts.used in before:
            used += 1
            wrong += usual is not None and not _is_same(document, usual)
    states = {one.template.id: one.state for one in keeper.templates(host)}
    if any(states[one] == "drifted" for one in before) or not used:
        return "found"
    return "missed" if wrong else "right"


def _is_same(document: Document, usual: Document) -> bool:
    left, right = document.published, usual.published
    return (
        document.title == usual.title
        and bag_f1(usual.text, document.text) >= _SAME_TEXT
        and (left.day if left else None) == (right.day if right else None)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
