"""Companies in Chinese text: legal names, names the world knows, and what the trained model sees.

Each only proposes; what a name may not be (a word, half a name, a place) is settled here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from nlp.chinese.passing import TITLE_AROUND, in_passing, is_used
from nlp.chinese.tails import CUE_AFTER, LOOSE, TELLS_AFTER, everyday, generic, tailed
from nlp.entities import DOUBTFUL, Entity
from nlp.lexicon import known, place_set, places, word_set, words
from nlp.names.model import Guess
from nlp.names.phrases import Phrase
from nlp.names.wordbook import wordbook
from text.begins import holds_one
from text.han import HAN

_H = f"[{HAN}]"
_LEGAL = r"(?:股份有限公司|有限责任公司|有限公司|股份公司|集团公司)"
_LEGAL_ENDS = ("有限公司", "有限责任公司", "股份公司", "集团公司")
_BRANCH = rf"(?:{_H}{{2,6}}(?:分公司|分行|支行|分所|营业部))"
_LEGAL_NAME = re.compile(
    rf"(?P<head>(?:(?![{LOOSE}])[{HAN}A-Za-z0-9·]|[（(]{_H}{{2,6}}[）)]){{2,20}}){_LEGAL}{_BRANCH}?"
)
_TAIL = (
    r"(?:集团(?:股份)?(?:有限)?公司|控股(?:集团|公司)|金融公司|电商公司|总公司|公司|集团|控股|股份|分公司|总行|分行|支行"
    r"|事务所|研究所|研究院|出版社|旗舰店|专卖店|营业厅|专营店)"
)
_TAIL_AFTER = re.compile(rf"(?:(?![{LOOSE}]){_H}){{0,6}}?{_TAIL}(?![{HAN}]?(?:总部|治理))")
_BANK_AFTER = re.compile(
    rf"(?:信用卡中心|(?:{_H}{{2,6}}?(?:省|市|区|县)?(?:分行|支行|分公司|营业部|信用卡中心))+)"
)
# After a well-known name: a model, so that it is no company here.
_MODEL_AFTER = re.compile(
    r"\s?(?:[A-Za-z]{0,6}-?\d[A-Za-z0-9-]*|[A-Z]{1,4}\d*|[A-Za-z]{2,12}(?: [A-Za-z]{2,12}){0,2} ?\d[A-Za-z0-9]*)(?![A-Za-z])"
)
_NO_MODEL = re.compile(
    r"\s?(?:[AB](?=股|[、和及]?[AB]股)|CEO|CFO|CTO|COO|CMO|CIO|HR|IT|AI|APP|App|PK|VS|vs|Q\d|\d+(?:\.\d+)?\s?[年月日亿万家个名元次%股块美港欧多点时])"
)
_JOINED = re.compile(r"^\s?[、和与及]\s?$")


# Where shares are traded is no company here.
_EXCHANGE = re.compile(r"交易?所$|纳斯达克")


@lru_cache(maxsize=1)
def _tails() -> re.Pattern[str]:
    listed = sorted(words("zh")["org_suffixes"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, listed))})$")


def companies(
    text: str, guesses: Sequence[Guess], listed: Sequence[Phrase], taken: set[int], title_end: int
) -> list[Entity]:
    """Return the companies that *text* names, from the model's *guesses* and the *listed* phrases."""
    found = [*_legal_names(text), *_known(text, listed, guesses)]
    business = is_business(text, title_end)
    if business:
        firms = tailed(text, listed, found, guesses)
        found += firms if title_end else [one._replace(confidence=DOUBTFUL) for one in firms]
    settled = [(one.start, one.end) for one in found]
    settled += [(one.start, one.end) for one in listed if one.kind == "known"]
    for guess in guesses:
        for part in _parts(text, guess) if guess.label == "ORG" else ():
            if not any(s < part.end and part.start < e for s, e in settled):
                found += _of_guess(text, part, business=business, titled=title_end > 0)
    return [one for one in found if one.start not in taken]


def _legal_names(text: str) -> Iterator[Entity]:
    """Yield full legal names: 浙江砺锋刀具股份有限公司, 甘棠（上海）投资有限公司北京分公司."""
    if not holds_one(text, _LEGAL_ENDS):
        return
    for match in _LEGAL_NAME.finditer(text):
        start = match.start() + _own_start(match["head"])
        if start == match.start():
            start -= _place_cut(text, start)
        name = text[start : match.end()]
        if match.end("head") - start >= 2 and name not in generic():
            yield Entity(start, match.end(), "ORG", name, rank=60, confidence=0.95)


def _place_cut(text: str, start: int) -> int:
    """Return how many characters before *start* are a place whose last one is a small word elsewhere: 成都 | 市…有限公司."""
    hit = _places_cut().search(text, max(0, start - 4), start)
    return start - hit.start() if hit else 0


@lru_cache(maxsize=1)
def _places_cut() -> re.Pattern[str]:
    listed = "|".join(name for name in places("zh") if name[-1] in LOOSE)
    return re.compile(rf"(?:{listed})$")


@lru_cache(maxsize=1)
def _breaks() -> re.Pattern[str]:
    listed = [word for word in words("zh")["breaks"] if len(word) > 1]
    return re.compile("|".join(map(re.escape, sorted(listed, key=len, reverse=True))))


def _own_start(head: str) -> int:
    """Return where in *head* the name itself begins: after the last word that no name holds."""
    last = 0
    for stop in _breaks().finditer(head):
        if stop.end() <= len(head) - 2:
            last = stop.end()
    for match in _place_start().finditer(head, last):
        if match.start() > last and len(head) - match.end() >= 2:
            return match.start()  # a legal name begins with its place: 还有|保定天信汽车贸易
    return last


@lru_cache(maxsize=1)
def _place_start() -> re.Pattern[str]:
    listed = "|".join(places("zh"))
    return re.compile(rf"(?<![（(])(?:{listed})(?![）)])")


def _known(text: str, listed: Sequence[Phrase], guesses: Sequence[Guess]) -> Iterator[Entity]:
    firm = [one for one in listed if one.kind == "known"]
    margins = {one.start: one.margin for one in guesses if one.label == "ORG"}
    wares = {one.start: one.end for one in listed if one.kind == "ware"}
    # A word has one sense in a text (Gale, Church and Yarowsky 1992): what is a company once is one again.
    borne = {
        text[one.start : one.end]
        for one in listed
        if one.kind == "maybe"
        and _borne_out(text, one, firm, margins, text[one.end : one.end + 12])
    }
    for one in listed:
        if one.kind in {"ware", "platform"}:
            yield _ware(text, one)
        if one.kind not in {"known", "maybe"}:
            continue
        rest = text[one.end : one.end + 24]
        if in_passing(text, one.start, one.end):
            continue
        end = _model_end(text, one, rest, wares)
        if end:
            yield Entity(one.start, end, "PRODUCT", text[one.start : end], rank=57, confidence=0.6)
            continue
        if one.kind == "maybe" and text[one.start : one.end] not in borne:
            continue
        start, end = _extended(text, one.start, one.end)
        sure = 0.85 if one.kind == "known" else 0.7
        if is_used(text, start, end):
            sure = DOUBTFUL
        yield Entity(start, end, "ORG", text[start:end], rank=58, confidence=sure)


def _ware(text: str, one: Phrase) -> Entity:
    """Return a known product; a platform is the company where something is said that a company does."""
    firm = one.kind == "platform" and CUE_AFTER.match(text, one.end)
    name = text[one.start : one.end]
    if firm:
        return Entity(one.start, one.end, "ORG", name, rank=58, confidence=0.8)
    return Entity(one.start, one.end, "PRODUCT", name, rank=57, confidence=0.7)


def _model_end(text: str, one: Phrase, rest: str, wares: Mapping[int, int]) -> int:
    """Return where the model ends that stands behind a maker's name, or 0: 别克 | 昂科拉, 索尼 | Z1i."""
    model = _MODEL_AFTER.match(rest)
    if model and not _NO_MODEL.match(rest) and not text.endswith(_BANKS, one.start, one.end):
        return one.end + model.end()
    gap = _MODEL_GAP.match(text, one.end)
    return wares.get(gap.end(), 0) if gap else 0


_MODEL_GAP = re.compile(r"\s{0,2}(?:全新|新)?")
_BANKS = ("行", "险", "券", "中信")


def _borne_out(
    text: str, one: Phrase, sure: Sequence[Phrase], margins: dict[int, float], rest: str
) -> bool:
    """Say whether a name that is a word too is the company here: by what follows and its neighbours."""
    for other in sure:
        between = text[min(one.end, other.end) : max(one.start, other.start)]
        if len(between) <= 3 and _JOINED.match(between):
            return True
    margin = margins.get(one.start, 0.0)
    near = any(other.start < one.start + 60 and one.start < other.end + 60 for other in sure)
    if (near and margin > _BESIDE) or TELLS_AFTER.match(rest):
        return True
    return (near or margin > 0) and CUE_AFTER.match(rest) is not None


_BESIDE = 4  # the margin that it needs with a company near it


def _extended(text: str, start: int, end: int) -> tuple[int, int]:
    """Let a name take the rest of it that stands beside it: 中国 | 三一 | 集团, 招商银行 | 信用卡中心."""
    tail = _TAIL_AFTER.match(text, end, min(len(text), end + 14))
    if tail is not None and (_CUT.search(tail[0]) or _breaks().search(tail[0])):
        tail = None  # 交通银行 | 收购保险公司, 铁杉资本 | 累计增持青禾股份
    if tail is not None:
        end = tail.end()
    branch = _BANK_AFTER.match(text, end, min(len(text), end + 18))
    if branch is not None and text[end - 1] in "行司保信团" and not _CUT.search(branch[0]):
        end = branch.end()
    before = _place_before().search(text, max(0, start - 8), start)
    if before is not None and not text[start].isascii():
        start = before.start("place")  # but 日本 | FALKEN公司
    return start, end


@lru_cache(maxsize=1)
def _place_before() -> re.Pattern[str]:
    """Return the pattern of a place right before a name, as in 香港华润集团; not of 在香港…."""
    listed = "|".join(places("zh"))
    return re.compile(rf"(?<![在于从到自赴往驻、])(?P<place>(?:中国|{listed})(?:省|市)?)$")


_CUT = re.compile(
    r"等[\d一二三四五六七八九十百两几多数]+余?[家个]|收购|入股|首席|董事|总裁|创始人|总经理|CEO|宣布|成立|发布|通知|申请|承认|透露|合资|正式|客户"
)


def _parts(text: str, guess: Guess) -> Iterator[Guess]:
    """Yield the names in a guess that took several for one, or more than one: 明垒云与简舟软件, 简舟软件首席…, 澄屿云等11家企业."""
    for match in re.finditer(r"[^与和及、]+", text[guess.start : guess.end]):
        start, end = guess.start + match.start(), guess.start + match.end()
        cut = _CUT.search(text, start + 2, end)
        yield guess._replace(start=start, end=cut.start() if cut else end)


_BRIEF = 300  # characters of a text that is all headline and lead
_BUSINESS = re.compile(
    r"公司|集团|企业|股份|股东|客户|营收|净利|利润|收购|融资|投资|门店|工厂|产品|产能|业务|签约|签署|发布|推出|上线|上市|涨价|降价|供应|市场份额|品牌|合作|订单|研发|总裁|董事|CEO|高管|员工|裁员|亿元|万元|万美元|亿美元|采购|中标|竞争对手|厂商|经销商|平台|商业秘密|侵权|索赔|诉至|立案|入职|离职|跳槽|猎头|期权|代言|官宣"
)


@lru_cache(maxsize=4)
def is_business(text: str, title_end: int) -> bool:
    """Say whether *text* speaks of business: a brief with a headline, or a word in every 120 characters."""
    if title_end and len(text) < _BRIEF:
        return True
    needed = max(1, min(len(text) // 120, 8))
    return any(count >= needed for count, _match in enumerate(_BUSINESS.finditer(text), 1))


def _of_guess(text: str, guess: Guess, *, business: bool, titled: bool) -> Iterator[Entity]:
    """Judge a name that only the model sees."""
    start, end = _trimmed(text, guess.start, guess.end)
    name = text[start:end]
    if _names_none(text, start, end):
        return
    stretched = _extended(text, start, end)
    tail = _tails().search(text[slice(*stretched)])
    if stretched[1] > end or tail:
        start, end = stretched
    if tail is not None and len(text[start:end]) - len(tail[0]) < 1:
        return
    head = name[: -len(tail[0])] if tail is not None else name
    needed = _NEEDED[business, tail is not None]
    if everyday(head):
        needed += _EVERYDAY
    if tail is None and len(name) > _LONG_NAME:
        needed += _EVERYDAY / 2  # without a tail, names are short; this is half a sentence
    if text.count(name, max(0, start - 2000), start + 2000) > 1:
        needed /= 2  # what returns is more likely a name
    if guess.margin < needed:
        return
    told = titled or (guess.margin >= _TOLD and text.endswith(_TOLD_ENDS, start, end))
    sure = told or (business and guess.margin >= _UNTITLED)
    confidence = min(0.9, 0.5 + guess.margin / 60) if sure else DOUBTFUL
    yield Entity(start, end, "ORG", text[start:end], rank=56, confidence=round(confidence, 2))


_LETTERS = re.compile(rf"{_H}|[A-Za-z]{{2}}")  # a name has some


def _names_none(text: str, start: int, end: int) -> bool:
    """Say whether a guess is a kind, a place, an event, a word, half a word or part of a title."""
    name = text[start:end]
    if (
        len(name) < 2
        or not _LETTERS.search(name)
        or name in generic()
        or name in place_set("zh")
        or _EXCHANGE.search(name)
    ):
        return True
    if name in word_set("zh", "more_kinds") or name in known("words_zh"):
        return True
    return _begins_within_a_word(text, start) or bool(
        TITLE_AROUND.search(text[max(0, start - 18) : start])
    )


def _begins_within_a_word(text: str, start: int) -> bool:
    """Say whether the first sign ends the word before it and begins none: 城市商 | 业银行."""
    if not start or text[start - 1] in LOOSE:
        return False
    book = wordbook()
    if text[start : start + 2] in book or text[max(0, start - 2) : start] in book:
        return False
    return text[start - 1 : start + 1] in book


# Margins the model's own names need. Measured on the even half of the public sets and on a fifth of the corpora.
_NEEDED = {(True, True): 1.0, (True, False): 4.0, (False, True): 6.0, (False, False): 12.0}


# What it needs in a business text without a headline not to stay doubtful. Of 6 to 32 a mean: passages left out gain .10 by
# it, Boson, which marks companies here and there, loses .02 (29 Nov 2026).
_UNTITLED = 20.0
# What calls itself a company needs less, also where nothing else speaks of business.
_TOLD, _TOLD_ENDS = 10.0, ("公司", "集团", "银行", "出版社")
_EVERYDAY = 5.0
_LONG_NAME = 5


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut function words off both ends, and Chinese words off a Latin name."""
    while start < end and text[start] in LOOSE + " 　":
        start += 1
    while end > start and text[end - 1] in LOOSE + "正拟曾 　.（(":
        end -= 1
    if text[end - 1 : end] == "因" and not text.endswith("基因", start, end):
        end -= 1  # 深圳鼎澜 | 因未按照协议…
    latin = re.match(rf"[A-Za-z][A-Za-z0-9&.' -]*(?=[{HAN}])", text[start:end])
    if latin and not _tails().fullmatch(text[start + latin.end() : end]):
        end = start + len(latin[0].rstrip())
    return start, end
