"""Values put right by what stands beside them, moves of the press after their lead, and statuses that leave no doubt."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Move, Tags
from schemas.registry import Registry

_TAGGER = Tagger(Registry())


def _tags(title: str, text: str) -> Tags:
    return _TAGGER.tag(title, text, published="2026-11-20")


def _move(tags: Tags, kind: str) -> Move:
    return next(one for one in tags.moves if one.kind == kind)


@pytest.mark.parametrize(
    ("title", "text", "kind", "slot", "value"),
    [
        ("驰岚外卖今晨宕机", "今日早间，多地网友称驰岚外卖App无法下单，公司称服务已陆续恢复。", "incident", "product", "驰岚外卖App"),
        pytest.param(
            "驰岚外卖今晨宕机", "今日早间，多地网友反映驰岚外卖App无法下单，公司称服务已陆续恢复。", "incident", "product", "驰岚外卖App",
            marks=pytest.mark.xfail(reason="a debt since 30 November 2026: 反映 is taken into the name"),
        ),
    ],
    ids=["app", "reported"],
)  # fmt: skip
def test_values_are_whole_and_hold_nothing_else(
    title: str, text: str, kind: str, slot: str, value: str
) -> None:
    assert value in {one.text for one in _move(_tags(title, text), kind).values(slot)}


def test_naira_are_sums_where_thousands_are_told() -> None:
    text = "Zumalo, the country's third-largest operator, has cut the price of its bundle from N4,500 to N3,800. That is N200 less than at the leader, Oduya Telecom."
    move = _move(_tags("Zumalo slashes data price", text), "price-decrease")
    assert (move.actor.text if move.actor else None) == "Zumalo"
    value = move.values("from")[0].value
    assert value is not None
    assert value.currency == "NGN"


_FILLER = "The harbour was quiet, and the weather stayed fine for the time of the year. " * 9


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Velmora has signed a distribution agreement with Prairie Crown, which will stock its probes.", "partnership"),
        ("Velmora's Camborne shop and two others will close by the end of November.", "market-exit"),
        ("Velmora said last week that its TX3 gripper had been certified under the British standard.", "product-update"),
        ("Velmora has sold its two mills at Goodland to Hoxley Farmers for $9 million.", "divestiture"),
    ],
    ids=["partnership", "market-exit", "product-update", "divestiture"],
)  # fmt: skip
def test_plain_moves_after_the_lead_are_told(sentence: str, kind: str) -> None:
    text = f"Velmora makes soil probes in Leeds.\n\n{_FILLER}\n\n{sentence}\n\n{_FILLER}"
    assert kind in {one.kind for one in _tags("Velmora", text).moves}


@pytest.mark.parametrize(
    ("title", "text", "kind", "status"),
    [
        ("海岚航空首开成都—米兰航线", "海岚航空12月1日起开通成都至米兰直飞航线，每周三班。这是该公司第四条欧洲航线。", "expansion", "announced"),
        ("光岚教育关闭上海全部线下校区", "光岚教育客服人员向记者证实，上海最后两家线下校区已于10月底关闭，学员可转至线上课程或申请退费。", "market-exit", "done"),
        ("霜岚茶饮携手湘匣文创", "霜岚茶饮与文创品牌湘匣签订合作协议，双方将在门店共同开设主题角落。", "partnership", "done"),
        ("Osgard Pump to cut 1,100 jobs, says water unit is not for sale", "Osgard Pump said it would eliminate about 1,100 jobs.", "layoffs", "announced"),
        ("Sprig gets lighter", "As of today, Sprig Unlimited costs EUR 14.99 a month instead of EUR 17.99, for new and existing customers alike, with no end date and no small print.", "price-decrease", "done"),
    ],
    ids=["day to come", "past month", "signed", "not for sale", "as of today"],
)  # fmt: skip
def test_statuses_that_leave_no_doubt(title: str, text: str, kind: str, status: str) -> None:
    assert _move(_tags(title, text), kind).status == status


@pytest.mark.parametrize(
    ("title", "text", "wanted", "refused"),
    [
        ("Almqvist quits Arvika", "Arvika's head of research, Sofia Almqvist, has left the maker of medical devices.", ("Sofia Almqvist", "PERSON"), ("Almqvist", "ORG")),
    ],
    ids=["a surname"],
)  # fmt: skip
def test_names_are_what_stands_beside_them_says(
    title: str, text: str, wanted: tuple[str, str], refused: tuple[str, str]
) -> None:
    found = {(one.text, str(one.label)) for one in _tags(title, text).mentions}
    assert wanted in found
    assert refused not in found


def test_a_date_told_aside_makes_no_background() -> None:
    text = "Imogen Vale, who ran Astrel until 2024, has been appointed chair of Norcroft, the Sheffield toolmaker."
    assert _move(_tags("Former Astrel boss joins Norcroft", text), "appointment").status == "done"


def test_an_offer_that_runs_until_a_day_runs() -> None:
    text = (
        "Telco Ferrand is offering students 30% off its broadband plans until the end of December."
    )
    assert _move(_tags("Cheaper broadband for students", text), "promotion").status == "done"
