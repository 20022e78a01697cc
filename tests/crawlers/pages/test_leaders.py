"""Leadership pages: how many people and roles are found, and how many of those found are right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

PAGES = yaml.safe_load(
    (Path(__file__).parent / "people" / "pages.yaml").read_text(encoding="utf-8")
)
# Pairs of name and role over all pages; they may rise, never fall.
FLOOR = 0.97


def listed(read: Callable[..., Any], page: dict[str, Any]) -> list[tuple[str, str]]:
    markup = f"<html><head><title>Leadership | Velmora</title></head><body><nav><a href='/'>Home</a> <a href='/about'>About us</a> <a href='/jobs'>Jobs</a></nav>{page['html']}<footer><p>© 2026 Velmora. Managing director: see imprint.</p></footer></body></html>"
    document = read(markup, url="https://velmora.example/about/leadership", kind="people")
    return [(one.name, one.role) for one in document.people]


def test_people_and_roles_are_found_and_right(read: Callable[..., Any]) -> None:
    found = right = wanted = 0
    wrong: list[str] = []
    for page in PAGES:
        gold = {(name, role) for name, role in page["people"]}
        seen = set(listed(read, page))
        found, right, wanted = found + len(seen), right + len(seen & gold), wanted + len(gold)
        if seen != gold:
            wrong.append(
                f"{page['id']}: missing {sorted(gold - seen)}, too many {sorted(seen - gold)}"
            )
    assert len(PAGES) >= 20
    told = "\n".join(wrong)
    assert right / found >= FLOOR, told
    assert right / wanted >= FLOOR, told


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page["id"]))
def test_people_keep_the_order_of_the_page(read: Callable[..., Any], page: dict[str, Any]) -> None:
    names = [name for name, _ in listed(read, page)]
    gold = [name for name, _ in page["people"]]
    assert [name for name in names if name in gold] == [name for name in gold if name in names]
