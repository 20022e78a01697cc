"""How texts begin: labels, site names, datelines, a title said again, a headline of its own, capitals that say nothing."""

import pytest

from nlp.datelines import dateline
from nlp.headline_case import as_sentence, is_cased
from nlp.openings import opened
from nlp.tagger import Tagger
from schemas.registry import Company, Registry
from text.headlines import headline_of, own_headline

NEWS = {"en": "Orvane buys the kettle maker Tibbet for $40m", "zh": "砚禾电器四千万元收购壶具厂商"}
BODY = {"en": "The two firms said so on Monday.", "zh": "双方周一公布了这一消息。"}


@pytest.mark.parametrize(
    ("language", "before", "behind"),
    [
        ("en", "Fwd: ", ""),
        ("en", "RE: FW: ", ""),
        ("en", "UPDATE 3-", ""),
        ("en", "BRIEF-", ""),
        ("en", "REFILE-UPDATE 2-", ""),
        ("en", "Exclusive: ", ""),
        ("en", "Breaking news - ", ""),
        ("en", "[Press] ", ""),
        ("en", "WIREDESK 1-", ""),
        ("en", "Deals | ", ""),
        ("en", "", " - Mill Lane Gazette"),
        ("en", "", " – Northbank Herald"),
        ("en", "", " | Deals | Kettlewire"),
        ("en", "", " :: Tidemarket"),
        ("en", "", " _ kitchentrade.com"),
        ("en", "", " — The Daily Spindle"),
        ("en", "", " » Homeware Today"),
        ("en", "", " • Tidemarket Business"),
        ("en", "", " - newspaper"),
        ("en", "Press release: ", " | Kettlewire"),
        ("zh", "转发：", ""),
        ("zh", "Re: 转发：", ""),
        ("zh", "快讯｜", ""),
        ("zh", "快讯：", ""),
        ("zh", "【独家】", ""),
        ("zh", "[公告]", ""),
        ("zh", "突发！", ""),
        ("zh", "家电丨", ""),
        ("zh", "早报 | ", ""),
        ("zh", "", "_北岸网"),
        ("zh", "", "_公司_要闻_北岸财经"),
        ("zh", "", "-北岸日报"),
        ("zh", "", " - 家电资讯 - 北岸网"),
        ("zh", "", " | 北岸"),
        ("zh", "", "｜北岸周刊"),
        ("zh", "", "丨家电"),
        ("zh", "", "::北岸在线"),
        ("zh", "", "_beian.com"),
        ("zh", "快讯|", "_北岸网"),
    ],
)
def test_labels_and_sites_are_no_headline(language: str, before: str, behind: str) -> None:
    title = before + NEWS[language] + behind
    start, end = headline_of(title, BODY[language], language)
    assert title[start:end].strip() == NEWS[language]


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("en", "Orvane drops Tibbet - what the makers of kettles say now", "Orvane said so."),
        ("en", "Regulator lets Orvane - Tibbet merger pass, with conditions", "Orvane said so."),
        ("en", "Kettles for every kitchen from Orvane | Tibbet", "Tibbet, the maker, said so."),
        ("en", "TIBBET: Kettles for every kitchen", "TIBBET said so."),
        ("en", "Orvane Sells Its Mills - Tibbet Buys", "Orvane said so."),
        ("en", "Orvane plc - half-year figures", "Orvane said so."),
        ("zh", "砚禾：全年利润下降一成", "砚禾公布了数据。"),
        ("zh", "砚禾电器-壶德厨具成立合资公司", "两家公司公布了数据。"),
        ("zh", "砚禾丨新款水壶今天开售", "砚禾公布了价格。"),
        ("zh", "砚禾电器推出K-20水壶", "砚禾公布了价格。"),
    ],
)
def test_parts_of_the_news_stay_in_a_headline(language: str, title: str, body: str) -> None:
    assert headline_of(title, body, language) == (0, len(title))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "LEEDS, 4 May (Tidewire) -- "),
        ("en", "OSLO, May 4 - "),
        ("en", "May 4, 2026 /Kettlewire/ -- "),
        ("en", "BOSTON--(TIDE WIRE)--"),
        ("en", "LYON (TW) — "),
        ("en", "GENEVA - "),
        ("en", "ST. ALBANS, England, May 4, 2026 – "),
        ("en", "Turin, 4 May 2026 – "),
        ("en", "BERGEN and LUND, 4 May 2026 - "),
        ("en", "(Tidewire) - "),
        ("en", "Monday, 4 May 2026 - "),
        ("en", "PARIS/ROME, May 4 (Tidewire) - "),
        ("en", "Zurich, Switzerland – 4 May 2026 – "),
        ("en", "GENEVA – May 4, 2026 – "),
        ("en", "GENEVA - Monday, May 4, 2026 - "),
        ("en", "LYON & TURIN — 4 May 2026 — "),
        ("en", "OSLO--May 4, 2026--(TIDE WIRE)--"),
        ("en", "ST. ALBANS, England – May 4, 2026 /Kettlewire/ – "),
        ("zh", "北岸社5月4日电 "),
        ("zh", "北岸社南京5月4日电（记者 方一）"),
        ("zh", "本报讯（记者 方一 通讯员 陆二）"),
        ("zh", "本报长沙5月4日讯 "),
        ("zh", "成都5月4日电 "),
        ("zh", "太原讯，"),
        ("zh", "宁波，2026年5月4日——"),
        ("zh", "【苏州，2026年5月4日】"),
        ("zh", "苏州2026年5月4日 /企讯通/ -- "),
        ("zh", "北岸网5月4日丨"),
        ("zh", "【北岸网讯】"),
        ("zh", "（记者 方一）"),
    ],
)
def test_datelines_are_told_by_their_form(language: str, line: str) -> None:
    assert dateline(line + NEWS[language], language) == (0, len(line))


def test_a_dateline_stands_behind_a_headline_in_brackets() -> None:
    head, line = "【砚禾电器收购壶具厂商】", "北岸社5月4日电，"
    assert dateline(head + line + NEWS["zh"], "zh") == (len(head), len(head + line))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ORVANE - the kettle maker - has bought Tibbet."),
        ("en", "Orvane (NYSE: ORV) - the kettle maker - has bought Tibbet."),
        ("en", "ORVANE — The maker of kettles has bought Tibbet, Orvane said."),
        ("en", "Orvane Group, 4 May - Orvane Group has bought Tibbet."),
        ("en", "In May 2026 - a poor month - Orvane bought Tibbet."),
        ("en", "Orvane, a kettle maker (since 1904) - bought Tibbet."),
        ("zh", "5月4日电动车涨价。"),
        ("zh", "腾讯，发布了新版。"),
        ("zh", "某通讯 公司裁员。"),
        ("zh", "5月4日，砚禾电器宣布收购。"),
        ("zh", "【关于涨价的说明】各位顾客："),
    ],
)
def test_news_is_no_dateline(language: str, text: str) -> None:
    assert dateline(text, language) is None


@pytest.mark.parametrize(
    "news",
    [
        pytest.param(
            "May 4 is the day – says Orvane – when it buys Tibbet.", id="a day in a clause"
        ),
        pytest.param("Orvane – on May 4, 2026 – has bought Tibbet.", id="a day of the news"),
        pytest.param("May 4, 2027 is when Orvane buys Tibbet.", id="a day that begins the news"),
        pytest.param("The maker of kettles – Orvane – has bought Tibbet.", id="no day at all"),
    ],
)
def test_days_of_the_news_are_no_dateline(news: str) -> None:
    assert dateline(f"GENEVA – {news}", "en") == (0, len("GENEVA – "))


STORY = (
    "Orvane has bought the kettle maker Tibbet. Its chief Edda Norling said the mills of Tibbet Kettles "
    "would stay open. The price was not told, but Orvane Homeware Group paid in shares."
)


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Orvane Buys Kettle Maker Tibbet", "Orvane buys kettle maker Tibbet"),
        ("ORVANE BUYS KETTLE MAKER TIBBET", "Orvane buys kettle maker Tibbet"),
        ("Orvane Homeware Group Pays in Shares", "Orvane Homeware Group pays in shares"),
        ("TIBBET KETTLES' MILLS STAY OPEN, NORLING SAYS", "Tibbet Kettles' mills stay open, Norling says"),
        ("Kettle Maker Tibbet Sold to Orvane in May 2026", "Kettle maker Tibbet sold to Orvane in May 2026"),
        ("Tibbet's New Owner Keeps Its Chief", "Tibbet's new owner keeps its chief"),
        ("ORVANE BUYS TIBBET IN FRANCE ON FRIDAY", "Orvane buys Tibbet in France on Friday"),
        ("French Deal for Tibbet Falls Through", "French deal for Tibbet falls through"),
        ("Orvane to Drop Gift-card Wallet", "Orvane to drop gift-card wallet"),
        ("ORVANE PLC BUYS TIBBET", "Orvane plc buys Tibbet"),
        ("Who Keeps the Mills Open?", "Who keeps the mills open?"),
    ],
)  # fmt: skip
def test_capitals_of_all_words_tell_no_name(title: str, read: str) -> None:
    assert is_cased(title)
    assert as_sentence(title, STORY) == read


@pytest.mark.parametrize(
    "title", ["Orvane buys kettle maker Tibbet", "Tibbet sold", "Edda Norling", "Orvane's Tibbet deal explained"]
)  # fmt: skip
def test_a_sentence_is_no_title_case(title: str) -> None:
    assert not is_cased(title)


def test_strange_words_that_the_text_never_takes_up_stay() -> None:
    assert as_sentence("SANDMERE INTERNATIONAL GROUP QTLY DIV", "It pays 6 cts.") == (
        "SANDMERE INTERNATIONAL GROUP QTLY DIV"
    )


@pytest.mark.parametrize(
    ("language", "line", "found"),
    [
        ("en", "Orvane buys the kettle maker Tibbet", True),
        ("en", "Kettles get dearer", True),
        ("en", "Is Tibbet for sale?", True),
        ("en", "Orvane has bought Tibbet.", False),
        ("en", "Dear colleagues and friends", False),
        ("en", "By Edda Norling, Staff Writer", False),
        ("en", "What is new:", False),
        ("en", "- Kettles get dearer now", False),
        ("zh", "砚禾电器收购壶具厂商", True),
        ("zh", "砚禾要卖厂？", True),
        ("zh", "砚禾电器收购壶具厂商。", False),
        ("zh", "尊敬的各位顾客", False),
        ("zh", "记者：您要卖厂吗", False),
    ],
)
def test_a_first_line_without_stop_is_a_headline(language: str, line: str, found: bool) -> None:
    rest = (
        STORY
        if language == "en"
        else "砚禾电器昨天以四千万元买下一家壶具厂商，双方周一公布了这一消息。"
    )
    assert (own_headline(f"{line}\n\n{rest}", language) is not None) is found


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (NEWS["en"], f"{NEWS['en']}\n\nLEEDS, 4 May -- {STORY}"),
        (NEWS["en"], f"{NEWS['en'].upper()}\n{STORY}"),
        (f"{NEWS['en']} | Kettlewire", f"{NEWS['en']}\n\n{STORY}"),
        (f"Fwd: {NEWS['en']}", f"\n{NEWS['en']}\n\n{STORY}"),
    ],
)
def test_a_title_is_read_once_and_places_hold(title: str, text: str) -> None:
    read = opened(title, text, "en", lambda _: [])
    assert len(read.text) == len(title) + 1 + len(text)
    assert read.text.split() == [*NEWS["en"].split(), *STORY.split()]
    assert read.title_end == len(title)


def test_a_headline_of_its_own_is_the_title() -> None:
    read = opened("", f"{NEWS['en']}\n\n{STORY}", "en", lambda _: [])
    assert read.text[: read.title_end].strip() == NEWS["en"]


def test_words_are_told_as_they_are_spelt() -> None:
    title = "ORVANE BUYS KETTLE MAKER TIBBET | KETTLEWIRE"
    tags = Tagger(Registry()).tag(
        title, f"LEEDS, 4 May (Tidewire) -- {STORY}", published="2026-05-04"
    )
    full = f"{title}\nLEEDS, 4 May (Tidewire) -- {STORY}"
    slots = [one for move in tags.moves for name in move.slots for one in move.values(name)]
    slots += [move.actor for move in tags.moves if move.actor]
    assert [move.kind for move in tags.moves] == ["acquisition"]
    assert all(full[one.start : one.end] == one.text for one in slots if one.start is not None)
    assert "Tidewire" not in {full[one.start : one.end] for one in tags.mentions}


_MELD = Registry(companies=(Company(id="meld", names={"en": ("Meld",)}),))


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        ("Two Rival Festivals Meld Into One", "Two festivals melded in Leeds on Monday.", False),
        ("Old Crafts Meld In New Workshop", "In the workshop old crafts meld.", False),
        ("THREE FESTIVALS MELD IN LEEDS", "Three festivals have melded in Leeds.", False),
        ("Norvik Buys Meld For $20 Million", "Norvik has bought Meld for $20 million.", True),
        ("Norvik Buys Meld For $20 Million", "The deal closes in May.", True),
        ("Norvik Buys Meld For $20 Million", "Norvik has bought Meld, which melds maps.", True),
        ("Meld Raises $30 Million For Maps", "The start-up, which melds maps, raised $30 million.", True),
    ],
    ids=["melded", "meld", "capitals", "bought", "not below", "both", "at the beginning"],
)  # fmt: skip
def test_a_verb_with_a_capital_is_no_company(title: str, text: str, named: bool) -> None:
    tags = Tagger(_MELD).tag(title, text, language="en")
    assert ("meld" in tags.about) is named
    assert any(one.entity == "meld" for one in tags.mentions) is named


@pytest.mark.parametrize("word", ["Y", "E", "S", "I", "O", "Ye", "1", "Ü"])
def test_a_headline_may_hold_a_word_of_one_letter(word: str) -> None:
    title = f"Velmora Opens Shop For Generation {word} Of Leeds"
    text = "Velmora has opened a shop in Leeds, the company said on Monday."
    moves = Tagger(Registry()).tag(title, text, published="2026-06-15").moves
    assert [one.kind for one in moves] == ["expansion"]
