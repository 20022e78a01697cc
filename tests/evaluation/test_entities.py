from evaluation.entities import LABELS, items, measure
from evaluation.marked import Mark, unmarked


def test_marks_are_taken_out_and_their_places_kept() -> None:
    plain, marks = unmarked("Pay [€3m|MONEY|3000000 EUR] to [Ola|PERSON].")
    assert plain == "Pay €3m to Ola."
    assert marks == [
        Mark(4, 7, ("MONEY", "3000000 EUR")),
        Mark(11, 14, ("PERSON",)),
    ]


def test_every_mark_of_the_gold_has_a_label_and_its_words() -> None:
    for language in ("en", "zh"):
        for item in items(language):
            full = f"{item.title}\n{item.text}"
            for span in item.spans:
                assert span.label in LABELS
                assert full[span.start : span.end].strip() == full[span.start : span.end] != ""


def test_money_percentages_and_days_are_read_as_well_as_they_were() -> None:
    found = measure("zh", "even")
    assert found["MONEY"].spans.f1 >= 0.95
    assert found["PERCENT"].spans.f1 >= 0.93
    assert found["MONEY"].values >= 0.95 * found["MONEY"].valued
