"""Companies called by plain words, by letters and by digits, where the text lets them act like companies."""

import pytest

from nlp.english.strangers import strangers


def found(title: str, text: str) -> set[str]:
    return {one.name for one in strangers(f"{title}\n{text}", len(title), [], [])}


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        ("Tin Whistle to cut fees", "Tin Whistle has cut its fees.", {"Tin Whistle"}),
        ("QZB opens plant", "QZB has opened a plant.", {"QZB"}),
        ("B&Z raises prices", "B&Z is raising its prices.", {"B&Z"}),
        ("Kettle picks a bank", "A loan for Kettle is due. Kettle picked it.", {"Kettle"}),
        ("The Copper Spoon sells shops", "The Copper Spoon has sold shops.", {"The Copper Spoon"}),
        ("Prices", "Dutch start-up 7larch has raised money.", {"7larch"}),
        ("Prices", "The order was awarded to LinnQuay.", {"LinnQuay"}),
        (
            "dribbleby sells its vans",
            "It is dear. The vans go. dribbleby has sold them.",
            {"dribbleby"},
        ),
        ("Zorrel: new terms", "We change what you pay.", {"Zorrel"}),
        ("Rain in Spain", "Rain is good. Rain falls.", set()),
        ("Kettle picks a bank", "The kettle is on. Kettle picked it.", set()),  # small as well
        ("Tin Whistle to cut fees", "It has cut its fees.", set()),  # not again
        ("Congress cuts taxes", "Congress has cut taxes in Congress.", set()),
        ("City Council sells land", "City Council has sold land.", set()),
        ("Update: new terms", "We change what you pay.", set()),
        ("Prices", "The iDribble has launched a rush.", set()),
    ],
)
def test_plain_words_that_act_are_a_company(title: str, text: str, names: set[str]) -> None:
    assert found(title, text) == names


def test_a_headline_with_capitals_everywhere_tells_nothing() -> None:
    assert not found("Tin Whistle Cuts Many Fees Again", "tin whistles are dear.")
