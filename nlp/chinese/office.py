"""Who takes or leaves an office in Chinese text: what stands behind such a name, and a name that looks like a company.

周敏 | 因个人原因辞去…, 朱琳 | 将出任…, 马琳 | 辞任: a notice names somebody and goes on without a pause. And 聘任周国华 | 为总经理
has no 华为 in it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from nlp.lexicon import either, known, words
from nlp.names.model import Guess
from nlp.names.odds import odds, surnames
from nlp.names.phrases import Phrase
from text.han import HAN

# Whoever does this is somebody, and no company.
_LEAVES = (
    r"(?:已|将|于[^，。；\n]{0,10}|正式|主动)?(?:辞任|辞去|辞职|请辞|卸任|被免职|获委任|获聘任?为)"
    r"|因(?:个人|身体|健康|家庭|年龄|退休|病|工作(?:调整|调动|变动|需要|原因|安排))"
    r"|(?:已达|达到)法定退休"
)
# Of a firm's name this is asked besides; 安永辞任核数师 is a firm's business.
_RESIGNS = re.compile(
    r"(?:因[^，。；\n]{2,10}?)?(?:已|将|于[^，。；\n]{0,10}|正式|主动|申请)?(?:辞任|辞去|辞职|请辞|被免职)"
    r"(?![^，。；\n]{0,16}(?:单位|核数|审计|会计师|受托|保荐|承销|做市|督导))"
)
# What follows a name without a pause: no given name ends with the first sign of it.
_GOES_ON = (
    r"因(?:个人|身体|健康|家庭|年龄|退休|病|伤|故|公|涉|违|触犯|任期|达到|职务|组织|为|其|此|未|不|工作|业务|战略|另有)"
    r"|辞(?:任|去|职|掉|呈|世)|请辞|任(?:期|职|满|上|公司|集团|本公司)|离(?:任|职|开|世)|卸(?:任|去|下)|去(?:职|世)|病逝"
    r"|[出接担升就继兼调转续连代](?:任(?!务)|掌|棒|替|理|行)|当选|履新|退(?:休|任|出|居)|加(?:入|盟)|获(?:委|聘|选|任|提|推|晋|批|补)|改任|原任|现任"
    r"|将(?=出|担|接|任|卸|离|辞|加[入盟]|于|在|从|自|被|继续|不再|成为|负责|全面|兼|升|转|调|退|获|以|由|正式|领导|执掌|主持|向|与|和|作为|代表|同时|留任|履|掌)"
    r"|自(?=20\d\d|\d{1,2}月|[一二三四五六七八九十]{1,2}月|今|明年|去年|本|上任|加入|担任|出任|任|即日|其|入职)"
    r"|拟(?=任|出|担|辞|于|被|离|接)|向(?=公司|董事会|监事会|集团|本公司)|[递提](?=交|出辞)|不再"
)
# Many given names end with these, too: 马东升 | 任总经理.
_GIVEN = frozenset("升新代连继兼")
_DOUBLE = frozenset(words("zh")["double_surnames"])
_LEAST = 2  # characters of a name


def acts(text: str, end: int) -> bool:
    """Say whether what stands at *end* is what only somebody does: 辞任, 因个人原因."""
    return _leaves().match(text, end) is not None


@lru_cache(maxsize=1)
def _leaves() -> re.Pattern[str]:
    return re.compile(_LEAVES)


def goes_on(text: str, start: int, end: int) -> bool:
    """Say whether the last sign of the name at *start* to *end* begins what its bearer does: 周敏 | 因个人原因."""
    name = text[start:end]
    if len(name) <= _LEAST or name[:-1] in _DOUBLE or name in odds().people:
        return False
    if text[end - 1] in _GIVEN and text.startswith("任", end):
        bare = name[:-1]
        return text.count(bare) > text.count(name) or bare in odds().people
    return _behind().match(text, end - 1) is not None


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    """Return what follows a name; 任 with the post: 王芳 | 任副总经理."""
    return re.compile(rf"{_GOES_ON}|任(?=[{HAN}]{{0,8}}?(?:{either('zh', 'roles')}))")


def as_people(text: str, seen: Iterable[Guess]) -> list[Guess]:
    """Return the model's guesses, those of firms that do what only somebody does as people: 高山 | 因个人原因辞去…."""
    return [
        one._replace(label="PERSON")
        if one.label == "ORG" and _resigns(text, one.start, one.end)
        else one
        for one in seen
    ]


def _resigns(text: str, start: int, end: int) -> bool:
    return (
        text[start] in surnames() and end - start <= _FULL and _RESIGNS.match(text, end) is not None
    )


def without_people(text: str, listed: Iterable[Phrase]) -> list[Phrase]:
    """Return *listed* phrases without those firms that are somebody here: 周国华 | 为总经理, 赵一鸣 | 因个人原因辞去….

    Such a name stands between a verb of appointing and 为 with a post, or before what only somebody does.
    """
    return [one for one in listed if one.kind not in _FIRMS or not _is_somebody(text, one)]


_FIRMS = frozenset({"known", "maybe"})
_FULL = 3  # surname and given name
_REACH = 24


def _is_somebody(text: str, one: Phrase) -> bool:
    if _resigns(text, one.start, one.end):
        return True
    return text[one.end - 1] == "为" and _is_made(text, one.end - 1)


def whole_name(text: str, end: int) -> int:
    """Return where a name that ends at *end* ends, if a firm's name hides its last sign: 选举孙丽 | 华为独立董事."""
    hidden = text[end : end + 2] in known("zh") and text[end + 1] == "为"
    return end + 1 if hidden and _is_made(text, end + 1) else end


def _is_made(text: str, end: int) -> bool:
    """Say whether the name that ends at *end* is of somebody who is made what follows: 聘任周国华 | 为总经理."""
    if not _appointed().search(text, max(0, end - _REACH), end):
        return False
    return _post().match(text, end + 1) is not None


@lru_cache(maxsize=1)
def _appointed() -> re.Pattern[str]:
    """Return a verb of appointing with somebody behind it, up to the end of what is searched."""
    verbs = (
        r"(?:任命|聘任|选举|委任|提名|推选|选聘|补选|增补|增选|续聘|聘请|推举|指定|委派|改选|提拔)"
    )
    family = (
        f"(?:{'|'.join(sorted(_DOUBLE))}|[{''.join(sorted(surnames() - set('原前由向对任')))}])"
    )
    post = either("zh", "roles")
    return re.compile(
        rf"{verbs}(?:了)?(?:(?:公司)?[{HAN}]{{0,6}}?(?:{post}))?{family}[{HAN}]{{1,2}}\Z"
    )


@lru_cache(maxsize=1)
def _post() -> re.Pattern[str]:
    """Return a post that ends what somebody is made."""
    post = rf"(?:{either('zh', 'roles')}|主任|校长|所长|顾问)"
    return re.compile(
        rf"[{HAN}\d]{{0,14}}?{post}(?=[^{HAN}]|$|和|兼|及|并|等|的|职务|候选人|任期|一职)"
    )
