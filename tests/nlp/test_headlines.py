"""What headlines of firms' pages, trade papers and review sites say in a few words (nlp/frames/headlines.en.yaml)."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry())
Told = tuple[str, str, str, str, str]  # title, text, kind, status, actor

NEWS: dict[str, Told] = {
    "a review with its good and bad sides": (
        "“Good scheduler, poor phone app”",
        (
            "We have used Rotaway for two years in three bakeries. Shifts are planned in minutes. Pros: speed, price. Cons: the"
            " phone app, which crashes when it rains."
        ),
        "customer-review",
        "done",
        "Rotaway",
    ),
    "a department taken apart": (
        "Ostrander breaks up its cloud practice",
        "The consultancy Ostrander has broken up its cloud practice and spread its 200 people over five industry groups.",
        "restructuring",
        "done",
        "Ostrander",
    ),
    "a buyer is looked for": (
        "Morven said to be shopping its parcels arm",
        (
            "A blue folder has been making the rounds in Glasgow. Inside, say two people who have seen it, is the parcels arm of"
            " Morven. There would be reasons: the arm made a loss last year, and its vans are old. Nobody at Morven wished to"
            " comment, and it may still come to nothing."
        ),
        "divestiture",
        "rumoured",
        "Morven",
    ),
    "past a listing committee": (
        "Jinling Robotics clears Hong Kong hearing",
        (
            "One hurdle fewer for Jinling Robotics. The listing committee in Hong Kong heard the maker of welding arms on Tuesday"
            " and let it pass, a revised prospectus shows."
        ),
        "public-offering",
        "done",
        "Jinling Robotics",
    ),
    "out of its beta": (
        "Ossia Pay is available in nine countries",
        (
            "From this morning any shop can take money where the basket is. Ossia Pay has left its private beta and is available"
            " in nine countries, Poland and Portugal among them. It was made by thirty people of Ossia in Cork."
        ),
        "product-launch",
        "done",
        "Ossia",
    ),
    "how it was done": (
        "How we moved our search from Elasticsearch to PostgreSQL",
        (
            "At Quillon, search ran on Elasticsearch for six years. In October we moved our search from Elasticsearch to"
            " PostgreSQL and halved the bill."
        ),
        "technology",
        "done",
        "Quillon",
    ),
}
NONE = {
    "advice on betas": (
        "Tips for a private beta",
        "How to run a private beta that teaches you something: invite few people, call them every week, and end it in time.",
    ),
    "a guide": (
        "Is a container worth it?",
        (
            "Many teams moved their workloads from virtual machines to containers ten years ago. Should you? A guide with pros"
            " and cons: cost, skills, lock-in."
        ),
    ),
    "another committee": (
        "Nominee passes hearing",
        "The nominee sailed through a hearing in Washington on Tuesday; Corbel Steel was mentioned once.",
    ),
    "looking for a buyer at home": (
        "Selling the old boat",
        "Families looking for a buyer for their old boat should read the small print, says Aldous Insurance.",
    ),
}


@pytest.mark.parametrize("name", NEWS)
def test_a_headline_and_its_text_tell_it(name: str) -> None:
    title, text, kind, status, actor = NEWS[name]
    moves = TAGGER.tag(title, text, published="2026-11-20").moves
    assert (kind, status, actor) in {
        (m.kind, m.status, m.actor.text if m.actor else "") for m in moves
    }


@pytest.mark.parametrize("name", NONE)
def test_like_words_of_other_things_tell_nothing(name: str) -> None:
    title, text = NONE[name]
    assert not TAGGER.tag(title, text, published="2026-11-20").moves


def test_salaries_and_offers_of_a_year_are_neither_outlook_nor_price_cut() -> None:
    pay = TAGGER.tag(
        "Why Corvell is looking for customs engineers",
        "Corvell has posted forty vacancies for engineers; the trade reckons with €95,000 a year.",
    )
    offer = TAGGER.tag(
        "Corvell Business at 20% off until 30 September",
        "Whoever subscribes between today and 30 September pays 20% less for the first year.",
    )
    assert "guidance" not in {m.kind for m in pay.moves}
    assert "price-decrease" not in {m.kind for m in offer.moves}


def test_most_of_a_company_is_bought_and_no_part_of_it() -> None:
    title, text = (
        "Nelvara to buy 74% of Ishanya",
        "Nelvara said on Wednesday it has agreed to buy 74% of Ishanya Laminates.",
    )
    assert [m.kind for m in TAGGER.tag(title, text, published="2026-11-20").moves] == [
        "acquisition"
    ]


def test_a_cloud_in_quotation_marks_that_goes_down_is_a_company_and_a_chain_no_product() -> None:
    down = TAGGER.tag(
        "换打卡系统",
        "上周三早上，“考勤云”又崩了两个多小时，全厂一千二百人没法打卡。老板当天拍板，考勤云到期不再续约，改用另一家。",
    )
    chain = TAGGER.tag("", "租约由咖啡连锁“拾露北”接手。")
    assert ("考勤云", "ORG") in {(m.text, m.label) for m in down.mentions}
    assert "拾露北" not in {m.text for m in chain.mentions if m.label == "PRODUCT"}


def test_a_brokers_target_in_a_later_sentence_does_not_silence_a_headline() -> None:
    title = "Corvell raises guidance for 2026"
    text = "The maker of welding arms had a good autumn. Two brokers lifted their price targets on the shares."
    told = TAGGER.tag("Brokers lift Corvell target", text[text.index("Two") :])
    assert [m.kind for m in TAGGER.tag(title, text).moves] == ["guidance"]
    assert not told.moves
