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

KOREAN = (
    "벨모라는 오늘 창고 관리 소프트웨어의 새로운 요금제를 발표했다. 회사는 고객의 반응이 좋다고 밝혔다. "
    * 4
)
RUSSIAN = (
    "Компания «Велмора» сообщила, что откроет вторую диспетчерскую в порту и наймёт сорок сотрудников. "
    * 4
)
POLISH = (
    "Spółka ogłosiła, że otworzy w Gdańsku drugą dyspozytornię i zatrudni czterdzieści osób; źródła są zgodne. "
    * 4
)
CZECH = (
    "Společnost oznámila, že příští rok otevře v přístavu druhé středisko a přijme čtyřicet zaměstnanců. "
    * 4
)
TURKISH = (
    "Şirket, gelecek yıl limanda ikinci bir merkez açacağını ve kırk kişiyi işe alacağını açıkladı. "
    * 4
)
GREEK = (
    "Η εταιρεία ανακοίνωσε ότι θα ανοίξει δεύτερο κέντρο στο λιμάνι και θα προσλάβει σαράντα άτομα. "
    * 4
)
ARABIC = (
    "أعلنت الشركة اليوم أنها ستفتح مركزا ثانيا في الميناء وستوظف أربعين شخصا خلال العام المقبل. "
    * 4
)
HEBREW = "החברה הודיעה היום כי תפתח מרכז שני בנמל ותגייס ארבעים עובדים במהלך השנה הבאה. " * 4
FRENCH = (
    "La société a annoncé qu’elle ouvrirait l’année prochaine un deuxième centre très moderne à côté du port. "
    * 4
)
QUOTED = "The company’s chief said: “We open – at last – a second room”, and left. " * 6


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
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (KOREAN, "euc_kr", "euc-kr"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN.replace("«", "").replace("»", ""), "koi8-r", "koi8-r"),
        (POLISH, "cp1250", "windows-1250"),
        (CZECH, "cp1250", "windows-1250"),
        (TURKISH, "cp1254", "windows-1254"),
        (GREEK, "cp1253", "windows-1253"),
        (ARABIC, "cp1256", "windows-1256"),
        (HEBREW, "cp1255", "windows-1255"),
        (FRENCH, "cp1252", "windows-1252"),
        (QUOTED, "cp1252", "windows-1252"),
        (QUOTED, "gb18030", "gb18030"),
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


@pytest.mark.parametrize("label", ["utf-8", "gb2312", "big5", "iso-8859-1", "shift_jis", "euc-kr"])
@pytest.mark.parametrize(
    "text", [CHINESE, RUSSIAN, FRENCH, POLISH, QUOTED, JAPANESE, KOREAN, TRADITIONAL]
)
def test_six_ways_under_false_labels_come_back_exactly(text: str, label: str) -> None:
    for way in (
        "utf-8",
        "gb18030",
        "utf-16",
        "big5",
        "euc_jp",
        "euc_kr",
        "cp1252",
        "cp1250",
        "cp1251",
    ):
        try:
            body = page(text, label).encode(way)
        except UnicodeEncodeError:
            continue
        read = decode(body, f"text/html; charset={label}")
        assert read.text == page(text, label), (way, read.encoding)


@pytest.mark.parametrize("text", [CHINESE, FRENCH, RUSSIAN, QUOTED])
@pytest.mark.parametrize("between", ["cp1252", "latin-1"])
def test_what_was_encoded_twice_is_mended_and_told(text: str, between: str) -> None:
    raw = "".join(  # windows-1252 as browsers read it: bytes it lacks stay what they are
        bytes((byte,)).decode(between, "ignore") or chr(byte) for byte in page(text).encode()
    )
    read = decode(raw.encode())
    assert read.text == page(text)
    assert read.mended
    assert read.confidence < 0.9


def test_utf8_read_as_gbk_is_mended() -> None:
    twice = page(CHINESE).encode().decode("gb18030", "ignore").encode()
    read = decode(twice)
    assert read.mended or read.doubtful
    assert decode("锟斤拷锟斤拷".encode() + page(CHINESE).encode()).doubtful


@pytest.mark.parametrize("text", [FRENCH + " voilà\u00a0», dit-il à\u00a0» " * 4, CHINESE, TURKISH])
def test_right_text_is_left_alone(text: str) -> None:
    read = decode(page(text).encode())
    assert read.text == page(text)
    assert not read.mended
    assert not read.doubtful


@pytest.mark.parametrize(
    "label", ["utf-7", "unicode_escape", "rot13", "base64", "punycode", "undefined"]
)
def test_a_label_that_is_no_encoding_of_the_web_is_passed_over(label: str) -> None:
    body = b"+ADw-script+AD4- \\u003cb\\u003e" + page(CHINESE).encode()
    assert decode(body, f"text/html; charset={label}").text == body.decode()
