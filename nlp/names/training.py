"""Train the name model on the project's corpora: a conditional random field, by AdaGrad, the same each time.

Features are left out at random (Srivastava et al., Dropout, 2014), so that no name is learnt by its own letters alone,
and the weights are the mean of those after the last epochs (Polyak and Juditsky 1992).
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nlp.corpora import Item, items
from nlp.corpora.brief import brief
from nlp.corpora.named import LETTERS, well_named
from nlp.fields import NEVER, Picked, gradient
from nlp.hashing import BUCKETS
from nlp.names.chain import NAMES, TAGS, Chain, Floats, allowed
from nlp.names.features import indices
from nlp.names.marking import marked
from nlp.names.storing import packed
from nlp.names.tokens import Tokens, tokenize
from nlp.names.variety import Labelled, varied

# A feature seen in fewer items than this is a name's own letters, not what names are like.
_LEAST_ITEMS = 2
# With .25 and nothing left out, 12 epochs: on texts left out companies came to .78, .85 in English and .63, .70 in
# Chinese (passages, marked texts); so to .81, .85 and .66, .73; people gained .06 and .10 (29 Nov 2026).
_EPOCHS = 20
_RATE = 0.2
_LEFT_OUT = 0.5  # of the features of a token, anew in each step
_AVERAGED = 6
_EPOCHS_MORE = 12  # where there are many times as many texts
_BATCH = 48
_NO_COMPANY = np.array([not tag.endswith("-ORG") for tag in TAGS])
_FOLDER = Path(__file__).parent
_MARKED = re.compile(r"\[([OPLRD]) ([^\]]+)\]")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]")
_SMALL = re.compile(r"\b[a-z]{2,}\b")
_HEADLINE = " / "  # between headline and text


@dataclass
class _Sentences:
    """All sentences of a corpus: features per token row, gold tags, and where each sentence lies.

    *open_*: rows that nobody marked, of a text in which companies alone were looked for.
    """

    features: NDArray[np.int64]
    gold: NDArray[np.int64]
    open_: NDArray[np.bool_]
    spans: list[tuple[int, int]]


def gold_spans(text: str, mentions: Sequence[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Return where the mentions (surface, label) stand in *text*; of overlapping ones the longer stays."""
    found: list[tuple[int, int, str]] = []
    taken = np.zeros(len(text) + 1, dtype=bool)
    for surface, label in sorted(set(mentions), key=lambda one: (-len(one[0]), one)):
        if label not in NAMES:
            continue
        left = r"(?<![A-Za-z0-9])" if surface[0].isascii() and surface[0].isalnum() else ""
        right = r"(?![A-Za-z0-9])" if surface[-1].isascii() and surface[-1].isalnum() else ""
        for match in re.finditer(left + re.escape(surface) + right, text):
            if not taken[match.start() : match.end()].any():
                taken[match.start() : match.end()] = True
                found.append((match.start(), match.end(), label))
    return sorted(found)


def tags_of(tokens: Tokens, spans: Sequence[tuple[int, int, str]]) -> list[int]:
    """Return the tag of each token."""
    tags = [0] * len(tokens)
    place = 0
    for start, end, label in spans:
        while place < len(tokens) and tokens.starts[place] < start:
            place += 1
        first = True
        while place < len(tokens) and tokens.ends[place] <= end:
            tags[place] = TAGS.index(f"{'B' if first else 'I'}-{label}")
            first = False
            place += 1
    return tags


def _small_words(texts: Sequence[Labelled]) -> frozenset[str]:
    """Return the English words that the texts write in small letters; what has no capitals at all tells nothing."""
    found: set[str] = set()
    for text, mentions in texts:
        if not _CAPITALISED.search(text):
            continue
        names = {word for surface, _ in mentions for word in _SMALL.findall(surface)}
        found.update(word for word in _SMALL.findall(text) if word not in names)
    return frozenset(found)


def _read(
    texts: Sequence[Labelled], language: str, seed: int, partly: Sequence[Labelled]
) -> tuple[_Sentences, frozenset[str]]:
    features, gold, open_, spans, offset = [], [], [], [], 0
    small = _small_words(texts) if language == "en" else frozenset()
    whole = [*texts, *varied(texts, language, seed)]
    for number, (text, mentions) in enumerate([*whole, *partly]):
        tokens = tokenize(text, language)
        if not len(tokens):
            continue
        made, firsts = indices(text, tokens, language, small)
        tags = tags_of(tokens, gold_spans(text, mentions))
        rows = np.zeros(len(made), dtype=np.int64)
        for first, (begin, end) in zip(firsts, tokens.sentences, strict=True):
            rows[first : first + end - begin] = tags[begin:end]
            spans.append((offset + first, end - begin))
        features.append(made)
        gold.append(rows)
        open_.append((rows == 0) & (number >= len(whole)))
        offset += len(made)
    read = _Sentences(np.concatenate(features), np.concatenate(gold), np.concatenate(open_), spans)
    return read, small


def _texts(items: Sequence[Item]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for item in items:
        yield f"{item.title}\n{item.text}", [(m.text, m.label) for m in item.mentions]


def bracketed(language: str, sorts: Sequence[str] = ("plain", "dense")) -> Iterator[Labelled]:
    """Yield the texts that have names in brackets: *plain* ones are not about companies, *dense* ones full of names."""
    for sort in sorts:
        yield from read_bracketed(_FOLDER / f"{sort}.{language}.txt", headlines=sort == "dense")


def read_bracketed(file: Path, *, headlines: bool) -> Iterator[Labelled]:
    """Yield the texts of *file*, one a line, with their names (surface, label); *headlines* end in a blank, a slash, a blank."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            mentions: list[tuple[str, str]] = [
                (match[2], LETTERS[match[1]]) for match in _MARKED.finditer(line)
            ]
            text = _MARKED.sub(lambda match: match[2], line)
            yield text.replace(_HEADLINE, "\n", int(headlines)), mentions


def _table(features: NDArray[np.int64], offsets: Sequence[int]) -> tuple[NDArray[np.int32], int]:
    """Number the features that occur in enough items; the others are 0."""
    counts = np.zeros(BUCKETS + 1, dtype=np.int32)
    for begin, end in itertools.pairwise(offsets):
        counts[np.unique(features[begin:end])] += 1
    kept = np.flatnonzero(counts >= _LEAST_ITEMS)
    table = np.zeros(BUCKETS + 1, dtype=np.int32)
    table[kept] = np.arange(1, len(kept) + 1)
    return table, len(kept) + 1


def train(
    items: Sequence[Item], language: str, seed: int = 7, epochs: int = _EPOCHS,
    partly: Sequence[Labelled] = (), passages: Iterable[Labelled] = (),
) -> Chain:  # fmt: skip
    """Return the model learnt from *items* of one language; seconds per epoch, the same for one *seed*.

    *passages*: further texts with all their names. *partly*: others, in which companies are marked and other names may
    stand unmarked.
    """
    data, small = _read([*_texts(items), *passages], language, seed, partly)
    blocks = np.linspace(0, len(data.features), 400, dtype=np.int64)
    table, size = _table(data.features, blocks.tolist())
    rows = table[data.features].astype(np.int64)
    tags = len(TAGS)
    weights: Floats = np.zeros((size, tags), dtype=np.float32)
    steps: Floats = np.zeros((tags, tags), dtype=np.float32)
    first: Floats = np.zeros(tags, dtype=np.float32)
    seen = np.full((size, 1), 1e-2, dtype=np.float32)
    seen_steps = np.full((tags, tags), 1e-2, dtype=np.float32)
    never = ~allowed()
    starts_inside = np.array([tag.startswith("I-") for tag in TAGS])
    random = np.random.default_rng(seed)
    order = sorted(range(len(data.spans)), key=lambda i: data.spans[i][1])
    batches = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
    averaged = min(epochs, _AVERAGED)
    means = [np.zeros_like(one) for one in (weights, steps, first)]
    for epoch in range(epochs):
        for number in random.permutation(len(batches)):
            spans = [data.spans[i] for i in batches[number]]
            steps_now = np.where(never, NEVER, steps)
            first_now = np.where(starts_inside, NEVER, first)
            where = np.concatenate([np.arange(s, s + n) for s, n in spans])
            kept = random.random((len(where), rows.shape[1]), dtype=np.float32) >= _LEFT_OUT
            picked = Picked(rows[where] * kept, size)
            scores = picked.summed(weights)
            sizes = [n for _s, n in spans]
            push, push_steps, push_first = _slopes(data, where, sizes, scores, steps_now, first_now)
            picked.descend(weights, seen, push, _RATE)
            seen_steps += push_steps**2
            steps -= _RATE * push_steps / np.sqrt(seen_steps)
            first -= _RATE * push_first.sum(axis=0) / np.float32(np.sqrt(len(spans)))
        if epoch >= epochs - averaged:
            for mean, one in zip(means, (weights, steps, first), strict=True):
                np.add(mean, one / np.float32(averaged), out=mean)
    weights, steps, first = means
    steps = np.where(never, NEVER, steps)
    first = np.where(starts_inside, NEVER, first)
    return Chain(table, weights, steps, first, small)


def _slopes(
    data: _Sentences, where: NDArray[np.int64], sizes: Sequence[int], scores: Floats,
    steps: Floats, first: Floats,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Return what the loss of some sentences (rows *where*) changes with.

    Where tokens are open, what is likely is held against what is likely among the tags that they may
    have: all but those of companies. (The gold, which both slopes hold, falls out.)
    """
    gold, open_ = data.gold[where], data.open_[where]
    slopes = gradient(scores, gold, sizes, steps, first)
    if not open_.any():
        return slopes
    may = np.where(open_[:, None], _NO_COMPANY, np.eye(len(TAGS), dtype=bool)[gold])
    within = gradient(np.where(may, scores, NEVER), gold, sizes, steps, first)
    push, push_steps, push_first = (one - other for one, other in zip(slopes, within, strict=True))
    return push, push_steps, push_first


def train_ner(
    language: Literal["en", "zh"], seed: int = 7, *, held: Callable[[Item], bool] | None = None
) -> bytes:
    """Return the model file of *language*, the same bytes for one *seed*.

    *held* says of a text of the corpora that nothing is to be learnt from it. The model is learnt from the texts whose
    every name was marked by hand; Chinese companies also from those of which the moves are marked. (English companies
    came out worse in contracts and posts.)
    """
    whole = list(well_named(language))
    best = [one for one in whole if not (held and held(one))]
    passages = list(bracketed(language))
    chain = train(best, language, seed, passages=passages)
    if language == "zh":
        known = {one.id for one in whole}
        others = [one for one in [*items("zh"), *brief("zh")] if one.id not in known]
        others = [one for one in others if not (held and held(one))]
        chain = train(best, "zh", seed, _EPOCHS_MORE, list(marked(others, chain)), passages)
    return packed(chain)
