"""A query told in words, so that people see how it was read; and how its results are ordered."""

from schemas.kinds import FAMILIES
from schemas.searching import Sort
from search.kindwords import kinds_of
from search.labels import label
from search.nodes import (
    All,
    Either,
    Everything,
    Named,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Range,
    Values,
    Words,
)
from text.display import Lang

_FIELD_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "companies": "company", "about": "about", "moves": "move", "families": "move",
        "kind": "kind", "language": "language", "source": "source", "statuses": "status",
        "story": "story", "id": "id",
    },
    "zh": {
        "companies": "公司", "about": "关于", "moves": "动向", "families": "动向", "kind": "类型",
        "language": "语言", "source": "来源", "statuses": "状态", "story": "事件", "id": "编号",
    },
}  # fmt: skip
_PHRASES: dict[Lang, dict[str, str]] = {
    "en": {
        "or": " or ", "and": "; ", "not": "not {}", "all": "every document", "title": "title: {}",
        "named": "company named {}", "quoted": "“{}”", "prefix": "words beginning with {}",
        "ids": "one of {} documents", "is": "{} = {}", "amount": "amount {}", "in": "in {}",
        "since": "since {}", "before": "before {}", "group": "({})",
        "kind": "{} or move {}", "family": "{}, {} kinds",
    },
    "zh": {
        "or": " 或 ", "and": "；", "not": "不含{}", "all": "全部资料", "title": "标题：{}",
        "named": "名为 {} 的公司", "quoted": "“{}”", "prefix": "以 {} 开头的词",
        "ids": "{} 份资料之一", "is": "{} = {}", "amount": "金额 {}", "in": "{} 之内",
        "since": "自 {} 起", "before": "{} 之前", "group": "（{}）",
        "kind": "{} 或动向 {}", "family": "{}（{} 种）",
    },
}  # fmt: skip
_ORDERS: dict[Lang, dict[Sort, str]] = {
    "en": {
        "relevance": "best match first",
        "date": "newest first",
        "importance": "most important story first, then newest",
    },
    "zh": {
        "relevance": "按相关度排序",
        "date": "按时间排序，最新在前",
        "importance": "按事件重要性排序，其次最新在前",
    },
}
_BEYOND: dict[Lang, str] = {
    "en": "the best {} by match, all further ones newest first",
    "zh": "前 {} 份按相关度，其余按时间，最新在前",
}
_MOST_IDS = 3  # named one by one; more are counted


def describe(query: Query) -> str:
    """Return how *query* was read: ``company = Huanzhou, 寰舟; move = pricing, 4 kinds``."""
    return _Teller(query.lang).told(query.root, top=True)


def describe_order(sort: Sort, lang: Lang, best: int | None = None) -> str:
    """Say how results are ordered; *best* is set where only so many are ordered by relevance."""
    if sort == "relevance" and best is not None:
        return _BEYOND[lang].format(best)
    return _ORDERS[lang][sort]


class _Teller:
    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.fields = _FIELD_WORDS[lang]
        self.phrases = _PHRASES[lang]

    def say(self, name: str, *values: object) -> str:
        return self.phrases[name].format(*values)

    def told(self, node: Node, *, top: bool = False) -> str:
        match node:
            case All(parts=parts) | Either(parts=parts):
                joint = self.phrases["and" if isinstance(node, All) else "or"]
                text = joint.join(map(self.told, parts))
                return text if top else self.say("group", text)
            case Not(part=part):
                return self.say("not", self.told(part))
            case Values():
                return self.values(node)
            case Range():
                return self.range(node)
            case Everything():
                return self.phrases["all"]
            case _:
                words = self.words(node)
                return self.say("title", words) if node.where == "title" else words

    def words(self, node: Named | Phrase | Prefix | Words) -> str:
        match node:
            case Named():
                return self.say("named", ", ".join(node.aliases))
            case Phrase():
                return self.say("quoted", node.text)
            case Prefix():
                return self.say("prefix", node.text)
            case Words():
                kinds = kinds_of(node.text) if node.where == "any" else ()
                said = ", ".join(label("moves", one, self.lang) for one in kinds)
                return self.say("kind", node.text, said) if kinds else node.text

    def values(self, node: Values) -> str:
        if node.field == "id" and len(node.values) > _MOST_IDS:
            return self.say("ids", len(node.values))
        said = node.said or ", ".join(label(node.field, one, self.lang) for one in node.values)
        if node.field == "families":
            told = [(f, len(kinds)) for f, kinds in FAMILIES.items() if f in node.values]
            said = ", ".join(
                self.say("family", label("families", one, self.lang), count) for one, count in told
            )
        return self.say("is", self.fields[node.field], said)

    def range(self, node: Range) -> str:
        if node.field == "amounts":
            return self.say("amount", node.said)
        if node.low is not None and node.high is not None:
            return self.say("in", node.said)
        return self.say("since" if node.high is None else "before", node.said)
