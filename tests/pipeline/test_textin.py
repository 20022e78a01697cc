"""Texts piped in: a line that cannot be read is told, the others are grouped."""

import json

import pytest

from pipeline.textin import stories, tags
from schemas.registry import Company, Registry

REGISTRY = Registry(
    companies=(Company(id="dorrick", names={"en": ("Dorrick",), "zh": ("多里克",)}),)
)
GOOD = (
    {"id": "1", "title": "Dorrick pays $5 million for Pellam", "text": "Dorrick acquires Pellam for $5 million.", "published": "2026-05-04"},
    {"id": 2, "title": "多里克收购Pellam", "text": "多里克以500万美元收购Pellam。", "published": "2026-05-04T10:00:00+08:00"},
    {"id": "3", "title": None, "text": "Ferries are late in the fog.", "published": None},
)  # fmt: skip


def lines(*rows: object) -> list[str]:
    return [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]


@pytest.mark.parametrize("published", ["yesterday", 20260504, "2026-13-45", ["2026-05-04"], {}])
def test_a_wrong_day_is_told_and_the_rest_goes_on(published: object) -> None:
    bad = {"id": "x", "title": "a", "text": "b", "published": published}
    for answer in (stories, tags):
        found = list(answer(lines(bad, *GOOD), REGISTRY))
        assert [one["id"] for one in found] == ["x", "1", 2, "3"]
        assert "published" in found[0]["error"]["message"]
        assert not any("error" in one for one in found[1:])


def test_two_languages_meet_and_noise_stays_alone() -> None:
    found = list(stories(lines("garbage", *GOOD, ""), REGISTRY))
    assert found[0]["error"]["reason"] == "invalid"
    told = {one["id"]: one["story"] for one in found[1:]}
    assert told["1"] == told[2] != told["3"]
    assert all(one["stories"][0] == one["story"] for one in found[1:])


def test_half_a_character_is_lost_and_nothing_else() -> None:
    row = '{"id": "a\\udc00", "title": "", "text": "Kestro \\ud800 has bought Velmora Ltd \\ud83d\\ude00."}'
    for answer in (stories, tags):
        (found,) = answer([row.replace('""', '"", "published": "2026-05-04"', 1)], REGISTRY)
        assert "error" not in found
        json.dumps(found, ensure_ascii=False).encode()
    (told,) = tags([row], REGISTRY)
    assert "Velmora Ltd" in {one["text"] for one in told["mentions"]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_letters_that_grow_when_small_shift_nothing(language: str) -> None:
    text = "İİİ İŞ Bankası “李子”推出新品\nİŞ has bought Kestro for $4 million"
    (found,) = tags([json.dumps({"id": "1", "title": "", "text": text})], REGISTRY, language)
    assert "error" not in found
    for move in found["moves"]:
        assert all(0 <= one["start"] < one["end"] <= 1 + len(text) for one in move["evidence"])
