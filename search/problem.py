"""What is wrong with a query, shown with a caret under the place."""

from schemas.errors import WrongUseError
from text.display import display_width


class QueryError(WrongUseError):
    """A query cannot be read. *position* counts characters of *query*; *suggestion* may mend it."""

    def __init__(self, what: str, *, query: str, position: int, suggestion: str = "") -> None:
        super().__init__(what, where="query", remedy=suggestion)
        self.query = query
        self.position = max(0, min(position, len(query)))
        self.suggestion = suggestion

    @property
    def caret(self) -> str:
        """Return the query's part around the position and, below it, a caret (two lines)."""
        # 40 columns before and 35 after fit on a terminal line of 80 with a prompt
        start = max(0, self.position - 40)
        shown = "".join(
            char if char.isprintable() else " " for char in self.query[start : self.position + 35]
        )
        indent = display_width(shown[: self.position - start])
        return f"{shown}\n{' ' * indent}^"
