"""Bytes are read in the encoding they are in, whatever is said of them."""

import pytest

from text.encoding import decode

CHINESE = "维墨科技今日宣布，将于2026年底前把仓储管理软件的价格上调百分之十，客户对此反应不一。" * 4
TRADITIONAL = (
    "維墨科技今日宣佈，將於年底前調整倉儲管理軟體的價格，客戶對此反應不一，市場認為這是長期策略。"
    * 4
)
JAPANESE = (
    "本日、当社は倉庫管理ソフトの新しい料金プランを発表しました。詳しくはこちらをご覧ください。" * 4
)
WESTERN = (
    "Der Geschäftsführer erklärte, die Preise würden „moderat“ steigen – für die übrigen Länder gälte das nicht. "
    * 4
)


def page(text: str, charset: str | None = None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_mark_beats_everything(mark: str) -> None:
    body = page(CHINESE, "gbk").encode(mark)
    assert decode(body, "text/html; charset=big5").text == page(CHINESE, "gbk")


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "x-gbk"])
def test_the_old_chinese_labels_mean_the_new_encoding(label: str) -> None:
    text = page("囍镕喆 " + CHINESE, label)  # characters that GB 2312 lacks
    read = decode(text.encode("gb18030"), None)
    assert (read.text, read.encoding, read.evidence) == (text, "gb18030", "meta")


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-8", "utf-8"),
        (TRADITIONAL, "big5", "big5"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (WESTERN, "cp1252", "windows-1252"),
        (CHINESE, "utf-16-le", "utf-16-le"),
    ],
)
def test_without_any_label_statistics_decide(text: str, encoding: str, name: str) -> None:
    read = decode(page(text).encode(encoding))
    assert (read.text, read.encoding) == (page(text), name)
    assert not read.doubtful


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "big5", "nonsense"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_wrong_header_is_not_believed(label: str, encoding: str) -> None:
    read = decode(page(CHINESE).encode(encoding), f"text/html; charset={label}")
    assert CHINESE in read.text


def test_a_cut_character_is_tolerated_and_told() -> None:
    body = page(CHINESE * 40, "utf-8").encode()[:-40] + b"\xe7\xbb"
    read = decode(body, "text/html; charset=utf-8")
    assert read.encoding == "utf-8"
    assert read.doubtful
    assert read.confidence < 0.98


@pytest.mark.parametrize("body", [b"", b"\x00" * 40, bytes(range(256)) * 4, b"\xff\xfe"])
def test_anything_can_be_asked(body: bytes) -> None:
    assert isinstance(decode(body, "text/html; charset=").text, str)
