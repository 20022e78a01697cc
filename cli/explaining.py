"""What made a move, or refused it, as lines that a person reads on a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

import typer

from cli.terminal import out

Answer = Mapping[str, Any]


def write_reasons(answers: Iterable[Answer]) -> NoReturn:
    """Write the explanation of each answer and end the command: 1 where a line could not be read."""
    failed = 0
    for answer in answers:
        failed += "error" in answer
        for line in reasons(answer):
            out.print(line, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1 if failed else 0)


def reasons(answer: Answer) -> Iterator[str]:
    """Yield the lines on one text: each trigger, what was decided, and what weighed how much."""
    if "error" in answer:
        yield f"{answer['id']}: {answer['error']['message']}"
        return
    moves = ", ".join(f"{one['kind']} {one['status']}" for one in answer["moves"]) or "no move"
    yield f"{answer['id']}: {moves}"
    for one in answer["explanation"]:
        sign = "+" if one["kept"] else "-"
        what = one["status"] if one["kept"] else f"no move: {one['reason']}"
        yield f"  {sign} {one['kind']} {what} ({one['confidence']:.2f}), actor {one['actor'] or '–'}"
        yield f"      “{one['trigger']}” in “{one['sentence']}”"
        because = f", because of “{one['because']}”" if one["because"] else ""
        yield f"      rule {one['rule']}{because}"
        if len(one.get("actors", ())) > 1:
            names = [f"{name['name']} {name['chance']:.2f}" for name in one["actors"]]
            yield "      who acts: " + ", ".join(names)
        if "weighed" in one:
            yield from _weighed(one["weighed"])


def _weighed(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"      probability {one['probability']:.2f}, needs {one['needed']:.2f}"
    facts = [f"{fact['fact']} {fact['points']:+.1f}" for fact in one["facts"]]
    yield "      sum: " + ", ".join(facts)
    words = [
        f"{word['words'] or word['feature']} {word['points']:+.2f}"
        for word in one["words"]
        if word["points"]
    ]
    if words:
        yield "      words: " + ", ".join(words)
