"""Pages that are no articles, in several languages, are set aside under their reason; articles are not."""

from collections.abc import Callable
from typing import Any

import pytest

from schemas.errors import QuarantineError

Read = Callable[..., Any]


def shell(title: str, body: str, head: str = "", lang: str = "en") -> str:
    return f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def cards(lines: list[str]) -> str:
    one = '<article class="card"><h3><a href="/n/{0}">{1} number {0}</a></h3><p>{1}, in short, and what follows from it …</p></article>'
    return "".join(one.format(number, line) for number, line in enumerate(lines))


PASSWORD = '<form><input type="text"><input type="password"></form>'
PAGES = [
    ("soft-404", shell("Seite nicht gefunden", "<h1>Seite nicht gefunden</h1><p>Die gewünschte Seite gibt es nicht mehr. Zur Startseite.</p>")),
    ("soft-404", shell("Erreur 404", "<h1>Page introuvable</h1><p>La page que vous cherchez n’existe plus.</p>")),
    ("soft-404", shell("Página no encontrada | Velmora", "<h1>Lo sentimos</h1><p>La página que busca no existe.</p>")),
    ("soft-404", shell("Страница не найдена", "<h1>404</h1><p>Возможно, она была удалена.</p>")),
    ("soft-404", shell("ページが見つかりません", "<h1>お探しのページは見つかりませんでした</h1><p>URLをご確認ください。</p>")),
    ("soft-404", shell("페이지를 찾을 수 없습니다", "<h1>404</h1><p>요청하신 페이지가 없습니다.</p>")),
    ("soft-404", shell("提示信息", "<h1>提示</h1><p>您访问的文章不存在或已被删除。</p><a href='/'>返回首页</a>")),
    ("soft-404", shell("Velmora", "<h1>We’ll be right back</h1><p>The site is under maintenance.</p>")),
    ("soft-404", shell("velmora.example", "<p>The domain is for sale. Make an offer.</p>")),
    ("challenge", shell("Just a moment...", "<h2>Verify you are human</h2><p>velmora.example needs to review the security of your connection before proceeding.</p>")),
    ("challenge", shell("Access denied", "<h1>Access Denied</h1><p>You don't have permission to access this page on this server.</p>")),
    ("challenge", shell("访问验证", "<div id='captcha'>请拖动滑块完成验证</div>")),
    ("challenge", shell("Sicherheitsüberprüfung", "<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>")),
    ("challenge", shell("velmora.example", "<div class='g-recaptcha'></div><p>Please continue.</p>")),
    ("consent-wall", shell("Before you continue", "<h1>Before you continue</h1><p>We and our 812 partners use cookies to measure, to show advertising and to remember you on this device.</p><p>You can accept all cookies or manage your privacy choices at any time in the settings.</p><button>Accept all</button>")),
    ("consent-wall", shell("Hafenblatt", "<h1>Mit Werbung weiterlesen</h1><p>Besuchen Sie das Hafenblatt wie gewohnt mit Werbung und Tracking; Ihre Zustimmung können Sie jederzeit widerrufen.</p><p>Oder nutzen Sie das Pur-Abo ohne Werbung und ohne Cookies für 4,99 Euro im Monat, monatlich kündbar.</p>", lang="de")),
    ("consent-wall", shell("Le Quai", "<h1>Vos choix en matière de cookies</h1><p>Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker et consulter des données personnelles.</p>", lang="fr")),
    ("login-wall", shell("登录 - 陶岩科技", f"<h1>登录</h1>{PASSWORD}<p>忘记密码</p>", lang="zh")),
    ("login-wall", shell("Sign in", f"<h1>Sign in</h1>{PASSWORD}<p>Forgot your password?</p>")),
    ("login-wall", shell("Anmelden", f"<h1>Anmelden</h1>{PASSWORD}<p>Passwort vergessen?</p>", lang="de")),
    ("video-only", shell("Watch: the harbour from above", "<h1>Watch: the harbour from above</h1><video src='a.mp4'></video><p>The harbour of Gdansk, seen from a crane.</p>", '<meta property="og:type" content="video.other">')),
    ("paywalled", shell("Port fees rise", "<h1>Port fees rise</h1><p>Port fees rise again.</p><div class='wall'>This article is for subscribers only. Already a subscriber? Log in to continue reading.</div>")),
    ("index-page", shell("Velmora", "<h1>Velmora</h1>" + cards(["Velmora opens another room in a port of the north"] * 14))),
    ("index-page", shell("Pressemitteilungen", "<h1>Pressemitteilungen</h1><ul>" + "".join(f"<li><a href='/p/{i}'>Velmora meldet die Eröffnung der Leitstelle Nummer {i}</a></li>" for i in range(12)) + "</ul>", lang="de")),
    ("index-page", shell("公司新闻", "<h1>新闻中心</h1><ul>" + "".join(f"<li><a href='/n/{i}.html'>陶岩科技与第{i}家港口签署边缘网关供货协议</a><span>2026-11-{i + 10}</span></li>" for i in range(12)) + "</ul>", lang="zh")),
    ("index-page", shell("Velmora | Home", "<h1>Welcome</h1>" + "".join(f"<div><a href='/c/{i}'>A collection of what we have written on subject {i}</a></div>" for i in range(15)), '<script type="application/ld+json">{"@type": "CollectionPage", "name": "All"}</script>')),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "page"), PAGES)
@pytest.mark.parametrize("kind", ["article", None])
def test_what_is_no_article_is_set_aside(
    read: Read, reason: str, page: str, kind: str | None
) -> None:
    with pytest.raises(QuarantineError) as caught:
        read(page, kind=kind)
    assert caught.value.reason == reason


STORY = (
    "The port authority said on Monday that the site had answered with errors for six hours, and that nobody lost data.",
    "Engineers found a full disk; it had filled with logs since March, according to a note that the authority published.",
    "Two shipping lines asked for a refund of their fees, which the authority refused on Tuesday after a short hearing.",
    "A spokeswoman promised a second site by the spring, in another building and with another supplier of power.",
)


@pytest.mark.parametrize(
    "title",
    ["404: how the port lost its site", "Access denied: the gate that would not open", "Why we value your privacy, says the port",
     "Cookies, consent and the harbour", "Security check at the gate takes an hour", "Something went wrong in the port", "News"],
)  # fmt: skip
def test_an_article_about_such_a_thing_is_one(read: Read, title: str) -> None:
    paragraphs = "".join(f"<p>{one}</p>" for one in STORY)
    assert read(shell(title, f"<h1>{title}</h1>{paragraphs}")).text == "\n\n".join(STORY)


@pytest.mark.parametrize(
    ("words", "lang"),
    [("Subscribe to continue reading this story.", "en"), ("Dieser Artikel ist nur für Abonnenten. Bereits Abonnent?", "de"),
     ("La suite est réservée aux abonnés.", "fr"), ("Contenido exclusivo para suscriptores.", "es"), ("登录后阅读全文", "zh"),
     ("この記事は有料会員限定です。残り 1,204文字", "ja"), ("Материал доступен только подписчикам.", "ru")],
)  # fmt: skip
def test_a_paywall_is_flagged_where_some_text_is_shown(read: Read, words: str, lang: str) -> None:
    page = shell(
        "Port fees",
        f"<h1>Port fees</h1><p>{STORY[0]}</p><p>{STORY[1]}</p><div class='offer-box'>{words}</div>",
        lang=lang,
    )
    assert "paywalled" in read(page, kind="article").flags


@pytest.mark.parametrize(
    "end", ["… Read more", "… 阅读全文", "… Weiterlesen", "… Lire la suite", "…", "[...]"]
)
def test_a_cut_text_is_flagged(read: Read, end: str) -> None:
    page = shell(
        "Port fees",
        f"<h1>Port fees</h1><p>{STORY[0]}</p><p>{STORY[1]}</p><p>{STORY[2]} And then {end}</p>",
    )
    assert "truncated" in read(page, kind="article").flags
