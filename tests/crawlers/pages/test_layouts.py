"""Layouts of news sites in several languages: the text, and none of what stands around and in it."""

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

CASES = {
    "de": (
        "Hafen Rostock bekommt zweite Leitstelle",
        ("Die Hafengesellschaft hat am Montag angekündigt, im Frühjahr eine zweite Leitstelle zu eröffnen und vierzig Menschen einzustellen.",
         "Bisher arbeiten dort nur tagsüber Disponenten; nachts übernimmt ein Dienstleister aus Rotterdam, dessen Vertrag im März endet.",
         "Die Gewerkschaft begrüßte den Schritt, verlangte aber einen Tarifvertrag, der für beide Standorte gilt.",
         "Der Aufsichtsrat entscheidet Mitte Dezember, eine Mehrheit gilt nach Angaben aus dem Umfeld als sicher."),
        ("Lesen Sie auch: Was der Streik den Hafen kostet", "Mehr zum Thema", "Foto: Jana Petersen/Hafen", "Melden Sie sich für unseren Newsletter an", "Von Jana Petersen", "Artikel teilen"),
    ),
    "fr": (
        "Le port du Havre ouvre une seconde salle de contrôle",
        ("La société a annoncé lundi l’ouverture au printemps d’une seconde salle de contrôle, où travailleront quarante répartiteurs.",
         "Jusqu’ici, la nuit était assurée par un prestataire de Rotterdam, dont le contrat s’achève en mars, a précisé la direction.",
         "Le syndicat a salué la décision, mais réclame un accord qui vaille pour les deux sites dès la première année.",
         "Le conseil d’administration se prononcera à la mi-décembre ; une majorité serait acquise, selon une source proche du dossier."),
        ("Lire aussi : Ce que la grève coûte au port", "Sur le même sujet", "Crédit photo : Anne Le Goff", "Inscrivez-vous à notre newsletter pour tout suivre", "Par Anne Le Goff", "Publicité"),
    ),
    "es": (
        "El puerto de Vigo abre una segunda sala de control",
        ("La empresa anunció el lunes que abrirá en primavera una segunda sala de control, en la que trabajarán cuarenta operadores.",
         "Hasta ahora, por la noche se ocupaba un proveedor de Róterdam, cuyo contrato termina en marzo, según la dirección.",
         "El sindicato celebró el paso, pero exige un convenio que valga para las dos sedes desde el primer año.",
         "El consejo decidirá a mediados de diciembre, y hay una mayoría segura, según fuentes cercanas a la compañía."),
        ("Lee también: Lo que cuesta la huelga", "Noticias relacionadas", "Foto: Marta Rey", "Suscríbete a nuestro boletín", "Por Marta Rey", "Compartir"),
    ),
    "ru": (
        "Порт Восточный открывает вторую диспетчерскую",
        ("Компания сообщила в понедельник, что весной откроет вторую диспетчерскую, в которой будут работать сорок человек.",
         "До сих пор ночью порт обслуживал подрядчик из Роттердама, договор с которым истекает в марте, уточнили в дирекции.",
         "Профсоюз приветствовал это решение, но требует единого договора для обеих площадок с первого года.",
         "Совет директоров примет решение в середине декабря; большинство голосов, по словам источника, уже есть."),
        ("Читайте также: Во что обойдётся забастовка", "По теме", "Фото: Анна Лебедева", "Подписывайтесь на наш канал", "Автор: Анна Лебедева", "Поделиться"),
    ),
    "ja": (
        "博多港に第二管制室、来春開設へ",
        ("港湾運営会社は月曜日、来年春に第二の管制室を開設し、四十人の配車担当者を採用すると発表した。",
         "これまで夜間の業務はロッテルダムの委託先が担ってきたが、その契約は三月末で終了すると会社は説明した。",
         "労働組合は決定を歓迎しつつも、両拠点に適用される労働協約を初年度から結ぶよう求めている。",
         "取締役会は十二月中旬に可否を決める見通しで、関係者によると賛成多数はほぼ確実だという。"),
        ("関連記事：ストライキの費用はいくらか", "あわせて読みたい", "写真：港湾新聞社", "メールマガジンの登録はこちら", "文：佐藤花子", "シェア"),
    ),
    "ko": (
        "부산항에 두 번째 관제실 문 연다",
        ("항만 운영사는 월요일 내년 봄에 두 번째 관제실을 열고 배차 담당자 마흔 명을 새로 뽑겠다고 발표했다.",
         "지금까지 야간 업무는 로테르담의 협력사가 맡아 왔으나 그 계약은 삼월에 끝난다고 회사는 설명했다.",
         "노동조합은 결정을 환영하면서도 두 곳 모두에 적용되는 단체 협약을 첫해부터 맺자고 요구했다.",
         "이사회는 십이월 중순에 결정할 예정이며 관계자에 따르면 찬성이 다수일 것으로 보인다."),
        ("관련기사: 파업의 비용은 얼마인가", "많이 본 뉴스", "사진=항만신문 제공", "저작권자 ⓒ 항만신문, 무단전재 및 재배포 금지", "김하늘 기자", "공유"),
    ),
    "ar": (
        "ميناء طنجة يفتح غرفة مراقبة ثانية",
        ("أعلنت الشركة يوم الاثنين أنها ستفتح في الربيع غرفة مراقبة ثانية يعمل فيها أربعون موظفا جديدا.",
         "وكان العمل الليلي حتى الآن من نصيب متعهد في روتردام ينتهي عقده في شهر مارس كما أوضحت الإدارة.",
         "ورحبت النقابة بالقرار لكنها طالبت باتفاق جماعي يسري على الموقعين معا منذ السنة الأولى.",
         "ومن المقرر أن يبت مجلس الإدارة في الأمر في منتصف ديسمبر وتبدو الأغلبية مضمونة وفق مصدر مطلع."),
        ("اقرأ أيضا: كم يكلف الإضراب الميناء", "مواضيع ذات صلة", "المصدر: صحيفة الميناء", "اشترك في نشرتنا البريدية", "بقلم ليلى العلوي", "مشاركة"),
    ),
    "zh": (
        "青澜港明年启用第二调度中心",
        ("港口运营公司周一宣布，将于明年春季启用第二调度中心，并招聘四十名调度员，首批人员下月到岗。",
         "此前夜间业务由鹿特丹一家承包商承担，其合同将于明年三月到期，公司表示不再续签。",
         "工会对此表示欢迎，但要求两地自第一年起适用同一份集体合同，并保障夜班津贴。",
         "董事会将于十二月中旬表决，据知情人士透露，赞成票已过半数，方案获批几无悬念。"),
        ("延伸阅读：罢工要花多少钱", "相关新闻", "图片来源：青澜港务", "扫描二维码关注本报公众号", "（责任编辑：林晓）", "分享"),
    ),
}  # fmt: skip


def modern(language: str) -> str:
    """Classes are hashes, the text lies in two containers with boxes between."""
    title, text, (pointer, tail, credit, letter, byline, share) = CASES[language]
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} | Hafenblatt</title><meta property="og:type" content="article"></head><body>
      <header class="css-1a"><nav><ul>{"".join(f"<li><a href='/{i}'>{title[:6]} {i}</a></li>" for i in range(9))}</ul></nav></header>
      <div id="root"><main class="css-9x"><article class="css-2b"><header><h1>{title}</h1><p>{byline}</p><time datetime="2026-11-23">23.11.2026</time><button>{share}</button></header>
      <figure><img src="a.jpg"><figcaption>{title[:12]} — {credit}</figcaption></figure><div class="css-3c"><p>{text[0]}</p><p>{text[1]}</p></div>
      <div class="css-4d" data-testid="newsletter-signup"><p>{letter}</p></div><p><a href="/x">{pointer}</a></p><p>{pointer}</p>
      <div class="css-3c"><h2>{title[:9]}</h2><p>{text[2]}</p><p>{credit}</p><ul><li>{text[3]}</li></ul></div><p>{share}</p>
      <section class="css-5e"><h2>{tail}</h2>{"".join(f'<div class="css-6f"><h3><a href="/n/{i}">{pointer} {title} {i}</a></h3><p>{title} …</p></div>' for i in range(4))}</section></article></main></div>
      <footer class="css-7g"><p>© 2026 Hafenblatt</p></footer></body></html>"""


def old(language: str) -> str:
    """Tables, font elements and line breaks; no class tells anything."""
    title, text, (_, tail, _, _, byline, _) = CASES[language]
    lines = "<br><br>".join(text)
    links = "".join(f"<a href='/o/{i}'>{title} {i}</a><br>" for i in range(12))
    return f"""<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body><table width="100%"><tr><td width="160">{links}</td>
      <td><h1>{title}</h1><font size="1">{byline} 2026-11-23</font><br><table><tr><td><font size="2">{lines}</font></td></tr></table>
      <b>{tail}</b><br>{links}</td></tr></table></body></html>"""


@pytest.mark.parametrize("language", CASES)
def test_a_modern_layout_is_read(read: Read, language: str) -> None:
    title, text, noise = CASES[language]
    document = read(modern(language))
    assert document.kind == "article"
    assert document.text == "\n\n".join((*text[:2], title[:9], *text[2:]))
    assert document.title == title
    assert document.captions[0].endswith(noise[2])
    assert document.language == language


@pytest.mark.parametrize("language", CASES)
def test_an_old_layout_is_read(read: Read, language: str) -> None:
    title, text, _ = CASES[language]
    document = read(old(language))
    assert document.text == "\n\n".join(text)
    assert document.title == title


BODY = "".join(f"<p>{one}</p>" for one in CASES["de"][1])


def test_lists_quotes_tables_and_embedded_posts_are_kept(read: Read) -> None:
    inside = (
        "<h2>Zahlen</h2><table><tr><th>Jahr</th><th>Schiffe</th></tr><tr><td>2025</td><td>1204</td></tr></table>"
        "<blockquote><p>Wir hätten das früher tun sollen.</p></blockquote><ol><li>Erstens wird gebaut.</li><li>Zweitens wird eingestellt.</li></ol>"
        '<div class="social-embed"><blockquote class="tweet"><p>Endlich! Der Hafen bekommt seine Leitstelle.</p></blockquote></div>'
    )
    text = read(
        f"<html lang='de'><title>x</title><article>{BODY}{inside}{BODY[:-4]} Ende.</p></article></html>"
    ).text
    for part in (
        "Zahlen",
        "Jahr",
        "1204",
        "Wir hätten das früher tun sollen.",
        "Zweitens wird eingestellt.",
        "Endlich! Der Hafen",
    ):
        assert part in text


def test_a_hidden_text_is_taken_from_structured_data(read: Read) -> None:
    stated = "\\n\\n".join(CASES["fr"][1])
    page = f"""<html lang="fr"><head><title>{CASES["fr"][0]}</title><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{CASES["fr"][0]}",
      "articleBody": "{stated}"}}</script></head><body><h1>{CASES["fr"][0]}</h1><p>{CASES["fr"][1][0]}</p><div class="paywall">Abonnez-vous pour lire la suite.</div></body></html>"""
    document = read(page)
    assert document.text == "\n\n".join(CASES["fr"][1])
    assert document.provenance["text"].source == "json-ld"


def test_a_pulled_quote_is_not_said_twice(read: Read) -> None:
    quote = CASES["de"][1][1][:60]
    page = f"<html lang='de'><title>x</title><article>{BODY}<blockquote>{quote}</blockquote>{BODY}</article></html>"
    assert read(page).text.count(quote) == 2


def test_words_broken_by_soft_hyphens_are_whole(read: Read) -> None:
    page = f"<html lang='de'><title>x</title><article>{BODY}<p>Die Hafen\u00adbetreiber\u00adgesellschaft schweigt bis heute dazu.</p></article></html>"
    assert "Hafenbetreibergesellschaft" in read(page).text
