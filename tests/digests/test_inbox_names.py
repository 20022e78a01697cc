"""What is handed over comes from nowhere that has an address: it is named by how it came."""

import pytest

from digests.words import words
from schemas.registry import Source


@pytest.mark.parametrize(
    ("source", "english", "chinese"),
    [
        ({"id": "added"}, "added by hand", "手工添加"),
        ({"id": "added-velmora"}, "added by hand", "手工添加"),
        ({"id": "imported-patents"}, "from a table", "表格导入"),
        ({"id": "drop", "folder": "press"}, "inbox press", "收件箱 press"),
        ({"id": "letters", "mailbox": "news"}, "inbox news", "收件箱 news"),
    ],
    ids=["added", "added of a company", "imported", "folder", "mailbox"],
)
def test_an_inbox_is_named_for_people(source: dict[str, str], english: str, chinese: str) -> None:
    where = Source.model_validate({"kind": "inbox", **source}).where
    assert [words("en").source(where), words("zh").source(where)] == [english, chinese]


def test_other_names_stay_as_they_are() -> None:
    assert words("zh").source("Harbour Daily") == "Harbour Daily"
