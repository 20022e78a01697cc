"""Names in passages full of them are compared place by place, with and without a headline."""

from pathlib import Path

import pytest

from evaluation import dense_names


@pytest.fixture
def passages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of passages in the place of the project's."""
    monkeypatch.setattr(dense_names, "_FOLDER", tmp_path)
    return tmp_path


def test_names_count_where_they_stand_behind_a_headline_and_without(passages: Path) -> None:
    (passages / "en.txt").write_text(
        "[O Velkat Foods Ltd] buys [O Orvane Group Inc] / [O Velkat Foods Ltd] has bought [O Orvane Group Inc] for cash.\n"
        "[O Velkat Foods Ltd] has sued [O Orvane Group Inc], said Mr [P Tom Miller].\n",
        encoding="utf-8",
    )
    found = dense_names.measure("en", "all")
    assert (found["ORG"].right, found["ORG"].false, found["ORG"].missed) == (6, 0, 0)
    assert (found["PERSON"].right, found["PERSON"].missed) == (1, 0)


def test_a_missed_name_and_a_false_one_are_told(passages: Path) -> None:
    (passages / "en.txt").write_text(
        "Velkat Foods Ltd has sued the [O tailor].\n", encoding="utf-8"
    )
    companies = dense_names.measure("en", "all")["ORG"]
    assert (companies.right, companies.false, companies.missed) == (0, 1, 1)
    assert any("missed" in one and "tailor" in one for one in companies.errors)


def test_errors_of_the_unread_half_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        dense_names.main(["--errors", "--half", "odd"])
    assert "the other stays unseen" in capsys.readouterr().err
