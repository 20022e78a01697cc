"""Companies, people, products, places and roles that no registry names, in Chinese text.

A company shows itself by the tail of its name (科技, 集团, 药业 …) or by standing before a verb that
companies govern; where its name begins is told by punctuation, function words and dates. A person
shows by a surname beside a role or an honorific. A name found once is then found everywhere.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.entities import Entity
from nlp.lexicon import places, word_set, words
from text.han import HAN

if TYPE_CHECKING:
    from schemas.kinds import Label

_H = f"[{HAN}]"
_SUBJECT = re.compile(
    rf"(?:^|(?<=[\n。！？；，、：“”《》（）\s,;:]))(?P<name>{_H}{{2,6}}?|[A-Z][\w&.-]{{1,20}}(?:\s[A-Z][\w&.-]*)*)"
    r"(?P<cue>(?:\d{1,2}日|今日|今天|昨日|昨晚|近日|日前|本周|周[一二三四五六日天]|上周|正式|已|将|官方|已经|正在)?(?:宣布|公告|发布|推出|宣佈|發布|完成[A-Z一二两三新数]|表示|回应|回應|否认|否認|收购|收購|获得?[\dA-Z一-龥]{0,4}(?:融资|投资)|裁员|裁撤|涨价|降价|上调|下调|拟|计划|打算|正与|正在|将在|与|上线|签下|中标|拿下|官宣|召回|被罚|起诉|状告|入股|停产|停售|退出|关停|递表|回购|分红|称|说[，：“]|传出?|接近|承认|澄清|旗下|的|：))"
)
# 德窑堂、瓯越青瓷、北定坊等五家陶瓷厂: a list that says itself what it lists.
_LISTED = re.compile(
    rf"(?P<names>{_H}{{2,8}}(?:[、和与及]{_H}{{2,8}})+)(?=等?(?:[一二两三四五六七八九十\d]+|多)家)"
)
_QUOTED = re.compile(r"[“「『《]([^”」』》\n]{2,20})[”」』》]")
_LATIN_ORG = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z&.-]+(?:\s[A-Z][A-Za-z&.-]+){0,4}")
_LATIN_PRODUCT = re.compile(
    rf"(?:(?<![{HAN}A-Za-z\d]))?(?:[A-Za-z]{{1,12}}[ -]?\d+[A-Za-z]*(?:\s(?:Pro|Max|Ultra|Plus))?|[A-Z][a-z]+\s(?:Pro|Max|Ultra|Plus))(?![A-Za-z\d%])"
)
_NOT_PRODUCT = re.compile(
    r"^(?:Q[1-4]|H[12]|ISO[ -]?\d+|COVID.*|20\d\d|[AB]股|N\+1|[A-D]\d?\+?轮?|B2B|5G|4G|3D|2D|S-1|F-1)$",
    re.IGNORECASE,
)
_LAW = re.compile(r"《[^》\n]{2,30}(?:法|条例|规定|办法|规则|准则|标准|指令)》")
_HONORIFIC = r"(?:先生|女士|博士|教授)"
# Nouns that end in what could be a company's tail but name none.


@lru_cache(maxsize=1)
def _suffixed() -> re.Pattern[str]:
    """Return the pattern of a run of characters that ends in a company's tail."""
    tails = "|".join(sorted(map(re.escape, words("zh")["org_suffixes"]), key=len, reverse=True))
    return re.compile(
        rf"(?P<head>[{HAN}A-Za-z]{{1,8}}?)(?P<tail>(?:{tails})+(?:[（(]{_H}{{2,4}}[）)](?:有限公司|股份有限公司)?)?)"
    )


@lru_cache(maxsize=1)
def _breaks() -> re.Pattern[str]:
    listed = sorted(words("zh")["breaks"], key=len, reverse=True)
    where = "|".join(map(re.escape, places("zh")))
    return re.compile(
        rf"(?:{'|'.join(map(re.escape, listed))}|(?:{where})(?:的|市|省|讯|企业)|来自(?:{where})|(?:{where})(?=.{{4,}})|[\d年月日号])"
    )


@lru_cache(maxsize=1)
def _place_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{'|'.join(map(re.escape, places('zh')))})(?:市|省|自治区)?|(?<=[，。、在于至到和\s])(?!全市|本市|城市|上市|股市|超市|都市|夜市|门市|我市|该市){_H}{{2,3}}(?:市|县|省|镇)(?!场|值|民|政府|级|委|面|盈|占|公司|监)"
    )


@lru_cache(maxsize=1)
def _role_pattern() -> re.Pattern[str]:
    listed = sorted(words("zh")["roles"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, listed)))


@lru_cache(maxsize=1)
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    surname = rf"(?:{'|'.join(words('zh')['double_surnames'])}|[{words('zh')['surnames'][0]}])"
    name = rf"(?P<name>{surname}(?:(?!先生|女士|博士|教授|不再|因|将|已|任|出任|代|正|辞|为|的|表|称|说|在|于|同|兼|离|卸|退|也|与|和|否|向|接|加|主|从|曾|是|等|女|男|宣|透|强|指|回|对|近|自|担|及|挂|告|介|解|坦|笑|补|直|写|带|有|把|被|到|去|跳|个|本|拟|获){_H}){{1,2}}|[A-Z][a-z]+\s[A-Z][a-z]+)"
    roles = "|".join(sorted(map(re.escape, words("zh")["roles"]), key=len, reverse=True))
    verbs = r"(?:先生|女士|博士|教授|（[^）]{0,12}(?:岁|年)|因个人原因|辞去|辞任|辞职|卸任|离职|离任|出任|担任|接任|接替|履新|升任|执掌|挂帅|退休|加盟|加入|跳槽|空降|将接掌|将出任|将挂帅|接掌|接班|不再担任|代行|被任命|被免|获任|晋升|请辞|口头请辞|已离职|将离职|将卸任|回归|兼任|请辞|為|出掌|接棒|升任)"
    return (
        re.compile(
            rf"(?:{roles})\s?(?:[（(][^）)]{{1,6}}[）)])?(?:由)?{name}(?![{HAN}]?(?:公司|集团|科技))"
        ),
        re.compile(rf"{name}(?=(?:[将將已拟]|正式|自|于)[^，。；]{{0,10}}?{verbs}|{verbs})"),
        re.compile(
            rf"(?:任命|聘任|聘请|选举|提名|委任|推举|指定|由|原|迎来|挖来|请来|换成|，|：|、){name}(?=为|為|出任|担任|担當|接任|接替|接班|接棒|负责|執掌|执掌|挂帅|先生|女士|统管|主管|全面|代行|暂代|兼任|领导|带队|掌舵|任)"
        ),
        re.compile(
            rf"(?:^|[\n，。；：]){name}(?=（[^）]{{0,20}}(?:{roles})|[，,]\s?[^，。]{{0,12}}(?:{roles})|(?:{roles}))"
        ),
    )


def find(text: str, title_end: int, known: list[Entity]) -> list[Entity]:
    """Return unregistered names in *text*; *title_end* is where its title ends."""
    found = [Entity(m.start(), m.end(), "ROLE", rank=40) for m in _role_pattern().finditer(text)]
    found += [Entity(m.start(), m.end(), "LAW", rank=60) for m in _LAW.finditer(text)]
    found += [
        Entity(m.start(), m.end(), "PLACE", m[0], rank=30, confidence=0.9)
        for m in _place_pattern().finditer(text)
    ]
    persons = _persons(text)
    orgs = _companies(text, known)
    products = _products(text)
    named = persons + orgs + products
    return found + named + _everywhere(text, named, known)


def _persons(text: str) -> list[Entity]:
    found = []
    for pattern in _person_patterns():
        for match in pattern.finditer(text):
            start, end = match.span("name")
            found.append(Entity(start, end, "PERSON", match["name"], rank=52, confidence=0.8))
    return found


def _companies(text: str, known: list[Entity]) -> list[Entity]:
    taken = {place for one in known for place in range(one.start, one.end)}
    found: list[Entity] = []
    position = 0
    while match := _suffixed().search(text, position):
        start, end = _name_start(text, match), match.end()
        position = end if end > position else position + 1
        name = text[start:end]
        trimmed = start > match.start("head")
        if start in taken or not _is_company(name, match["tail"], text, start, trimmed=trimmed):
            position = match.start() + 1 if start in taken else position
            continue
        found.append(Entity(start, end, "ORG", name, rank=55, confidence=0.85))
    for match in _SUBJECT.finditer(text):
        start, end = match.span("name")
        name = match["name"]
        if start not in taken and _plausible_subject(name, match["cue"], text):
            found.append(Entity(start, end, "ORG", name, rank=44, confidence=0.55))
    for match in _LISTED.finditer(text):
        offset = match.start()
        found += [
            Entity(
                offset + part.start(), offset + part.end(), "ORG", part[0], rank=45, confidence=0.6
            )
            for part in re.finditer(r"[^、和与及]+", match["names"])
        ]
    for match in _LATIN_ORG.finditer(text):
        if text[match.end() : match.end() + 1].isdigit() or match[0].endswith("-"):
            continue  # KQ-203 is a product
        if (
            match[0] not in word_set("zh", "latin_words") | word_set("zh", "technologies")
            and match.start() not in taken
            and len(match[0]) > 2
        ):
            found.append(
                Entity(
                    match.start(), match.end(), "ORG", match[0].rstrip("."), rank=41, confidence=0.6
                )
            )
    return found


def _name_start(text: str, match: re.Match[str]) -> int:
    """Return where the name begins: after the last function word or date before its tail."""
    start = match.start("head")
    head = match["head"]
    last = 0
    for stop in _breaks().finditer(head + match["tail"][:1]):
        if stop.end() <= len(head):
            last = max(last, stop.end())
    return start + last  # a name never reaches over a function word


def _is_company(name: str, tail: str, text: str, start: int, *, trimmed: bool) -> bool:
    """Say whether what ends in a company's tail is one; *trimmed*: a function word stands before it."""
    end = start + len(name)
    if (
        name in word_set("zh", "no_companies")
        or len(name) < 3
        or name == tail
        or name.removesuffix(tail) in word_set("zh", "generic_heads")
    ):
        return False
    if any(name.endswith(word) for word in ("本公司", "该公司", "上市公司", "这家公司", "家公司")):
        return False
    if end < len(text) and tail in {
        "茶",
        "云",
        "微",
        "联合",
        "国际",
        "投资",
        "服务",
        "系统",
        "平台",
        "技术",
        "信息",
        "数据",
        "网络",
        "智能",
        "汽车",
        "手机",
        "运动",
        "教育",
    }:
        # A weak tail needs the name to stand free: at a boundary or before a company's verb.
        free = trimmed or start == 0 or text[start - 1] in "\n。！？；，、：“”《》（）() "
        return (
            free
            and (text[end] in "\n，。：、（( 与和" or _company_verb(text, end))
            and len(name) <= 6
        )
    return True


def _company_verb(text: str, end: int) -> bool:
    rest = text[end : end + 6]
    return any(rest.startswith(cue) for cue in words("zh")["company_cues"]) or rest[:1].isdigit()


_NOT_SUBJECT = re.compile(
    r"^(?:完成|公布|发布|推出|停产|通知|公告|人事|出售|剥离|授权|专利|入股|罚款|起诉|更名|退休|优化|换帅|扩招|闭店|榜单|获奖|签约|回购|电池|旧事|建议|当季|利率|气象|研报|公司|集团|本公司|该公司|双方|我们|他们|记者|媒体|消息|官方|企业|行业|市场|客户|用户|分析师|创始人|董事长|董事会|股东|管理层|负责人|业内|坊间|外界|部分|其中|目前|今年|去年|此外|同时|另外|据悉|据了解|据此|近日|日前|随后|此前|之后|届时|如果|假设|虽然|但是|不过|因此|所以|由于|为此|其|它|他|她|这|那|谁|你|您|我|一|二|三|两|首|第|全|各|每|多|有|没|不|未|已|将|正|可|能|会|要|应|该|预计|知情|内部|相关|有关|根据|关于|针对|对于|通过|经过|随着|截至|自|从|在|于|当|新|旧|老|原|本|上|下|去|来|前|后|年|月|日|周|仅|只|也|还|又|再|最|更|很|都|就|才|并|且|而|或|与|和|及|同|跟|对|向|给|为|被|把|让|由|以|按|比|因|如|若|虽|但|却|则|故|国家|政府|央行|证监会|法院|警方|检方|市|省|县|果农|农民|网友|读者|家长|工人|员工|问|答|回答|截止|交易|协议|合同|产品|项目|方案|价格|版本|功能|计划|数据|业绩|营收|利润|股价|财报|订单)"
)


def _plausible_subject(name: str, cue: str, text: str) -> bool:
    """Judge a name without a company's tail by its cue and by how often it returns."""
    if not re.match(_H, name):
        return name not in word_set("zh", "latin_words")
    if _NOT_SUBJECT.match(name) or _breaks().search(name) or name in places("zh"):
        return False
    if re.search(r"[的了着过地得是有在们个]", name) or len(name) > 5:
        return False
    if cue.endswith("：") and text.find("\n") <= len(name) + 1 and text.count(name) < 2:
        return False  # a title such as 更正公告：… names no company unless the text does too
    strong = not cue.endswith(("的", "与", "拟", "传", "称", "在", "正在", "："))
    return strong or text.count(name) > 1


def _products(text: str) -> list[Entity]:
    return [
        Entity(match.start(), match.end(), "PRODUCT", match[0], rank=43, confidence=0.6)
        for match in _LATIN_PRODUCT.finditer(text)
        if not _NOT_PRODUCT.match(match[0])
    ]


def _everywhere(text: str, named: list[Entity], known: list[Entity]) -> list[Entity]:
    """Find further occurrences of each name, and of a company's name without its tail."""
    forms: dict[str, tuple[Label, str, str | None]] = {}
    for one in [*known, *named]:
        if one.label in {"ORG", "PERSON"} and one.name and one.confidence >= 0.5:
            forms.setdefault(text[one.start : one.end], (one.label, one.name, one.entity))
            if (
                one.label == "ORG"
                and (short := _short(one.name))
                and short not in word_set("zh", "ambiguous")
            ):
                forms.setdefault(short, ("ORG", one.name, one.entity))
    forms = {form: value for form, value in forms.items() if len(form) > 1}
    if not forms:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))))
    return [
        Entity(m.start(), m.end(), label, name, entity, rank=54, confidence=0.7)
        for m in pattern.finditer(text)
        for label, name, entity in [forms[m[0]]]
    ]


def _short(name: str) -> str:
    """Return 驿加 for 驿加供应链, 宏瀚重装 for 宏瀚重装股份有限公司; empty where nothing stays."""
    legal = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|股份公司)$", "", name)
    if legal != name:
        return legal if len(legal) >= 2 else ""
    tails = sorted(words("zh")["org_suffixes"], key=len, reverse=True)
    for tail in tails:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name[: -len(tail)]
    return ""
