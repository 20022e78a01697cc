"""The same news as it comes by page, mail, wire and post: what may change in a text without changing who did what.

Each disturbance takes a row of a labelled set (``id lang title text published moves``) and returns another, whose labels
hold for the new text. All names and sentences added here are made up.
"""

import html
import random
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from text.han import HAN, to_traditional
from text.sentences import sentences

Row = Mapping[str, Any]
Change = Callable[[str], str]
_WIDTH = 72  # characters of a line in hard-wrapped text
_SMALL_WORDS = frozenset({"a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "at", "by", "with", "from", "as"})  # fmt: skip
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in "%."}  # fmt: skip
_HALF_WIDTH = str.maketrans("，：；？！（）", ",:;?!()")
_EN_NAMES = (
    "Kroll & Webb", "Ostrava Tools", "Meridale", "Tarnwick Group", "NuvoGrid", "Halden", "Pickford Brothers", "Zephyrix",
    "Corvane Systems", "O'Malley Foods", "Brightlane.ai", "Sorrel", "Van der Hoek", "Quantessa Holdings",
)  # fmt: skip
_ZH_NAMES = (
    "禾沐科技", "极夜", "远岚集团", "三合优品", "昊域股份", "麦帆", "青禾云", "柏川控股", "星泊", "拓野智能", "瑞沣", "宜朗家居",
)  # fmt: skip
# Words of names that texts hold anyway.
_KINDS = frozenset({"The", "Group", "Bank", "Holdings", "集团", "科技", "股份", "公司", "控股", "有限", "智能"})  # fmt: skip


class Disturbance(NamedTuple):
    """What is changed, in the languages where it is."""

    name: str
    apply: Callable[[Row], Row]
    languages: tuple[str, ...] = ("en", "zh")


def _in(field: str, change: Change) -> Callable[[Row], Row]:
    return lambda row: {**row, field: change(row[field])}


def _either(field: str, english: Change, chinese: Change) -> Callable[[Row], Row]:
    return lambda row: {**row, field: (english if row["lang"] == "en" else chinese)(row[field])}


def everywhere(row: Row, change: Change) -> Row:
    """Return *row* with title, text and the names and values of its labels changed alike."""
    moves = [
        {
            **move,
            "actor": change(move["actor"]),
            "slots": {
                slot: [change(one) for one in value] if isinstance(value, list) else change(value)
                for slot, value in move["slots"].items()
            },
        }
        for move in row["moves"]
    ]
    return {**row, "title": change(row["title"]), "text": change(row["text"]), "moves": moves}


def _all(change: Change) -> Callable[[Row], Row]:
    return lambda row: everywhere(row, change)


def _wrap(text: str) -> str:
    return "\n\n".join(
        "\n".join(textwrap.wrap(paragraph, _WIDTH, break_long_words=False))
        for paragraph in text.split("\n\n")
    )


def _sentences(row: Row) -> list[str]:
    return [row["text"][start:end] for start, end in sentences(row["text"], row["lang"])]


def _bold(row: Row) -> Row:
    first = _sentences(row)[0]
    return {**row, "text": row["text"].replace(first, f"**{first}**", 1)}


def _title_cased(title: str) -> str:
    words = title.split(" ")
    return " ".join(w if w.lower() in _SMALL_WORDS else w[:1].upper() + w[1:] for w in words)


def _curly(text: str) -> str:
    apart = re.sub(r"(^|[\s(])\"", r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(])'", r"\1‘", apart).replace("'", "’")


def _straight(text: str) -> str:
    return text.translate(str.maketrans("‘’“”", "''\"\""))


def _spaced(text: str) -> str:
    apart = re.sub(rf"([{HAN}])([A-Za-z0-9])", r"\1 \2", text)
    return re.sub(rf"([A-Za-z0-9%])([{HAN}])", r"\1 \2", apart)


def _without_stops(text: str) -> str:
    return re.sub(r"[.。](?=\s*\n|\s*$)", "", text)


def _around(before: str, after: str) -> Change:
    return lambda text: f"{before}{text}{after}"


def _renamed(row: Row) -> Row:
    """Return *row* with other names for who acts; where a text also uses a short form, as it is."""
    whole = f"{row['title']}\n{row['text']}"
    actors = {move["actor"] for move in row["moves"] if move["actor"] and move["actor"] in whole}
    if _has_short_forms(whole, actors, row["lang"]):
        return row
    names = _EN_NAMES if row["lang"] == "en" else _ZH_NAMES
    drawn = random.Random(row["id"]).sample(names, len(names))  # noqa: S311 - the same each time
    pairs = sorted(zip(sorted(actors), drawn, strict=False), key=lambda pair: -len(pair[0]))

    def change(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return everywhere(row, change)


def _has_short_forms(whole: str, actors: set[str], language: str) -> bool:
    rest = whole
    for name in sorted(actors, key=len, reverse=True):
        rest = rest.replace(name, "\0")
    for name in actors:
        pairs = [name[at : at + 2] for at in range(len(name) - 1)]
        parts = re.findall(r"[A-Z][\w'’&-]{2,}", name) if language == "en" else pairs
        if any(part in rest for part in parts if part not in _KINDS):
            return True
    return False


_NAVIGATION = (
    _around(
        "Home\nNews\nMarkets\nSubscribe\n\nBy Martha Ellery, Staff Writer\n3 min read\n\nShare this article\n\n",
        "\n\nRead next\nThe best coffee machines of the year\nHow to sleep better\n\nSign up for our newsletter. We respect your privacy.",
    ),
    _around(
        "首页\n新闻\n财经\n登录\n\n来源：晨报网 作者：陈立\n字号：大 中 小\n\n",
        "\n\n责任编辑：何苗\n\n相关阅读\n周末去哪儿：城郊五条徒步路线\n怎样挑选一只好锅\n\n版权声明：未经许可不得转载。扫码关注我们的公众号。",
    ),
)
_RELATED = (
    _around(
        "",
        "\n\nRelated stories\nVantor to buy Keldrin for $300 million\nOstrel names new chief executive\nTarn & Lowe cuts 200 jobs",
    ),
    _around(
        "", "\n\n相关新闻\n远矩科技拟3亿元收购凯德林\n奥斯特任命新任首席执行官\n塔恩集团裁员200人"
    ),
)
_RELEASE = (
    _around(
        "",
        "\n\nForward-looking statements\nThis announcement contains forward-looking statements, including statements about our plans to launch new products, acquire companies and expand into new markets. Actual results may differ.\n\nMedia contact\npress@example.com",
    ),
    _around(
        "",
        "\n\n风险提示\n本公告包含前瞻性陈述，包括有关拟推出新产品、拟收购公司及拟进入新市场的陈述，实际结果可能不同。\n\n媒体联系\npress@example.com",
    ),
)

DISTURBANCES = (
    Disturbance("paragraphs by one line break", _in("text", lambda t: re.sub(r"\n+", "\n", t))),
    Disturbance("in one piece", _either("text", lambda t: re.sub(r"\n+", " ", t), lambda t: re.sub(r"\n+", "", t))),
    Disturbance("sentences apart", lambda row: {**row, "text": "\n\n".join(_sentences(row))}),
    Disturbance("hard-wrapped", _in("text", _wrap), ("en",)),
    Disturbance("quoted mail", _in("text", lambda t: "\n".join(f"> {line}" for line in t.split("\n")))),
    Disturbance("bullets", lambda row: {**row, "text": "\n".join(f"- {one}" for one in _sentences(row))}),
    Disturbance("bold first sentence", _bold),
    Disturbance("without final stops", _in("text", _without_stops)),
    Disturbance("headline in capitals", _in("title", str.upper), ("en",)),
    Disturbance("headline in title case", _in("title", _title_cased), ("en",)),
    Disturbance("headline with a prefix", _either("title", _around("UPDATE 1-", ""), _around("快讯|", ""))),
    Disturbance("headline with the site", _either("title", _around("", " - Harbour Trade Daily"), _around("", "_东岸财经网"))),
    Disturbance("headline with rubrics", _either("title", _around("", " | Industry News | Packwire"), _around("", " - 行业资讯 - 晨报网"))),
    Disturbance("forwarded", _either("title", _around("Fwd: ", ""), _around("转发：", ""))),
    Disturbance("headline told twice", lambda row: {**row, "text": f"{row['title']}\n\n{row['text']}"}),
    Disturbance("headline in the text", lambda row: {**row, "title": "", "text": f"{row['title']}\n\n{row['text']}"}),
    Disturbance("dateline", _either("text", _around("LONDON, 3 February (Wireline) -- ", ""), _around("财讯社2月3日电（记者 王珂）", ""))),
    Disturbance("short dateline", _either("text", _around("Feb. 3, 2026 /Newsline/ -- ", ""), _around("【财讯】", ""))),
    Disturbance("navigation", _either("text", *_NAVIGATION)),
    Disturbance("other headlines below", _either("text", *_RELATED)),
    Disturbance("closing of a release", _either("text", *_RELEASE)),
    Disturbance("post", _either("text", _around("🚀 ", " #news #tech https://example.com/a1b2"), _around("🚀 ", " #财经# https://example.com/a1b2"))),
    Disturbance("HTML entities", _all(html.escape)),
    Disturbance("curly quotes", _all(_curly), ("en",)),
    Disturbance("straight quotes", _all(_straight)),
    Disturbance("hard blanks", _all(lambda t: re.sub(r"(?<=\d) (?=[a-zA-Z%])", "\u00a0", t)), ("en",)),
    Disturbance("small letters", _all(str.lower), ("en",)),
    Disturbance("full width", _all(lambda t: t.translate(_FULL_WIDTH)), ("zh",)),
    Disturbance("half-width punctuation", _all(lambda t: t.translate(_HALF_WIDTH)), ("zh",)),
    Disturbance("traditional characters", _all(to_traditional), ("zh",)),
    Disturbance("blanks beside Latin", _all(_spaced), ("zh",)),
    Disturbance("other names", _renamed),
)  # fmt: skip
