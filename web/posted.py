"""What a form sent, as text: fields, lines of a field, rows of fields."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from text.display import one_line

# Of one field; more is no name of anybody.
LONGEST = 400
_MOST_LINES = 2000
_BETWEEN = re.compile(r"[;；\n]")


class Posted:
    """The fields of a form. Names and lines come without controls and marks of direction."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def text(self, name: str, longest: int = LONGEST) -> str:
        """Return a field as one line, empty where it was not sent."""
        return one_line(self.raw(name)[: 4 * longest], longest)

    def raw(self, name: str) -> str:
        """Return a field as it was typed."""
        value = self._form.get(name, "")
        return value if isinstance(value, str) else ""

    def has(self, name: str) -> bool:
        """Say whether the form had such a field."""
        return name in self._form

    def all(self, name: str) -> list[str]:
        """Return every value of a field that comes several times."""
        values = self._form.getlist(name)
        return [one_line(one, LONGEST) if isinstance(one, str) else "" for one in values]

    def lines(self, name: str) -> list[str]:
        """Return the lines of a field that are not empty, each once."""
        found = (one_line(line, LONGEST) for line in self.raw(name).split("\n")[:_MOST_LINES])
        return list(dict.fromkeys(line for line in found if line))

    def rows(self, names: Sequence[str]) -> Iterator[dict[str, str]]:
        """Yield the rows of fields that stand beside each other, the empty ones too."""
        columns = [self.all(name) for name in names]
        for number in range(max(map(len, columns), default=0)):
            yield {
                name: column[number] if number < len(column) else ""
                for name, column in zip(names, columns, strict=True)
            }


def several(text: str) -> list[str]:
    """Return the names of a field that takes several, with semicolons between them."""
    return list(dict.fromkeys(one for part in _BETWEEN.split(text) if (one := part.strip())))


async def _read(request: Request) -> Posted:
    return Posted(await request.form())  # the door has read it already: it is kept


Sent = Annotated[Posted, Depends(_read)]
"""What a route asks for to get the form that was posted."""
