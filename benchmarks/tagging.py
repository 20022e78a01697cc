"""How fast texts are tagged: ``python -m benchmarks.tagging [N]``, documents of 5 kB per second of processor.

The texts are the project's own short ones joined. ``joined`` reports an event in every other
sentence, far more than any article; ``article`` is one report among ordinary prose, as pages are.
Beside it stands, in the same run, a blank spaCy pipeline (tokenizer and sentence cutter alone, no
model): a figure of its own says more about the machine than about us. What a person waits for, the
command ``zhibi tag`` with its start, is measured too.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.corpora import FOLDER, read_items
from nlp.names.training import bracketed
from nlp.tagger import Tagger
from schemas.registry import Registry

SIZE = 5_000
_PUBLISHED = "2026-05-04"
# The first texts compile patterns and fill caches, once in a process; the command's figure has them.
_WARM = 20


def joined(language: str, count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Return title and text of *count* documents of about 5 kB, made of short reports of events."""
    items = [
        one for path in sorted((FOLDER / language).glob("*.jsonl")) for one in read_items(path)
    ]
    draw = random.Random(seed)  # noqa: S311 - the same texts in every run
    return [_filled(draw, [(one.title, one.text) for one in items], []) for _ in range(count)]


def articles(language: str, count: int, seed: int = 2) -> list[tuple[str, str]]:
    """Return documents of about 5 kB: one report of an event, then prose that reports none."""
    items = [
        one for path in sorted((FOLDER / language).glob("*.jsonl")) for one in read_items(path)
    ]
    reports = [(one.title, one.text) for one in items if one.moves]
    prose = [one.text for one in items if not one.moves] + [
        text for text, _ in bracketed(language, ["plain"])
    ]
    draw = random.Random(seed)  # noqa: S311
    return [_filled(draw, reports, prose) for _ in range(count)]


def _filled(
    draw: random.Random, reports: Sequence[tuple[str, str]], prose: Sequence[str]
) -> tuple[str, str]:
    """Return a report's title, and its text with others (*prose*, else reports) up to 5 kB."""
    title, first = draw.choice(reports)
    parts, size = [first], len(first.encode())
    while size < SIZE:
        more = draw.choice(prose) if prose else draw.choice(reports)[1]
        parts.append(more)
        size += len(more.encode())
    return title, "\n".join(parts)


def rate(work: Callable[[str, str], object], texts: Sequence[tuple[str, str]]) -> float:
    """Return documents per second of processor time."""
    for title, text in texts[:_WARM]:
        work(title, text)
    before = time.process_time()
    for title, text in texts[_WARM:]:
        work(title, text)
    return (len(texts) - _WARM) / (time.process_time() - before)


def _read(pipeline: Language, title: str, text: str) -> Doc:
    return pipeline(f"{title}\n{text}")


def command(texts: Sequence[tuple[str, str]]) -> float:
    """Return the seconds of processor time of ``zhibi tag`` over *texts*, start and all."""
    lines = "".join(
        json.dumps({"id": n, "title": title, "text": text, "published": _PUBLISHED}) + "\n"
        for n, (title, text) in enumerate(texts)
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - our own command
        [str(Path(sys.executable).with_name("zhibi")), "tag"],
        input=lines.encode(), stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measured(count: int) -> Iterator[str]:
    """Yield a line per language and sort of text."""
    tagger = Tagger(Registry())
    for language in ("en", "zh"):
        blank = spacy.blank("en" if language == "en" else "xx")
        blank.add_pipe("sentencizer")
        for name, texts in (
            ("article", articles(language, count)), ("joined", joined(language, count)),
        ):  # fmt: skip
            ours = rate(partial(tagger.tag, published=_PUBLISHED, language=language), texts)
            theirs = rate(partial(_read, blank), texts)
            yield (
                f"{language} {name:8} {ours:6.1f} documents/CPU-s; blank spaCy pipeline"
                f" {theirs:6.1f}; ratio {ours / theirs:.2f}"
            )
        texts = articles(language, count)
        yield (
            f"{language} command  {command(texts[:1]):6.1f} CPU-s for one document,"
            f" {command(texts):.1f} for {len(texts)}"
        )


def main(arguments: Sequence[str]) -> None:
    """Print the figures; *arguments* may hold the number of documents (60)."""
    for line in measured(_WARM + (int(arguments[0]) if arguments else 60)):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
