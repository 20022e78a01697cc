"""Mail as documents: newsletters, forwarded mail, attached papers, saved pages; damage is borne."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from crawlers.readers.made import Reading
from schemas.errors import QuarantineError
from tests.support.pdf import make_pdf

Read = Callable[..., Reading]
URN = "urn:zhibi:" + "a" * 64

LETTER = """<html><head><title>x</title><style>p{}</style></head><body>
<div style="display:none">Preview words that nobody should see</div>
<table><tr><td><a href="https://news.velmora.example/view/77">View this email in your browser</a></td></tr>
<tr><td><h1>Velmora opens a hub in Gdansk</h1><p>The hub takes <b>forty</b> lorries at once and opens on 1 March 2027, the company writes to its customers.</p>
<p><a href="https://velmora.example/news/hub?utm_source=nl">Read the announcement</a></p></td></tr>
<tr><td><p>You are receiving this email because you are a customer. <a href="https://news.velmora.example/unsubscribe/1">Unsubscribe</a></p><p>© 2026 Velmora. All rights reserved.</p></td></tr></table></body></html>"""


def message(
    subject: str = "Velmora opens a hub in Gdansk",
    sender: str = "Velmora News <news@velmora.example>",
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "watch@larkmere.example", subject
    made["Date"], made["Message-ID"] = "Mon, 23 Nov 2026 22:30:00 +0800", "<77@velmora.example>"
    return made


def test_a_newsletter(reading: Read) -> None:
    made = message()
    made.set_content("Please view this in HTML.")
    made.add_alternative(LETTER, subtype="html")
    (letter,) = reading(made.as_bytes(), url=URN).documents
    assert (letter.kind, letter.url, letter.aliases) == (
        "article",
        URN,
        ("mid:77@velmora.example",),
    )
    assert (letter.title, letter.authors, letter.published.day) == (
        "Velmora opens a hub in Gdansk",
        ("Velmora News",),
        "2026-11-23",
    )
    assert letter.text.startswith(
        "Velmora opens a hub in Gdansk\n\nThe hub takes forty lorries at once"
    )
    for furniture in ("Preview words", "browser", "Unsubscribe", "rights reserved"):
        assert furniture not in letter.text
    assert letter.links == (
        "https://news.velmora.example/view/77",
        "https://velmora.example/news/hub",
    )


def test_a_chinese_newsletter_in_gb18030(reading: Read) -> None:
    made = message(
        "=?gb18030?B?zqzEq7Wtvb/JtQ==?=", "=?utf-8?B?57u05aKo56eR5oqA?= <news@weimo.example>"
    )
    made.set_content(
        "<p>维墨科技将于明年一月上调团队版价格，涨幅约百分之十一，老客户可按原价续费一年。</p><p>退订请点击这里</p>".encode(
            "gb18030"
        ),
        maintype="text",
        subtype="html",
        cte="base64",
    )
    made.replace_header("Content-Type", "text/html; charset=gb2312")
    (letter,) = reading(made.as_bytes(), url=URN).documents
    assert letter.authors == ("维墨科技",)
    assert (
        letter.text
        == "维墨科技将于明年一月上调团队版价格，涨幅约百分之十一，老客户可按原价续费一年。"
    )
    assert letter.language == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "看看这个\n\n---------- Forwarded message ----------\nFrom: Velmora News <news@velmora.example>\nDate: Fri, 20 Nov 2026 08:00:00 +0100\nSubject: New prices\nTo: a@b.example\n\nThe price of Team goes from 89 to 99 euros.",
        "FYI\n\nBegin forwarded message:\n\n> From: Velmora News <news@velmora.example>\n> Subject: New prices\n> Date: 20 November 2026 at 08:00\n>\nThe price of Team goes from 89 to 99 euros.",
        "-----原始邮件-----\n发件人: Velmora News <news@velmora.example>\n发送时间: 2026年11月20日 8:00\n收件人: a@b.example\n主题: New prices\n\nThe price of Team goes from 89 to 99 euros.",
    ],
)  # fmt: skip
def test_a_forwarded_mail_is_the_one_that_was_forwarded(reading: Read, text: str) -> None:
    made = message("Fwd: 转发: New prices", "Mara Lind <mara@larkmere.example>")
    made.set_content(text)
    (letter,) = reading(made.as_bytes(), url=URN).documents
    assert (letter.title, letter.authors, letter.published.day) == (
        "New prices",
        ("Velmora News",),
        "2026-11-20",
    )
    assert letter.text.endswith("The price of Team goes from 89 to 99 euros.")
    assert "FYI" not in letter.text


def test_a_mail_forwarded_as_attachment(reading: Read) -> None:
    inner = message("New prices")
    inner.set_content(
        "The price of Team goes from 89 to 99 euros per user and month from January on, in all countries."
    )
    outer = message("Fwd: New prices", "Mara Lind <mara@larkmere.example>")
    outer.replace_header("Message-ID", "<78@larkmere.example>")
    outer.set_content("See below.")
    outer.add_attachment(inner)
    (letter,) = reading(outer.as_bytes(), url=URN).documents
    assert letter.authors == ("Velmora News",)
    assert letter.aliases == ("mid:78@larkmere.example", "mid:77@velmora.example")


def test_papers_attached_are_documents_of_their_own(reading: Read) -> None:
    paper = make_pdf(
        [
            [
                ("Velmora buys a shipyard", 20.0),
                "Velmora has agreed to buy the shipyard in Gdansk for an amount that it does not tell.",
            ]
        ]
    )
    made = message("Press release")
    made.set_content("Please find our press release attached, with kind regards from Rotterdam.")
    made.add_attachment(paper, maintype="application", subtype="pdf", filename="release.pdf")
    made.add_attachment(
        b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="broken.pdf"
    )
    letter, release = reading(made.as_bytes(), url=URN).documents
    assert (release.title, release.published.day) == ("Velmora buys a shipyard", "2026-11-23")
    assert release.url.startswith("urn:zhibi:")
    assert release.url != letter.url
    again = message("Another mail")
    again.set_content("The same paper once more.")
    again.add_attachment(paper, maintype="application", subtype="pdf", filename="copy.pdf")
    assert reading(again.as_bytes(), url=URN).documents[1].url == release.url


def test_a_page_that_a_browser_saved(reading: Read) -> None:
    page = "<html><head><title>Velmora opens in Lisbon</title></head><body><h1>Velmora opens in Lisbon</h1><p>Velmora has opened an office in Lisbon with forty staff, the company said on Monday, its first in Portugal.</p></body></html>"
    archive = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://velmora.example/news/lisbon\r\nSubject: Velmora opens in Lisbon\r\nDate: Mon, 23 Nov 2026 09:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b1"\r\n\r\n----b1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://velmora.example/news/lisbon\r\n\r\n'
        + page + "\r\n----b1--\r\n"
    )  # fmt: skip
    (document,) = reading(archive, url=URN).documents
    assert (document.url, document.title) == (
        "https://velmora.example/news/lisbon",
        "Velmora opens in Lisbon",
    )


def test_a_saved_page_is_known_by_the_address_it_names(reading: Read) -> None:
    page = "<html><head><title>Velmora opens in Lisbon</title>{}</head><body><h1>Velmora opens in Lisbon</h1><p>Velmora has opened an office in Lisbon with forty staff, the company said on Monday. <a href='/more'>More</a></p></body></html>"
    named = reading(
        "<!-- saved from url=(0035)https://velmora.example/news/lisbon -->\n" + page.format(""),
        url=URN,
    ).documents[0]
    assert named.url == "https://velmora.example/news/lisbon"
    canonical = reading(
        page.format("<link rel='canonical' href='https://velmora.example/n/1'>"), url=URN
    ).documents[0]
    assert canonical.url == "https://velmora.example/n/1"
    nameless = reading(page.format(""), url=URN).documents[0]
    assert (nameless.url, nameless.links, nameless.aliases) == (URN, (), ())


@pytest.mark.parametrize(
    "body",
    [
        b"From: a@b.example\r\nSubject: =?utf-8?B?!!!?=\r\nDate: yesterday\r\nMessage-ID: <<>>\r\n\r\nStill some words to read here.",
        b"From: a\r\nTo: b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nwords\r\n",
        b"Subject: x\r\nFrom: a\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%not base64%%%%",
        b"From: " + b"a" * 9000 + b"\r\nSubject: long\r\n\r\nwords that can be read",
        b"From: a\r\nSubject: deep\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 300,
    ],
)  # fmt: skip
def test_damaged_mail_is_read_as_far_as_it_goes(reading: Read, body: bytes) -> None:
    try:
        documents = reading(body, url=URN).documents
    except QuarantineError:
        return
    assert all(one.title or one.text for one in documents)
