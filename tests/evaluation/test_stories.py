"""The figures of stories on our own bilingual gold, pinned on the half nobody tuned to."""

import json

from evaluation.floors import worse
from evaluation.stories import b_cubed, false_merges, measure_own, others, own_rows


def test_reports_in_both_languages_meet_as_well_as_they_did() -> None:
    figures = measure_own("odd")
    assert not worse("stories", {f"own {key}": value for key, value in figures.items()})


def test_stories_of_other_hands_meet_as_well_as_they_did() -> None:
    figures = {
        f"{folder.name} {key}": value
        for folder in others()
        for key, value in measure_own("odd", folder=folder).items()
    }
    assert figures
    assert not worse("stories", figures)


def test_the_gold_has_what_it_promises() -> None:
    rows = own_rows()
    stories: dict[str, set[str]] = {}
    for row in rows:
        stories.setdefault(row["story"], set()).add(row["language"])
    assert len(rows) >= 250
    assert len({row["id"] for row in rows}) == len(rows)
    assert len(stories) >= 60
    assert sum(len(languages) == 2 for languages in stories.values()) >= len(stories) / 2
    assert json.dumps(rows)


def test_the_measures_count_pairs() -> None:
    assert b_cubed(["a", "a", "b"], ["x", "x", "y"]) == (1.0, 1.0, 1.0)
    assert false_merges(["a", "b", "b"], ["x", "x", "x"]) == round(2 / 3, 4)
    assert false_merges(["a", "b"], ["x", "y"]) == 0.0
