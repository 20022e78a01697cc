"""The card of a model: what it is, what it learned from, how good it is, where it fails. Made, not written."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nlp.learning.model import MoveModel

_FIGURES = ("macro_f1", "precision", "recall", "status", "actor", "slots_f1", "false_on_negatives")


def card(model: MoveModel) -> str:
    """Return the card as Markdown."""
    return "\n".join(_lines(model)) + "\n"


def write(model: MoveModel, path: Path) -> None:
    """Write the card beside the model."""
    path.with_suffix(".md").write_text(card(model), encoding="utf-8")


def _lines(model: MoveModel) -> Iterator[str]:
    about = model.about
    texts: Mapping[str, int] = about["texts"]
    corpora: Mapping[str, str] = about["corpora"]
    yield "# The model of moves"
    yield ""
    yield f"sha256 of its numbers: `{model.digest}`"
    yield ""
    yield (
        "Weighs what the frames found together with the words of the passage: a probability for each kind of move in it,"
        " moves that no frame found, and the status. Linear models over words, concepts (`nlp/learning/concepts.yaml`,"
        f" `concepts.zh.yaml`) and frames, for kinds with hidden units beside them ({_units(model)}); names are hidden from it. Slots and actors are filled by a chain over the tokens around"
        " the trigger (`nlp/slotting/`), which weighs what the rules filled. It reads English and Chinese, and nothing else."
    )
    yield ""
    yield (
        f"Trained by `zhibi nlp train` on {texts.get('en', 0)} English and {texts.get('zh', 0)} Chinese texts written for"
        f" this project (corpora {_marks(corpora)}, frames `{about['frames']}`), of invented companies. The same texts"
        " and frames give the same model."
    )
    for language, own in about.get("words", {}).items():
        yield ""
        yield (
            f"Which kinds a text tells was learnt anew ({language}: `zhibi nlp train --kinds {language}`, {own['texts']} texts, corpora"
            f" `{own['corpora']}`, frames `{own['frames']}`); statuses, actors and slots stay. The figures of these below are"
            " of what was learnt with the kinds."
        )
    for language, own in about.get("slots", {}).items():
        yield ""
        yield (
            f"Who acts and what fills the slots was learnt by itself later ({language}: `zhibi nlp train --slots {language}`, {own['texts']}"
            f" texts, corpora `{own['corpora']}`, frames `{own['frames']}`), each text read with names that were not learnt"
            " from it. The figures of actors and slots below are of the model before."
        )
    yield ""
    yield (
        "Figures on texts left out in turn (each was read by a model that never saw it), and of the frames alone. *Brief* are"
        " the texts of a line (`nlp/corpora/README.md`); slots are of those that have them marked."
        " Chinese names were learnt from the same texts, which flatters actors there."
    )
    yield ""
    yield "| | " + " | ".join(_FIGURES) + " |"
    yield "|---" * (len(_FIGURES) + 1) + "|"
    for name in ("cross_validated", "frames_alone"):
        for language, figures in about[name].items():
            told = " | ".join(f"{figures[one]:.3f}" for one in _FIGURES)
            yield f"| {name.replace('_', ' ')}, {language} | {told} |"
    yield ""
    yield "How far its confidence can be trusted (mean squared error; expected calibration error):"
    yield ""
    yield "| | n | Brier | ECE |"
    yield "|---|---|---|---|"
    for name, one in about["reliability"].items():
        yield f"| {name} | {one['n']} | {one['brier']:.3f} | {one['ece']:.3f} |"
    yield ""
    yield from _kinds(about)


def _marks(by_language: Mapping[str, str]) -> str:
    return " and ".join(f"`{mark}`" for mark in by_language.values())


def _units(model: MoveModel) -> str:
    """Say how many hidden units each language has."""
    return ", ".join(
        f"{language}: {len(own.words.units)}" for language, own in sorted(model.languages.items())
    )


def _kinds(about: Mapping[str, Any]) -> Iterator[str]:
    yield "Per kind, on texts left out: precision, recall, F1, number of moves."
    yield ""
    yield "| kind | English | Chinese |"
    yield "|---|---|---|"
    by_language = about["kinds"]
    for kind in sorted({kind for kinds in by_language.values() for kind in kinds}):
        cells = [_cell(by_language.get(language, {}).get(kind)) for language in ("en", "zh")]
        yield f"| {kind} | {cells[0]} | {cells[1]} |"
    yield ""
    counts = [one["n"] for name in ("en", "zh") for one in by_language.get(name, {}).values()]
    yield (
        f"Kinds have {min(counts, default=0):.0f} to {max(counts, default=0):.0f} moves per language: of a hundred, a figure is off by .05 easily."
        " What it has not seen: other languages, scanned or machine-translated text, and trades the corpora lack."
    )


def _cell(one: Mapping[str, float] | None) -> str:
    if one is None:
        return "–"
    return f"{one['p']:.2f} · {one['r']:.2f} · {one['f1']:.2f} · {one['n']:.0f}"
