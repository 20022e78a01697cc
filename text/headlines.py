"""What a headline's line holds beside the headline, and which line of a text is one.

A label before it (UPDATE 1-, Fwd:, 快讯｜), the site's name behind it ( | Packwire, _晨报网): neither is the news.
"""

import re

from text.han import HAN
from text.sentences import Stretch

# What desks and mail programs write before a headline, whatever it says.
_LABELS = (
    "update|brief|wrapup|refile|rpt|repeat|corrected|correction|exclusive|breaking(?: news)?|just in|flash|alert|newsflash|urgent|developing|live|watch|scoop"
    "|factbox|timeline|explainer|analysis|insight|column|commentary|opinion|interview|feature|graphic|preview|press release|media release|news release|for immediate release|news|sponsored|advertorial"
)
_ENGLISH_BEFORE = re.compile(
    rf"(?:(?:fwd?|re|fw|tr|wg|aw)\s?:|\[[^\]\n]{{1,24}}\]\s?[:-]?|(?:{_LABELS})(?:\s?\d{{1,2}})?\s?(?:[:|]|-(?=\S)|\s[-–—](?=\s))|(?-i:[A-Z]{{3,12}}\s\d{{1,2}}\s?-(?=\S)|[A-Z][\w&-]*(?:\s[A-Z&][\w&-]*)?\s?[|｜](?=(?:\s[^|｜\s]+){{4}})))\s*",
    re.IGNORECASE,
)
_CHINESE_LABELS = "快讯|简讯|短讯|突发|独家|重磅|速递|最新|更新|更正|刚刚|早报|晚报|要闻|公告|公告速递|公告精选|新闻|资讯|财经|视频|图解|专访|观察|关注|聚焦|头条|原创|转载|推广|广告|通稿|新闻稿|发布|转|更新版|置顶"
_CHINESE_BEFORE = re.compile(
    rf"(?:(?:转发|回复|答复|转寄|轉發|轉寄|回覆|fwd?|re|fw)\s?[:：]|[【\[〔［][^】\]〕］\n]{{1,8}}[】\]〕］]|(?:{_CHINESE_LABELS})\s?[:：!！|｜丨│/]|[{HAN}]{{2,6}}\s?[|｜丨│](?=\S))\s*",
    re.IGNORECASE,
)
# Between a headline and the site's name.
_ENGLISH_PARTS = re.compile(r"\s+(?:[|•·»›«‹~]|::|[-–—]{1,2})\s+|\s?[|｜]\s?|\s?_\s?")
_CHINESE_PARTS = re.compile(
    r"\s?[_|｜丨│»›]\s?|\s+[-–—·]{1,2}\s+|::|(?<=[^A-Za-z0-9—\s-])-(?=[^\d—\s-])"
)
_STRONG = re.compile(r"[|｜丨│_»›«‹•]|::")
_MEDIA = re.compile(
    r"\b(?:news(?:wire|room|paper|desk)?|daily|times|post|journal|wire|herald|gazette|tribune|review|weekly|monthly|magazine|observer|chronicle|courier|bulletin|today|online|insider|press|media|digest|report|standard|mail|globe|sentinel|guardian|telegraph|examiner|register|dispatch|blog)\b"
    r"|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|io|co|eu|uk|tv|news|cn)\b|newspaper$",
    re.IGNORECASE,
)
_CHINESE_MEDIA = re.compile(
    r"(?:网|报|日报|晚报|时报|新闻|资讯|财经|频道|在线|社|周刊|杂志|头条|快讯|要闻|号|通讯社|之窗|门户)$|\.(?:com|cn|net)"
)
_LONGEST_TAIL = {"en": 40, "zh": 14}
_SHORTEST_HEAD = {"en": 16, "zh": 7}
_SHORTEST_BARE = {"en": 8, "zh": 5}  # before a sign that only sites write
_SMALL_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "&"]
)
_LETTERS = re.compile(rf"[^\W\d_{HAN}]+|[{HAN}]")


def headline_of(title: str, body: str, language: str) -> Stretch:
    """Return where in *title* the headline stands: without labels before it and the site's name behind."""
    chinese = language.startswith("zh")
    key = "zh" if chinese else "en"
    before = _CHINESE_BEFORE if chinese else _ENGLISH_BEFORE
    start, end = 0, len(title)
    while (label := before.match(title, start)) and end - label.end() >= _SHORTEST_HEAD[key]:
        if _is_named(label[0], body, key):
            break
        start = label.end()
    parts = list((_CHINESE_PARTS if chinese else _ENGLISH_PARTS).finditer(title, start))
    for part in reversed(parts):
        tail = title[part.end() : end].strip()
        strong = _STRONG.search(part[0]) is not None
        if part.start() - start < (_SHORTEST_BARE if strong else _SHORTEST_HEAD)[
            key
        ] or not _is_site(title[start:], part[0], tail, body, key):
            break
        end = part.start()
    return Stretch(start, end)


def _is_named(label: str, body: str, language: str) -> bool:
    """Say whether what stands as a label is a name that the text takes up: Tern | …."""
    words = label.strip(" :：|｜丨│-–—/【】[]〔〕［］\t")
    if language == "zh":
        return len(words) > 1 and words in body
    return (words.isupper() or label.rstrip()[-1:] in "|｜") and re.search(
        rf"\b{re.escape(words)}\b", body
    ) is not None


def _is_site(headline: str, parting: str, tail: str, body: str, language: str) -> bool:
    """Say whether *tail*, behind *parting*, is the name of a site, an agency or a column."""
    if (
        not tail
        or len(tail) > _LONGEST_TAIL[language]
        or re.search(r"[,，;；!?！？。：:()（）“”\"]|\d", tail)
    ):
        return False
    if language == "zh":
        if tail in body:
            return _CHINESE_MEDIA.search(tail) is not None
        return bool(_STRONG.search(parting) or _CHINESE_MEDIA.search(tail) or parting.isspace())
    words = tail.split()
    if not all(word in _SMALL_WORDS or word[0].isupper() or "." in word for word in words):
        return _MEDIA.fullmatch(tail) is not None
    media = _MEDIA.search(tail) is not None
    if tail.casefold() in body.casefold():
        return media and len(words) > 1
    return media or _STRONG.search(parting) is not None or not _is_cased(headline[: -len(tail)])


def _is_cased(headline: str) -> bool:
    """Say whether a headline writes most of its words with capitals, so that these tell no name."""
    words = [word for word in re.findall(r"[^\W\d_]+", headline)[1:] if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) > 0.6 * len(words)


_LONGEST_LINE = {"en": 140, "zh": 50}
_SHORTEST_LINE = {"en": 4, "zh": 8}  # words, characters
_SHORTEST_APART = {"en": 2, "zh": 4}  # with an empty line behind it
_STOPPED = re.compile(r"[.。;；:：,，…][\"”’」』）)]?$")
_QUESTION = re.compile(r"[!！?？][\"”’」』）)]?$")
_NO_HEADLINE = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|by|from|to|subject|date|sent|photo|source|q|interviewer|attn|re|fwd?)\b|[-*•·#>|\d]|各位|尊敬的|亲爱的|大家好|您好|你好|记者|作者|来源|问|答|一、|（一）|【",
    re.IGNORECASE,
)


def same_words(one: str, other: str) -> bool:
    """Say whether two lines say the same, whatever their capitals, blanks and signs."""
    return [*map(str.casefold, _PLAIN.findall(one))] == [*map(str.casefold, _PLAIN.findall(other))]


_PLAIN = re.compile(rf"[^\W_{HAN}]+|[{HAN}]")


def first_line(text: str) -> Stretch:
    """Return the first line of *text* that is not empty, without the blanks around it."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return Stretch(start, start + len(text[start:end].rstrip()))


def own_headline(text: str, language: str) -> Stretch | None:
    """Return the first line of a text that has no title, if that is its headline: of its own, short, without a stop.

    What follows must be prose: a line that is longer or ends with a full stop.
    """
    key = "zh" if language.startswith("zh") else "en"
    line = first_line(text)
    words = text[line.start : line.end]
    size = len(_LETTERS.findall(words)) if key == "zh" else len(words.split())
    apart = text.startswith("\n\n", line.end)
    least = _SHORTEST_APART if apart else _SHORTEST_LINE
    if not least[key] <= size or len(words) > _LONGEST_LINE[key]:
        return None
    if (
        _STOPPED.search(words)
        or (_QUESTION.search(words) and not apart)
        or _NO_HEADLINE.match(words)
        or "\t" in words
    ):
        return None
    following = text[line.end :].strip()
    after = following.partition("\n")[0].rstrip()
    prose = re.search(r"[.。!！?？][\"”’」』）)]?$", after) is not None
    return line if prose and len(following) > len(words) else None
