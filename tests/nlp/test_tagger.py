import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.tagger import Tagger
from schemas.registry import Company, Person, Product, Registry

REGISTRY = Registry(
    companies=(
        Company(
            id="velmora",
            names={"en": ("Velmora", "Velmora Group"), "zh": ("维墨", "维墨科技")},
            products=(
                Product(id="velmora-team", names={"en": ("Velmora Team",), "zh": ("维墨团队版",)}),
            ),
            people=(Person(name="Annika Brandsma", role="chief executive"),),
            tickers=("VLM",),
        ),
        Company(
            id="mango", names={"en": ("Mango",), "zh": ("芒果",)}, context=("software", "软件")
        ),
        Company(id="hua", names={"zh": ("寰舟数据",)}),
    )
)


@pytest.fixture(scope="module")
def known() -> Tagger:
    return Tagger(REGISTRY)


def entities(tagger: Tagger, title: str, text: str) -> set[tuple[str, str | None]]:
    return {
        (m.text, m.entity)
        for m in tagger.tag(title, text, published="2026-06-15").mentions
        if m.entity
    }


def test_names_of_every_language_lead_to_one_company(known: Tagger) -> None:
    assert ("Velmora", "velmora") in entities(known, "", "Velmora's new office is in Ghent.")
    assert ("维墨科技", "velmora") in entities(known, "", "维墨科技今日在上海召开发布会。")


def test_traditional_forms_are_known(known: Tagger) -> None:
    assert ("寰舟數據", "hua") in entities(known, "", "寰舟數據宣布擴大招聘。")


def test_products_people_and_tickers_are_known(known: Tagger) -> None:
    found = entities(known, "", "Annika Brandsma showed Velmora Team; VLM rose.")
    assert {
        ("Annika Brandsma", "velmora:Annika Brandsma"),
        ("Velmora Team", "velmora-team"),
        ("VLM", "velmora"),
    } <= found


def test_a_short_name_is_itself_only_in_its_own_letters(known: Tagger) -> None:
    assert not entities(known, "", "The vlm benchmark is new.")


def test_a_name_inside_another_word_is_none(known: Tagger) -> None:
    assert not entities(known, "", "The Velmorable festival begins.")


def test_an_ambiguous_name_needs_its_context(known: Tagger) -> None:
    assert not entities(known, "", "She ate a Mango by the river and drank tea.")
    assert ("Mango", "mango") in entities(known, "", "Mango sells software to hospitals.")
    assert not entities(known, "", "今年芒果产量很高，果农很高兴。")
    assert ("芒果", "mango") in entities(known, "", "芒果的软件业务增长很快。")


def test_we_is_the_publisher(known: Tagger) -> None:
    tags = known.tag(
        "News",
        "We have acquired Kestro for $4 million.",
        published="2026-06-15",
        publisher="velmora",
    )
    assert [(m.kind, m.actor.entity if m.actor else None) for m in tags.moves] == [
        ("acquisition", "velmora")
    ]
    assert tags.about == ("velmora",)


def test_the_company_is_the_subject_before_it(known: Tagger) -> None:
    text = "Velmora reported on Tuesday. The company has acquired Kestro for $4 million."
    moves = known.tag("Software news of the day", text, published="2026-06-15").moves
    assert [(m.kind, m.actor.entity) for m in moves if m.kind == "acquisition" and m.actor] == [
        ("acquisition", "velmora")
    ]


def test_a_company_in_the_title_is_what_the_text_is_about(known: Tagger) -> None:
    tags = known.tag("Velmora opens an office", "The office is in Ghent.", published="2026-06-15")
    assert tags.about == ("velmora",)


def test_unregistered_names_are_found_with_their_short_forms(known: Tagger) -> None:
    tags = known.tag(
        "",
        "Pellgrove Software Ltd opened an office. Mr Paul Renner leads it; Pellgrove is from Leeds.",
    )
    assert {
        ("Pellgrove Software Ltd", "ORG"),
        ("Pellgrove", "ORG"),
        ("Paul Renner", "PERSON"),
        ("Leeds", "PLACE"),
    } <= {(m.text, m.label) for m in tags.mentions}


@settings(max_examples=150, deadline=None)
@given(
    title=st.text(alphabet="Velmora 维墨科技收购，。\n$€3亿元the of A—’“😀𠮷", max_size=30),
    text=st.text(
        alphabet="Velmora 维墨科技收购，。\n$€3亿元the of A—’“😀𠮷年月2026acquired", max_size=200
    ),
)
def test_offsets_are_exact_for_any_text(title: str, text: str) -> None:
    whole = f"{title}\n{text}"
    tags = _TAGGER.tag(title, text, published="2026-06-15")
    for mention in tags.mentions:
        assert whole[mention.start : mention.end] == mention.text != ""
    for move in tags.moves:
        assert all(0 <= span.start < span.end <= len(whole) for span in move.evidence)


_TAGGER = Tagger(REGISTRY)


def test_a_language_without_frames_has_mentions_and_no_moves(known: Tagger) -> None:
    text = "Der Vorstand der Velmora hat heute die Übernahme der Gesellschaft Kestro beschlossen und teilt dies mit."
    tags = known.tag("", text)
    assert tags.language == "de"
    assert tags.moves == ()
    assert ("Velmora", "velmora") in {(m.text, m.entity) for m in tags.mentions}


@pytest.mark.parametrize(
    ("language", "news", "closing"),
    [
        ("en", "Brackenfell Logistics has opened a depot in Brno. It will employ forty people there.",
         "About Brackenfell Logistics: it works with Ostrava Freight, which it bought in 2019."),
        ("zh", "布拉肯物流宣布，其布尔诺仓库已正式启用，将雇用四十人。仓库由当地团队运营，服务南部客户。",
         "关于布拉肯物流：公司与奥斯特货运长期合作，并于2019年收购了其子公司。"),
    ],
)  # fmt: skip
def test_what_every_release_repeats_is_marked_and_is_not_what_it_is_about(
    language: str, news: str, closing: str
) -> None:
    registry = Registry(
        companies=(
            Company(id="brackenfell", names={"en": ("Brackenfell Logistics",), "zh": ("布拉肯物流",)}),
            Company(id="ostrava", names={"en": ("Ostrava Freight",), "zh": ("奥斯特货运",)}),
        )
    )  # fmt: skip
    tags = Tagger(registry).tag("", f"{news}\n{closing}", published="2026-06-15", language=language)
    marked = {(one.entity, one.boilerplate) for one in tags.mentions if one.entity}
    assert marked == {("brackenfell", False), ("brackenfell", True), ("ostrava", True)}
    assert tags.about == ("brackenfell",)
    assert "acquisition" not in {one.kind for one in tags.moves}


def test_a_text_that_is_no_prose_has_the_same_mentions_and_no_moves(known: Tagger) -> None:
    text = "Velmora Group has acquired Kestro Ltd for $4 million."
    told = known.tag("Velmora buys Kestro", text, published="2026-06-15")
    listed = known.tag("Velmora buys Kestro", text, published="2026-06-15", prose=False)
    assert told.moves
    assert listed == told.model_copy(update={"moves": ()})
