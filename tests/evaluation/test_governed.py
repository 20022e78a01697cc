"""Sentences under conditions, denials, hearsay and the past: the words for it, and what becomes of a status."""

import pytest

from evaluation import governed
from text.kept import yaml_of


@pytest.mark.parametrize("language", ["en", "zh"])
def test_there_are_words_of_each_sort(language: str) -> None:
    for sort, frames in yaml_of(governed.WORDS)[language].items():
        assert len(frames) == len(set(frames)) > 5, sort
        assert all(frame.count("{}") == 1 for frame in frames), sort


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_status_follows_what_its_sentence_is_put_under(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shares = governed.measure(language, number=24)
    assert set(shares) == {
        "background",
        "hypothetical",
        "question",
        "rumoured",
        "denied",
        "as it is",
    }
    assert all(share >= 0.6 for share in shares.values()), shares
    assert len(capsys.readouterr().out.splitlines()) == len(shares)
