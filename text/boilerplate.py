"""The closing words of press releases, which say the same each time: about us, press contact, caution."""

import re

from text.begins import holds_one

# A heading of its own line: everything under it, up to another kind of heading, says the same each time.
_HEADING = re.compile(
    r"^\W*(?:"
    r"about (?:the )?(?!\d[^a-z]*[a-z].*[.!?]$)(?-i:[A-Z0-9])[\w&.,'’ ()/-]{1,70}|(?:media|press|investor|analyst|news)s?(?: (?:and|&) (?:media|press|investor)s?)?(?: relations)?(?: team)? (?:contacts?|enquiries|inquiries|office|kit)|"
    r"contacts?(?: (?:information|details|us|for (?:the )?(?:media|press|investors?)))?|for (?:more|further|additional) (?:information|details)(?:,? (?:please )?(?:contact|visit))?.{0,80}|"
    r"(?:for )?(?:media|press|investor)s?(?: relations)?|notes? (?:to|for) (?:the )?(?:editors?|journalists)|end(?:s)?|"
    r"(?:cautionary )?(?:note|statement|language|disclosure)?s? ?(?:regarding|on|about|concerning)? ?forward[- ]looking (?:statements?|information)|safe harbou?r.{0,60}|cautionary (?:note|statement).{0,80}|"
    r"disclaimers?|legal (?:notice|disclaimer)|important (?:notice|information).{0,60}|source:? [\w&., ]{2,60}|boilerplate|trademarks?|"
    r"关于(?!(?:召开|举办|公布|调整|发布|聘任|变更|终止|签署|收购|对|进一步|开展|修订|公司|本次|印发|做好))[\w\u4e00-\u9fff（）() ·&.-]{2,30}|(?:媒体|新闻|投资者|公关|客户|商务|业务)(?:关系)?(?:联系人?|联络人?|垂询|咨询|问询|查询|热线|合作)(?:方式)?|联系(?:方式|我们|人)|(?:欲知|欲了解|了解)(?:更多|详情).{0,40}|"
    r"前瞻性(?:陈述|声明|信息).{0,20}|(?:安全港|免责|风险|特别|法律)(?:声明|提示|条款|陈述).{0,16}|投资者(?:关系|联系).{0,10}|编者(?:按|注)|编辑注|關於[\w\u4e00-\u9fff]{2,24}|(?:媒體|投資者|新聞)(?:聯絡|聯繫|查詢|垂詢).{0,6}|公司简介|企业简介|"
    r"über (?:die |das )?(?-i:[A-ZÄÖÜ0-9])[\w&.,'’ -]{1,60}|(?:presse|medien|investor relations)[- ]?kontakte?|(?:weitere|ihre) (?:informationen|ansprechpartner).{0,40}|kontakt|pressekontakt|zukunftsgerichtete aussagen|hinweis(?:e)? (?:an die redaktion|für redaktionen)|"
    r"(?:à propos d[e’'u]|au sujet d[e’'u]) ?.{2,60}|contacts? (?:presse|médias?|investisseurs)|relations (?:presse|investisseurs)|(?:avertissement|déclarations? prospectives?|énoncés prospectifs).{0,60}|"
    r"(?:acerca de|sobre) (?-i:[A-Z])[\w&.,'’ -]{1,60}|contactos? (?:de )?(?:prensa|medios|inversores)|(?:sobre a|sobre o) .{2,50}|contatos? (?:de |para )?(?:a )?imprensa|assessoria de imprensa|"
    r"(?:informazioni su|chi è|su) (?-i:[A-Z])[\w&.,'’ -]{1,50}|contatti (?:stampa|media)|ufficio stampa|over (?-i:[A-Z])[\w&.,'’ -]{1,50}|perscontact|noot (?:voor|aan) de redactie|om (?-i:[A-ZÅÄÖ])[\w&.,'’ -]{1,50}|presskontakt|pressekontakt|"
    r"о компании.{0,40}|контакты(?: для (?:сми|прессы))?|пресс-служба|.{2,30}について|(?:本件に関する|報道関係者(?:の)?)お?問い合わせ(?:先)?.{0,10}|会社概要|お問い合わせ先?|.{2,30}(?:소개|에 대하여|에 대해)|(?:미디어|언론|보도)\s?(?:문의|연락처)"
    r")\W*$",
    re.IGNORECASE,
)
# The words at the start of a paragraph that goes on in the same line.
_INLINE = re.compile(
    r"^\W*(?:about [A-Z][\w&. -]{1,40}\s*[:：—–]|关于[\w\u4e00-\u9fff]{2,16}\s*[:：]|(?:media|press|investor) (?:contact|enquiries|inquiries|relations)s?\s*[:：]|(?:媒体|投资者|媒體)(?:联系|垂询|联络|聯絡|关系)\w{0,4}\s*[:：]|"
    r"pressekontakt\s*:|contact (?:presse|médias?)\s*:|notes? to editors?\s*:|"
    r"(?:this|certain statements in this|statements (?:made )?in this|the statements in this) (?:press release|news release|release|announcement|communication|document).{0,80}forward[- ]looking|"
    r"(?:本新闻稿|本公告|本稿|以上)(?:中)?(?:可能)?(?:包含|载有|含有|涉及).{0,20}前瞻性|前瞻性(?:陈述|声明)\s*[:：]|(?:免责声明|风险提示|特别声明)\s*[:：])",
    re.IGNORECASE,
)
# Under "Contact" stand lines such as these, which also close a release without any heading.
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?:tel|phone|fax|t|mobile|电话|手机|传真|邮箱|電話|téléphone|telefon|тел)\.?\s*[:：]?\s*\+?[\d(][\d ()/-]{6,}",
    re.IGNORECASE,
)
# The last lines of a release that name who sent it and whom to ask.
_SENT_BY = re.compile(
    r"^\W*(?:供稿|撰稿|撰文|通讯员|供图|联系人|联络人|聯絡人|媒体联系|媒體聯絡|新闻联系|联系电话|联系方式|(?:press|media) (?:contact|office)|issued by|contact)\w{0,4}\s*[:：]"
    r"|^[（(【]?[\w ]{2,24}\s?(?:供稿|供图|提供)[)）】]?\W*$|^\W*本(?:稿|文|新闻稿)(?:件)?由.{2,30}(?:提供|供稿|发布)|^[（(](?:文|文图|图文|图|来源|稿源)\s*[/／:：]",
    re.IGNORECASE,
)
# What a firm says of itself, in the same paragraph behind the news: "… 关于维墨：成立于1999年".
_WITHIN = re.compile(
    r"(?<=[。！？.!?”\")）】」])\s*【?(?:关于|關於)(?P<zh>[\w]{2})[\w（）()· ]{0,18}】?\s*[:：|｜—-]+\s*(?=(?P=zh)|.{0,24}?(?:成立|创立|創立|创办|创建|建于|始于|总部|總部|致力|专注|專注|主营|主營|从事|從事|拥有|擁有|旗下|(?:是|为|系|為)[^。]{0,24}?(?:企业|公司|商|平台|机构|集团|品牌|银行|運營|運營商)|一家|上市))"
    r"|(?<=[.!?”\"])\s+(?:About|ABOUT) (?P<en>[A-Z][\w&.,'’ -]{1,50})\s*[:：—–](?=.{0,120}?\b(?:founded|based|headquartered|established|is an?|are an?|provides|makes|operates|leading|serves|employs|was)\b)"
    r"|(?<=[。！？.!?”\"])\s*(?:供稿|联系人|媒体联系|新闻联系|媒体垂询|媒體聯絡|Media contact|Press contact|Media enquiries)\w{0,4}\s*[:：]"
)
_WITHIN_WORDS = ("关于", "關於", "About ", "ABOUT ", "供稿", "联系人", "媒体联系", "新闻联系", "媒体垂询", "媒體聯絡", "Media contact", "Press contact", "Media enquiries")  # fmt: skip
# Where releases end and their closing begins, at the earliest.
_EARLIEST = 0.3
# … but a brief of a few paragraphs, with so many characters at least, may have more closing than news.
_PARAGRAPHS, _NEWS = 3, 40
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_WORTH = 2.0  # a Chinese character says as much as two letters
_ENDED = re.compile(r"[.!?:;。！？：；][\"'”’)\]]*\s*$")
_LONGEST_HEADING = 110


def boilerplate_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of *text* (paragraphs parted by an empty line, or by a line feed where none is) that are boilerplate.

    It begins in the later part, and from such a heading all that follows belongs to it.
    """
    worth = _HAN_WORTH if _HAN.search(text) else 1.0
    gap = "\n\n" if "\n\n" in text else "\n"
    may_be_within = holds_one(text, _WITHIN_WORDS)
    starts: list[tuple[int, str]] = []
    position = 0
    for paragraph in text.split(gap):
        starts.append((position, paragraph))
        position += len(paragraph) + len(gap)
    for index, (start, paragraph) in enumerate(starts):
        brief = index <= _PARAGRAPHS and start * worth >= _NEWS
        if index == 0 or (start < _EARLIEST * len(text) and not brief):
            continue
        if paragraph[:1].islower() and not _ENDED.search(starts[index - 1][1]):
            continue  # a line that goes on: "... of\nabout 40 million"
        first, _, under = paragraph.partition("\n")
        heading = len(first) <= _LONGEST_HEADING and _HEADING.match(first)
        if (heading and (under.strip() or index + 1 < len(starts))) or _INLINE.match(paragraph):
            return ((start, len(text)),)
        within = may_be_within and _WITHIN.search(paragraph)
        if within:
            return ((start + within.start(), len(text)),)
    within = may_be_within and _WITHIN.search(starts[0][1])
    if within and within.start() * worth >= _NEWS:
        return ((within.start(), len(text)),)
    return _contacts(starts, len(text))


def _contacts(starts: list[tuple[int, str]], end: int) -> tuple[tuple[int, int], ...]:
    """Return the last lines if they are addresses and telephone numbers of people."""
    first = len(starts)
    while first > 1 and len(starts[first - 1][1]) < 200 and _closes(starts[first - 1][1]):
        first -= 1
    if first == len(starts) or len(starts) - first > 12:
        return ()
    return ((starts[first][0], end),)


def _closes(line: str) -> bool:
    """Say whether a line tells where somebody is reached, or who sent the text."""
    return _CONTACT.search(line) is not None or _SENT_BY.match(line) is not None
