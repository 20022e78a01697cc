"""Companies that show only by what they do: a short name before a verb that companies govern."""

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.chinese.evidence import made_of, ordinary
from nlp.chinese.places import is_place
from nlp.chinese.tails import LOOSE, generic
from nlp.entities import Entity
from nlp.lexicon import place_set, word_set, words
from nlp.names.wordbook import wordbook
from text.han import HAN

_H = f"[{HAN}]"
_SUBJECT = re.compile(
    rf"(?:^|(?<=[\n。！？；，、：“”《》（）()\s,;:]))(?P<name>{_H}{{2,6}}?|[A-Z][\w&.-]{{1,20}}(?:\s[A-Z][\w&.-]*)*)"
    r"(?P<cue>(?:\d{1,2}日|今日|今天|昨日|昨晚|近日|日前|本周|周[一二三四五六日天]|上周|[早午晚]间|正式|已|将|官方|已经|正在)?(?:宣布|公告|发布|推出|宣佈|發布|完成[A-Z一二两三新数]|表示|回应|回應|否认|否認|收购|收購|获得?[\dA-Z一-龥]{0,4}(?:融资|投资)|裁员|裁撤|涨价|降价|上调|下调|拟|计划|打算|正与|正在|将在|与|上线|签下|中标|拿下|官宣|召回|被罚|起诉|状告|入股|停产|停售|退出|关停|递表|回购|分红|称|传出?|接近|承认|澄清|旗下|的))"
)
# Whoever publishes a notice is a company, in a text of whatever kind (rank: nlp/chinese/names.py).
_ANNOUNCES = re.compile(
    r"(?:\d{1,2}日|今日|今天|昨日|昨晚|近日|日前|[早午晚]间)*(?:发布)?(?:公告|业绩[预快][告报])(?![栏牌板期])"
)
# A brand at the head of a post about its sale: strange signs alone are a name there.
_SALE = re.compile(
    rf"(?:^|(?<=[\n。！？；]))(?P<name>(?:(?![{LOOSE}])[{HAN}]){{2,4}}?)(?=(?:今[日天晚年]|同日|昨[日晚]|也)?"
    r"(?:双\s?1[12]|双十[一二]|618|年货节|会员日|周年庆|开门红|全场|官降|大促|预售|以旧换新|上线满|满\d+减|\d+周年))"
)
# One of these is in whatever that finds.
_SALES = ("双1", "双 1", "双十", "618", "年货节", "会员日", "周年", "开门红", "全场", "官降", "大促", "预售", "以旧换新", "线满", "减")  # fmt: skip
_TOLD, _SURE, _MEMBER = 44, 57, 58


def subjects(text: str, taken: set[int]) -> Iterator[Entity]:
    """Yield companies told only by the verb after them, or by their sale."""
    for match in _SUBJECT.finditer(text):
        start, end = match.span("name")
        if start not in taken and _plausible(match["name"], match["cue"], text):
            rank = _SURE if _ANNOUNCES.match(text, end) else _TOLD
            yield Entity(
                start, end, "ORG", match["name"], rank=rank,
                confidence=0.8 if rank == _SURE else 0.6,
            )  # fmt: skip
    for match in _SALE.finditer(text) if any(map(text.__contains__, _SALES)) else ():
        name = match["name"]
        if made_of(name).get("strange", 0.0) == 1.0 and _is_member(name):
            yield Entity(*match.span("name"), "ORG", name, rank=_MEMBER, confidence=0.7)


@lru_cache(maxsize=4096)
def _is_member(name: str) -> bool:
    """Say whether strange signs are a name: no word, no place, nothing counted."""
    if len(name) < 2 or name.isascii() or name in generic() or ordinary(name) or is_place(name):
        return False
    if any(is_place(name[:at]) and is_place(name[at:]) for at in range(2, len(name) - 1)):
        return False
    book = wordbook()
    if book.get(name, "nz")[0] != "n" or book.get(name) == "n":
        return False
    return not any(book.get(name[:size], "nz")[0] in "vdpcrtmfu" for size in (2, 3))


@lru_cache(maxsize=1)
def _breaks() -> re.Pattern[str]:
    return re.compile(
        "|".join(map(re.escape, sorted(words("zh")["breaks"], key=len, reverse=True)))
        + r"|[\d年月日号]"
    )


_NOT_SUBJECT = re.compile(
    r"^(?:什么|怎么|如何|为何|完成|公布|发布|推出|停产|通知|公告|人事|出售|剥离|授权|专利|入股|罚款|起诉|更名|退休|优化|换帅|扩招|闭店|榜单|获奖|签约|回购|电池|旧事|建议|当季|利率|气象|研报|公司|集团|本公司|该公司|双方|我们|他们|记者|媒体|消息|官方|企业|行业|市场|客户|用户|分析师|创始人|董事长|董事会|股东|管理层|负责人|业内|坊间|外界|部分|其中|目前|今年|去年|此外|同时|另外|据悉|据了解|据此|近日|日前|随后|此前|之后|届时|如果|假设|虽然|但是|不过|因此|所以|由于|为此|其|它|他|她|这|那|谁|你|您|我|一|二|三|两|首|第|全|各|每|多|有|没|不|未|已|将|正|可|能|会|要|应|该|预计|知情|内部|相关|有关|根据|关于|针对|对于|通过|经过|随着|截至|自|从|在|于|当|新|旧|老|原|本|上|下|去|来|前|后|年|月|日|周|仅|只|也|还|又|再|最|更|很|都|就|才|并|且|而|或|与|和|及|同|跟|对|向|给|为|被|把|让|由|以|按|比|因|如|若|虽|但|却|则|故|国家|政府|央行|证监会|法院|警方|检方|市|省|县|果农|农民|网友|读者|家长|工人|员工|问|答|回答|截止|交易|协议|合同|产品|项目|方案|价格|版本|功能|计划|数据|业绩|营收|利润|股价|财报|订单)"
)


def _plausible(name: str, cue: str, text: str) -> bool:
    """Judge a name without a company's tail by its cue and by how often it returns."""
    if not re.match(_H, name):
        return name not in word_set("zh", "latin_words")
    if _NOT_SUBJECT.match(name) or _breaks().search(name) or name in place_set("zh"):
        return False
    if re.search(r"[的了着过地得是有在们个]", name) or len(name) > 5:
        return False
    if wordbook().get(name, "*")[0] not in "*n" or wordbook().get(name) == "n":
        return False
    strong = not cue.endswith(("的", "与", "拟", "传", "称", "在", "正在", "旗下"))
    return strong or text.count(name) > 1
