"""Pages of goods, plans and people are not searched for a date: what stands on them is another thing's."""

from datetime import UTC, datetime

import pytest

from crawlers.extract import extract
from schemas.kinds import DocumentKind

_PAGE = (
    "<html><head><title>Torvane desk lamp</title></head><body><main><h1>Torvane desk lamp</h1>"
    f"<p>{'A lamp that turns to where the light is wanted. ' * 12}</p><p class='price'>€ 49.00</p>"
    "</main></body></html>"
)


@pytest.mark.parametrize(("kind", "searched"), [("product", False), ("article", True)])
def test_only_what_bears_dates_is_searched_for_one(
    kind: DocumentKind, searched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def found(tree: object, **_: object) -> str:
        asked.append(tree)
        return "2026-03-14"

    monkeypatch.setattr("htmldate.find_date", found)
    document = extract(
        _PAGE.encode(),
        url="https://torvane.example/lamp.html",
        kind=kind,
        seen=datetime(2026, 11, 24, tzinfo=UTC),
    )
    assert bool(asked) == searched
    assert (document.published is not None) == searched
