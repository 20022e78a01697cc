"""What reports put first speaks for one event, or against it."""

import pytest

from nlp.stories.leads import Text, lead, of_leads, weighed
from nlp.stories.near import fingerprint
from schemas.language import Mention, Tags

EN = ("Ferry runs aground", "A Norholm ferry hit rocks off Skarve. Captain Edda Viken was hurt.")
ZH = ("渡轮触礁", "一艘渡轮在斯卡沃触礁。船长艾达·维肯受伤。")


def tags(title: str, text: str, language: str, **named: str) -> Tags:
    """Return tags of a text with a name of each label given."""
    whole = f"{title}\n{text}"
    mentions = tuple(
        Mention(start=at, end=at + len(name), text=name, label=label)
        for label, name in named.items()
        if (at := whole.find(name)) >= 0
    )
    return Tags(language=language, mentions=mentions)


def of(title: str, text: str, language: str = "en", **named: str) -> Text:
    """Return the lead of a text, every word as rare as any, and all its terms."""
    terms = frozenset(fingerprint(f"{title}\n{text}").terms)
    found = lead(title, text, tags(title, text, language, **named))
    return Text(found, weighed(found.words, _rare), terms)


def _rare(_term: str) -> float:
    return 1.0


def compare(one: Text, other: Text) -> dict[str, float]:
    return of_leads(one, other, _rare)


def test_words_come_from_title_and_first_sentence_names_from_the_second_too() -> None:
    found = of(*EN, PERSON="Edda Viken", PLACE="Skarve").lead
    assert {"aground", "rock"} <= found.words
    assert "captain" not in found.words
    assert found.people == {frozenset({"viken"})}
    assert found.places == {frozenset({"skarv"})}


def test_names_further_down_are_none_of_the_lead() -> None:
    title, text = EN
    found = of(
        title, f"{text} The weather was calm. Mayor Odd Brekke came.", PERSON="Odd Brekke"
    ).lead
    assert found.people == frozenset()


@pytest.mark.parametrize(
    ("text", "untold"),
    [
        pytest.param(
            "Rocks off Skarve broke a ferry. Viken, its captain, is in hospital.",
            0.0,
            id="by-last-name",
        ),
        pytest.param(
            "Rocks off Skarve broke a ferry. Its captain is in hospital.", 1.0, id="not-named"
        ),
    ],
)
def test_a_person_of_one_lead_may_be_named_anywhere_in_the_other_text(
    text: str, untold: float
) -> None:
    one = of(*EN, PERSON="Edda Viken")
    other = of("Ferry damaged", f"Nobody died on Monday. The sea was calm. {text}")
    assert compare(one, other)["people untold"] == untold


def test_two_leads_with_a_person_each_that_the_other_does_not_name_are_two_signs() -> None:
    one = of(*EN, PERSON="Edda Viken")
    other = of(
        "Ferry late", "A Norholm ferry left late. Captain Jon Moe had overslept.", PERSON="Jon Moe"
    )
    assert compare(one, other)["people untold"] == 2.0


def test_a_chinese_name_is_known_by_what_follows_its_last_dot() -> None:
    one = of(*ZH, "zh", PERSON="艾达·维肯")
    assert (
        compare(one, of("船长受伤", "渡轮触礁之后，维肯被送往医院。", "zh"))["people untold"] == 0.0
    )
    assert (
        compare(one, of("船长受伤", "渡轮触礁之后，船长被送往医院。", "zh"))["people untold"] == 1.0
    )


def test_places_count_where_both_leads_name_them() -> None:
    one = of(*EN, PLACE="Skarve")
    near = of("Rocks again", "Off Skarve a trawler sank.", PLACE="Skarve")
    far = of("Rocks again", "Off Torvik a trawler sank.", PLACE="Torvik")
    assert compare(one, near)["lead places"] == 1.0
    assert compare(one, far)["lead places"] == 0.0


def test_the_share_of_a_lead_that_is_told_counts_words_anywhere_in_the_other_text() -> None:
    one = of(*EN)
    whole = of("Night at sea", f"It was calm on Monday. {EN[0]}: {EN[1]}")
    assert compare(one, whole)["lead told"] == pytest.approx(0.5)
    assert compare(one, of("Budget passed", "Parliament voted on taxes."))["lead told"] == 0.0


def test_an_empty_text_says_nothing() -> None:
    assert compare(of("", ""), of(*EN))["lead told"] == 0.0
