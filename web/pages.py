"""Pages from templates: words in two languages, names from the registry, everything escaped."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from digests.words import words
from pipeline.workspace import Workspace
from schemas.kinds import FAMILY_OF
from schemas.language import Move
from schemas.searching import Highlight
from text.display import short_day

FOLDER = Path(__file__).parent
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "today": "Today", "search": "Search", "find": "Search everything", "skip": "Skip to content",
        "stories": "stories in the last seven days, the most important first", "also": "Also",
        "why": "Why", "sources": "sources", "source": "source", "query": "Query", "read_as": "Read as",
        "documents": "documents", "in_stories": "stories", "nothing": "Nothing was found.",
        "try": "Try fewer words, or one of these:", "moves": "Moves", "reports": "Reports",
        "not_stated": "not stated", "more": "More", "missing": "There is no such story.",
        "back": "To today's stories", "trouble": "This page cannot be shown now", "evidence": "Their words",
        "first": "first", "narrow": "Narrow", "empty": "No stories yet: zhibi run collects them.",
    },
    "zh": {
        "today": "今日", "search": "检索", "find": "检索全部资料", "skip": "跳到正文",
        "stories": "个事件，近七日，按重要程度排列", "also": "其他", "why": "理由", "sources": "个来源",
        "source": "个来源", "query": "检索式", "read_as": "理解为", "documents": "份资料", "in_stories": "个事件",
        "nothing": "没有找到。", "try": "可减少词语，或试试：", "moves": "动向", "reports": "资料",
        "not_stated": "未说明", "more": "下一页", "missing": "没有这个事件。", "back": "回到今日事件",
        "trouble": "此页暂时无法显示", "evidence": "原文", "first": "最早", "narrow": "缩小范围",
        "empty": "尚无事件：运行 zhibi run 开始收集。",
    },
}  # fmt: skip


class Pages:
    """Renders pages over one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,  # for every template, whatever its name (RELIABILITY D11)
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["marked"] = marked
        self.environment.globals["family_of"] = FAMILY_OF.get

    def render(self, template: str, language: str, path: str, **given: Any) -> str:
        """Return a page in *language*; *path* is where it stands, for the language switch."""
        says = words("zh" if language == "zh" else "en")
        companies = {one.id: one.name(language) for one in self.workspace.registry.companies}
        sources = {one.id: one.name or one.id for one in self.workspace.registry.sources}
        now = self.workspace.now

        def here(**changes: str) -> str:
            query = {"lang": language, **changes}
            return f"?{urlencode({key: value for key, value in query.items() if value})}"

        return self.environment.get_template(f"{template}.html").render(
            w=WORDS[language],
            says=says,
            lang=language,
            path=path,
            here=here,
            company=lambda one: companies.get(one, one),
            source=lambda one: sources.get(one, one),
            day=lambda text: short_day(text, now, "zh" if language == "zh" else "en"),
            evidence=evidence,
            **given,
        )


def marked(part: Highlight) -> Markup:
    """Return highlighted text with its hits marked, everything else escaped."""
    pieces, last = [], 0
    for start, end in part.marks:
        pieces += [escape(part.text[last:start]), Markup("<mark>%s</mark>") % part.text[start:end]]
        last = end
    return Markup("").join([*pieces, escape(part.text[last:])])


def evidence(move: Move, title: str, text: str) -> Markup:
    """Return the words that made a move, with actor and slots marked in the family's colour."""
    if not move.evidence:
        return Markup("")
    whole = f"{title}\n{text}"
    start, end = move.evidence[0].start, move.evidence[-1].end
    slots = [move.actor, *(slot for name in move.slots for slot in move.values(name))]
    spans = sorted(
        {
            (slot.start, slot.end)
            for slot in slots
            if slot is not None and slot.start is not None and slot.end is not None
            and start <= slot.start < slot.end <= end
        }
    )  # fmt: skip
    family = FAMILY_OF[move.kind]
    pieces, last = [], start
    for begin, stop in spans:
        if begin < last:
            continue
        pieces += [
            escape(whole[last:begin]),
            Markup('<mark class="ev %s">%s</mark>') % (family, whole[begin:stop]),
        ]
        last = stop
    return Markup("").join([*pieces, escape(whole[last:end])])
