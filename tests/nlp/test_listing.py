"""All of a row fill a slot where one of them does; two customers of two sentences are two moves."""

import pytest

from nlp.tagger import Tagger
from schemas.language import Move
from schemas.registry import Company, Registry

OURS = Registry(
    companies=(
        Company(id="veldra", role="competitor", names={"en": ("Veldra",)}),
        Company(id="kestro", role="competitor", names={"en": ("Kestro",)}),
        Company(id="linghe", role="competitor", names={"zh": ("岭禾数科",)}),
    )
)


@pytest.fixture(scope="module")
def reader() -> Tagger:
    return Tagger(OURS)


def moves(reader: Tagger, text: str, kind: str) -> list[Move]:
    title, _, body = text.rpartition(" || ")
    found = reader.tag(title, body, published="2026-11-20").moves
    return [one for one in found if one.kind == kind]


def told(move: Move, slot: str) -> list[str]:
    return [one.text for one in move.values(slot)]


ROWS = [
    ("Veldra has won orders from Ossory Mills, Calloway and Dunmere.", "customer-win", "customer", ["Ossory Mills", "Calloway", "Dunmere"]),
    ("Veldra has signed Brackwater Foods, the Dutch grocer Pellmann and Ostrava Freight as customers of its planning suite.", "customer-win", "customer", ["Brackwater Foods", "Pellmann", "Ostrava Freight"]),
    ("Ossory Mills and Calloway Foods have chosen Veldra for payroll.", "customer-win", "customer", ["Ossory Mills", "Calloway Foods"]),
    ("Veldra has lost Ossory Mills and Calloway Foods as customers.", "customer-loss", "customer", ["Ossory Mills", "Calloway Foods"]),
    ("Veldra buys Ossory Mills and Calloway.", "acquisition", "target", ["Ossory Mills", "Calloway"]),
    ("Veldra has bought Ossory Mills, Calloway and two smaller rivals for $30 million.", "acquisition", "target", ["Ossory Mills", "Calloway"]),
    ("Veldra sells its paper mill to Ossory Mills and Calloway Foods.", "divestiture", "buyer", ["Ossory Mills", "Calloway Foods"]),
    ("Veldra teams up with Pellgrove, Kestro and Orvane on battery recycling.", "partnership", "partner", ["Pellgrove", "Kestro", "Orvane"]),
    ("Veldra, Ossory Mills and Calloway Foods have formed a partnership on battery recycling.", "partnership", "partner", ["Ossory Mills", "Calloway Foods"]),
    ("Veldra sues Kestro and Orvane over patents.", "legal", "counterparty", ["Kestro", "Orvane"]),
    ("Veldra launched the Quill 3, Quill 4 and Quill Mini on Tuesday.", "product-launch", "product", ["Quill 3", "Quill 4", "Quill Mini"]),
    ("Veldra will retire its Quill 3 and Quill 4 printers in March.", "product-retirement", "product", ["Quill 3", "Quill 4"]),
    ("Veldra appointed Ann Marsh and Ben Holt to its board.", "appointment", "person", ["Ann Marsh", "Ben Holt"]),
    ("岭禾数科与甲辰科技、乙未软件签署合作协议。", "partnership", "partner", ["甲辰科技", "乙未软件"]),
    ("岭禾数科分别与甲辰科技、乙未软件签署战略合作协议。", "partnership", "partner", ["甲辰科技", "乙未软件"]),
    ("岭禾数科中标中晟钢铁、远港物流及东麓银行的项目。", "customer-win", "customer", ["中晟钢铁", "远港物流", "东麓银行"]),
    ("岭禾数科签约中晟钢铁和远港物流，为其提供供应链软件。", "customer-win", "customer", ["中晟钢铁", "远港物流"]),
    ("中晟钢铁、远港物流与岭禾数科签订采购合同，采购其调度系统。", "customer-win", "customer", ["中晟钢铁", "远港物流"]),
    ("岭禾数科收购甲辰科技和乙未软件。", "acquisition", "target", ["甲辰科技", "乙未软件"]),
    ("岭禾数科停产青鸾3和青鸾4两款打印机。", "product-retirement", "product", ["青鸾3", "青鸾4"]),
    ("岭禾数科发布“青鸾”大模型、“玄鸟”智能体和“白泽”数据平台。", "product-launch", "product", ["青鸾", "玄鸟", "白泽"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "slot", "expected"), ROWS, ids=[r[0] for r in ROWS])
def test_all_of_a_row_fill_the_slot_that_one_of_them_fills(
    reader: Tagger, text: str, kind: str, slot: str, expected: list[str]
) -> None:
    (move,) = moves(reader, text, kind)
    assert told(move, slot) == expected
    assert move.actor is not None
    assert move.actor.entity in {"veldra", "linghe"}


NO_ROWS = [
    ("Veldra acquired Ossory Mills and Calloway acquired Dunmere.", "acquisition", "target", ["Ossory Mills"]),
    ("Veldra teamed up with Ossory Mills, and Calloway said it would follow.", "partnership", "partner", ["Ossory Mills"]),
    ("Veldra settled with Kestro, and Orvane dropped its suit.", "legal", "counterparty", ["Kestro"]),
    ("Veldra appointed Ann Marsh, replacing Ben Holt.", "appointment", "person", ["Ann Marsh"]),
    ("岭禾数科与甲辰科技达成战略合作。", "partnership", "partner", ["甲辰科技"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "slot", "expected"), NO_ROWS, ids=[r[0] for r in NO_ROWS])
def test_a_name_that_another_clause_begins_with_is_of_no_row(
    reader: Tagger, text: str, kind: str, slot: str, expected: list[str]
) -> None:
    assert told(moves(reader, text, kind)[0], slot) == expected


PAIRED = [
    ("岭禾数科宣布，首席技术官林望川、首席财务官周砚秋离职。", "departure", "person", "role", [("林望川", "首席技术官"), ("周砚秋", "首席财务官")]),
    ("岭禾数科任命林望川为首席技术官、周砚秋为首席财务官。", "appointment", "person", "role", [("林望川", "首席技术官"), ("周砚秋", "首席财务官")]),
    ("岭禾数科以3亿元收购甲辰科技、以2亿元收购乙未软件。", "acquisition", "target", "amount", [("甲辰科技", "3亿元"), ("乙未软件", "2亿元")]),
    ("Veldra buys Ossory Mills for $30 million and Calloway Foods for $12 million.", "acquisition", "target", "amount", [("Ossory Mills", "$30 million"), ("Calloway Foods", "$12 million")]),
    ("Veldra won a $30 million contract from Ossory Mills and a $12 million contract from Calloway Foods.", "customer-win", "customer", "amount", [("Ossory Mills", "$30 million"), ("Calloway Foods", "$12 million")]),
    ("Veldra named Ann Marsh chief financial officer and Ben Holt chief operating officer.", "appointment", "person", "role", [("Ann Marsh", "chief financial officer"), ("Ben Holt", "chief operating officer")]),
    ("Veldra raises the price of the Quill 3 by 5% and the Quill 4 by 8%.", "price-increase", "product", "percent", [("Quill 3", "5%"), ("Quill 4", "8%")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "name", "other", "expected"), PAIRED, ids=[p[0] for p in PAIRED]
)
def test_pairs_that_are_worded_alike_are_a_move_each(
    reader: Tagger, text: str, kind: str, name: str, other: str, expected: list[tuple[str, str]]
) -> None:
    found = moves(reader, text, kind)
    assert [(*told(one, name), *told(one, other)) for one in found] == expected


def test_what_a_move_of_its_own_tells_is_in_no_row(reader: Tagger) -> None:
    text = (
        "Veldra has won orders from Ossory Mills, Calloway Foods and Dunmere. "
        "It will supply Calloway Foods with ovens for $3 million."
    )
    found = [told(one, "customer") for one in moves(reader, text, "customer-win")]
    assert sum(names.count("Calloway Foods") for names in found) == 1


TWO = [
    ("Veldra wins contracts from two mills || Veldra has won a contract from Ossory Mills. It also signed Calloway Foods as a customer.", "customer-win", "customer", {"Ossory Mills", "Calloway Foods"}),
    ("Veldra signs two customers || Ossory Mills has chosen Veldra for its planning software. Calloway Foods has also picked Veldra.", "customer-win", "customer", {"Ossory Mills", "Calloway Foods"}),
    ("Veldra expands in Europe || Veldra has partnered with Ossory Mills on recycling. The company also teamed up with Calloway Foods to sell planning software.", "partnership", "partner", {"Ossory Mills", "Calloway Foods"}),
    ("岭禾数科再添新客户 || 中晟钢铁选择了岭禾数科的供应链软件。远港物流也采购了岭禾数科的调度系统。", "customer-win", "customer", {"中晟钢铁", "远港物流"}),
    ("岭禾数科扩大合作 || 岭禾数科与甲辰科技达成战略合作。公司还与乙未软件签署合作协议。", "partnership", "partner", {"甲辰科技", "乙未软件"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "slot", "expected"), TWO, ids=[r[0] for r in TWO])
def test_two_sentences_tell_of_two(
    reader: Tagger, text: str, kind: str, slot: str, expected: set[str]
) -> None:
    found = moves(reader, text, kind)
    assert len(found) == 2
    assert {name for one in found for name in told(one, slot)} == expected
    assert all(one.actor and one.actor.entity in {"veldra", "linghe"} for one in found)


CLAUSES = [
    ("Veldra has launched the Murmur 3 and retired the Murmur 1.", "product-launch", "veldra", {"product": ["Murmur 3"]}),
    ("Veldra, backed by Harbour Capital and Northgate Ventures, has acquired Ossory Mills.", "acquisition", "veldra", {"target": ["Ossory Mills"]}),
    ("Veldra said Ann Marsh will succeed Ben Holt as chief executive.", "appointment", "veldra", {"person": ["Ann Marsh"]}),
    ("Ossory Mills has replaced Veldra with Kestro as its payroll supplier.", "customer-loss", "veldra", {"customer": ["Ossory Mills"], "successor": ["Kestro"]}),
    ("Calloway Foods has ditched Veldra in favour of rival Kestro.", "customer-loss", "veldra", {"customer": ["Calloway Foods"], "successor": ["Kestro"]}),
    ("Veldra lost Ossory Mills to Kestro.", "customer-win", "kestro", {"customer": ["Ossory Mills"]}),
    ("Veldra said sales rose 9% to $800 million and that it had won a $30 million contract from Ossory Mills.", "customer-win", "veldra", {"customer": ["Ossory Mills"], "amount": ["$30 million"]}),
    ("Veldra sells its stakes in Ossory Mills and Calloway Foods for $90 million.", "divestiture", "veldra", {"target": ["stakes in Ossory Mills", "Calloway Foods"]}),
    ("岭禾数科出售甲辰科技，收购乙未软件。", "acquisition", "linghe", {"target": ["乙未软件"]}),
    ("岭禾数科向中晟钢铁出售造纸业务，作价3亿元，同时以2亿元收购乙未软件。", "acquisition", "linghe", {"target": ["乙未软件"], "amount": ["2亿元"]}),
    ("岭禾数科预计全年营收30亿元至32亿元，此前预计为28亿元。", "guidance", "linghe", {"from": ["28亿元"], "revenue": ["30亿元至32亿元"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "actor", "slots"), CLAUSES, ids=[c[0] for c in CLAUSES])
def test_a_clause_tells_of_its_own_names(
    reader: Tagger, text: str, kind: str, actor: str, slots: dict[str, list[str]]
) -> None:
    (move,) = moves(reader, text, kind)
    assert move.actor is not None
    assert move.actor.entity == actor
    assert {name: told(move, name) for name in slots} == slots


@pytest.mark.parametrize(
    ("text", "comes"),
    [
        ("Ben Holt will be replaced by Ann Marsh as chief executive of Veldra.", "Ann Marsh"),
        ("Ben Holt, chief executive of Veldra, will be succeeded by Ann Marsh.", "Ann Marsh"),
        ("Finance chief Ben Holt was succeeded by Ann Marsh at Veldra on Monday.", "Ann Marsh"),
        ("Ben Holt is to be replaced as chief executive of Veldra by Ann Marsh.", "Ann Marsh"),
        ("Ben Holt was replaced on Monday by Ann Marsh as chief executive of Veldra.", "Ann Marsh"),
        ("Succeeded by Ann Marsh as chief executive, Ben Holt leaves Veldra in March.", "Ann Marsh"),
        ("Veldra said Ben Holt is retiring and will be succeeded by Ann Marsh, now chief operating officer.", "Ann Marsh"),
        ("Ann Marsh, who will be succeeded by Cara Lunt as finance chief, becomes chief executive of Veldra.", "Ann Marsh"),
        ("Veldra named Ann Marsh chief executive, replacing Ben Holt, who was succeeded by Cara Lunt as chairman.", "Ann Marsh"),
        ("Ann Marsh will succeed Ben Holt as chief executive of Veldra.", "Ann Marsh"),
    ],
)  # fmt: skip
def test_who_replaces_somebody_is_appointed(reader: Tagger, text: str, comes: str) -> None:
    people = {
        kind: [name for one in moves(reader, text, kind) for name in told(one, "person")]
        for kind in ("appointment", "departure")
    }
    assert people["appointment"] == [comes]
    assert comes not in people["departure"]
