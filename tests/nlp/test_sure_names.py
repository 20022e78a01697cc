"""What the trained model of names alone decides, by how sure it is."""

import pytest

import nlp.chinese.names
import nlp.english.names
from nlp.chinese.people import people
from nlp.names.model import Guess, guesses
from nlp.tagger import Tagger
from schemas.kinds import Label
from schemas.registry import Registry


def _guess(text: str, name: str, label: Label, margin: float) -> Guess:
    start = text.index(name)
    return Guess(start, start + len(name), label, margin)


def _told(
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    language: str,
    name: str,
    label: Label,
    margin: float,
) -> dict[str, Label]:
    """Return the names of a text of which the model sees one."""

    def seen(whole: str, _language: str, _chain: object) -> list[Guess]:
        return [_guess(whole, name, label, margin)]

    for module in (nlp.english.names, nlp.chinese.names):
        monkeypatch.setattr(module, "guesses", seen)
    mentions = Tagger(Registry()).tag("", text, language=language).mentions
    return {one.text: one.label for one in mentions}


@pytest.mark.parametrize(("first", "second"), [("Vahlbruch", "Pellow"), ("Pellow", "Vahlbruch")])
def test_a_short_name_is_read_as_the_full_one_beside_it(first: str, second: str) -> None:
    text = f"Heidrun {first} now leads {second} Group. {second} makes pumps in Ghent. {first} trained as a nurse."
    last = {
        text[one.start : one.end]: one.label
        for one in guesses(text, "en")
        if one.start > text.index(".")
    }
    assert last.get(first) == "PERSON"
    assert last.get(second) == "ORG"


@pytest.mark.parametrize(
    ("label", "margin", "found"),
    [("ORG", 9.0, []), ("PRODUCT", 9.0, []), ("ORG", 1.0, ["何美仪"]), ("PERSON", 9.0, ["何美仪"])],
)
def test_what_the_model_surely_sees_as_something_else_is_nobody(
    label: Label, margin: float, found: list[str]
) -> None:
    text = "记者何美仪到场。"
    seen = [_guess(text, "何美仪", label, margin)]
    assert [one.name for one in people(text, seen, [])] == found


@pytest.mark.parametrize(("margin", "found"), [(9.0, ["赛罕"]), (1.0, [])])
def test_whom_the_model_surely_sees_is_somebody_though_no_list_knows_such_a_name(
    margin: float, found: list[str]
) -> None:
    text = "赛罕把门关上了。"
    seen = [_guess(text, "赛罕", "PERSON", margin)]
    assert [one.name for one in people(text, seen, [])] == found


@pytest.mark.parametrize(("margin", "found"), [(9.0, "PRODUCT"), (1.0, None)])
def test_a_chinese_product_that_only_the_model_sees(
    monkeypatch: pytest.MonkeyPatch, margin: float, found: Label | None
) -> None:
    text = "公司说，梨落今年卖得不错，客户很满意。"
    told = _told(monkeypatch, text, "zh", "梨落", "PRODUCT", margin)
    assert told.get("梨落") == found


@pytest.mark.parametrize(
    ("language", "text", "name", "least"),
    [
        ("en", "We walked past Orvendale at dusk and the swans were asleep.", "Orvendale", 12),
        ("zh", "公司的客户说，梨落那边的员工和产品都不错。", "梨落", 16),
    ],
)
def test_a_company_of_a_text_without_a_headline_needs_a_sure_model(
    monkeypatch: pytest.MonkeyPatch, language: str, text: str, name: str, least: float
) -> None:
    for margin, label in ((least + 1.0, "ORG"), (least / 3, None)):
        told = _told(monkeypatch, text, language, name, "ORG", margin)
        assert told.get(name) == label


def test_signs_that_the_model_takes_for_a_company_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "公司的客户说，员工和产品都不错。\\#\\#这是第二段。"
    assert not _told(monkeypatch, text, "zh", "\\#\\#", "ORG", 40.0)
