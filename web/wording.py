"""What the pages say by themselves, in both languages, and the names of search fields and values."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from digests.words import Words
from schemas.stories import Factor
from text.display import Lang, counted

WORDS: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "today": "Today", "search": "Search", "find": "Search everything", "skip": "Skip to content",
        "main": "Main", "also": "Also", "why": "Why", "query": "Query", "read_as": "Read as",
        "nothing": "No document matches this query.", "try": "Fewer words find more. Or one of these:",
        "moves": "What happened", "reports": "Reports", "not_stated": "not stated", "more": "Next page",
        "missing": "There is no such page", "gone": "The address is wrong, or the story was merged into another.",
        "back": "To today’s stories", "trouble": "This page cannot be shown now",
        "unreadable": "This address cannot be read", "first": "first", "narrow": "Narrow the results",
        "empty": "No stories in the last seven days", "run": "This command collects:", "actor": "Company",
        "report": "Report", "source": "Source", "published": "Published", "reprint": "reprint",
        "original": "Original page", "numbers": "Numbers lead to the words they were read from.",
        "same": "The same in other reports", "says": "They say", "ask": "Ask for words, a company or a kind of move:",
        "confidence": "confidence", "at": "Character {place} of the query", "pages": "The page changed itself",
        "least": "score",
    },
    "zh": {
        "today": "今日", "search": "检索", "find": "检索全部资料", "skip": "跳到正文",
        "main": "主菜单", "also": "其他", "why": "理由", "query": "检索式", "read_as": "理解为",
        "nothing": "没有符合此检索式的资料。", "try": "减少词语可得更多结果，也可试试：",
        "moves": "发生了什么", "reports": "资料", "not_stated": "未说明", "more": "下一页",
        "missing": "没有这个页面", "gone": "地址有误，或该事件已并入另一事件。",
        "back": "回到今日事件", "trouble": "此页暂时无法显示",
        "unreadable": "无法识别此地址", "first": "最早", "narrow": "缩小范围",
        "empty": "近七日没有事件", "run": "运行此命令开始收集：", "actor": "公司",
        "report": "资料", "source": "来源", "published": "发布", "reprint": "转载",
        "original": "原网页", "numbers": "数字指向原文中的依据。",
        "same": "其他资料中的同一动向", "says": "原文", "ask": "可检索词语、公司或动向类别：",
        "confidence": "置信度", "at": "检索式第 {place} 个字符", "pages": "网页本身的变化",
        "least": "分值",
    },
}  # fmt: skip
_FIELDS: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "company": "Company", "family": "Family", "move": "Move", "kind": "Kind of document",
        "lang": "Language", "source": "Source", "status": "Status",
    },
    "zh": {
        "company": "公司", "family": "类别", "move": "动向", "kind": "资料类型",
        "lang": "语言", "source": "来源", "status": "状态",
    },
}  # fmt: skip
_KINDS: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "article": "article", "offer": "price page", "product": "product page", "job": "posting",
        "people": "people page", "filing": "filing", "review": "review",
    },
    "zh": {
        "article": "文章", "offer": "价格页", "product": "产品页", "job": "招聘启事",
        "people": "团队页", "filing": "公告", "review": "用户评价",
    },
}  # fmt: skip
_FACTORS: Final[dict[Lang, dict[str, str]]] = {
    "en": {"base": "any move", "novelty": "seldom told before", "recency": "recent"},
    "zh": {"base": "任何动向", "novelty": "少有先例", "recency": "新近"},
}
_LANGUAGES: Final = {"en": "English", "zh": "中文"}


def field_name(field: str, language: Lang) -> str:
    """Return the heading of a facet; the field itself where it has no word."""
    return _FIELDS[language].get(field, field)


def value_name(
    field: str, value: str, words: Words, language: Lang, name_of: Callable[[str, str], str]
) -> str:
    """Return a facet's value in words; *name_of* field and id gives names of the registry."""
    tables: dict[str, Mapping[Any, str]] = {
        "family": words.families,
        "move": words.kinds,
        "status": words.statuses,
        "kind": _KINDS[language],
        "lang": _LANGUAGES,
    }
    if field in {"company", "source"}:
        return name_of(field, value)
    return tables.get(field, {}).get(value, value)


def plain_factor(factor: Factor, words: Words, language: Lang) -> str | None:
    """Return a factor that digests leave out in words, None for the others."""
    detail = next(iter(factor.detail.values()), "")
    if factor.name == "kind":
        kinds: Mapping[Any, str] = words.kinds
        return kinds.get(detail, detail)
    if factor.name == "status":
        statuses: Mapping[Any, str] = words.statuses
        return statuses.get(detail, detail)
    return _FACTORS[language].get(factor.name)


def field_query(field: str, value: str) -> str:
    """Return what is typed for a facet's value; a family is asked for as a kind of move is."""
    name = "move" if field == "family" else field
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"


def number_of(count: int, noun: str, language: Lang) -> str:
    """Return ``4 sources`` or ``4 个来源``; *noun* is source, story, document or report."""
    if language == "zh":
        measured = {"source": "个来源", "story": "个事件", "document": "份资料", "report": "份资料"}
        return f"{count:,} {measured[noun]}"
    return counted(count, noun, "stories" if noun == "story" else None)


def day_sentence(stories: int, reports: int, language: Lang) -> str:
    """Return the sentence of facts that opens the first page."""
    if language == "zh":
        return (
            f"近七日：{number_of(stories, 'story', language)}，来自"
            f" {number_of(reports, 'report', language)}，按重要程度排列。"
        )
    return (
        f"The last seven days: {number_of(stories, 'story', language)} from "
        f"{number_of(reports, 'report', language)}, the most important first."
    )
