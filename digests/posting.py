"""An edition as a message for chat groups and for machines, each in its receiver's own format.

Slack blocks, Teams adaptive cards, 飞书 cards, 钉钉 and 企业微信 Markdown, and plain JSON for webhooks.
A group reads less than a mailbox: the lead stories with their links, prices in a line, and the way to the
rest. What a page wrote can neither mention anybody nor make a link: it is escaped for each format.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from digests.view import StoryView, View
from schemas.delivery import Digest
from text.display import shorten

ChannelKind = Literal["webhook", "slack", "teams", "feishu", "dingtalk", "wecom"]
# What each takes at most, in bytes of the whole text, with room for its frame.
_ROOM: dict[ChannelKind, int] = {
    "webhook": 60_000, "slack": 9_000, "teams": 20_000, "feishu": 14_000, "dingtalk": 14_000,
    "wecom": 3_900,
}  # fmt: skip
_SECTION = 2_900  # characters of one Slack section: 3,000 are allowed
_HEADER = 148
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")
_PRICES = 5


@dataclass(frozen=True)
class _Style:
    """How a format writes text, bold and links."""

    escape: Callable[[str], str]
    bold: str
    link: Callable[[str, str], str]


def post_of(kind: ChannelKind, digest: Digest, shown: View) -> str:
    """Return the JSON message of an edition for one kind of channel; the same edition, the same text."""
    made = _MAKERS[kind](digest, shown)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _webhook(digest: Digest, shown: View) -> dict[str, Any]:
    """Return what machines get: facts, not layout."""
    return {
        "type": f"zhibi.{digest.kind}",
        "edition": digest.id,
        "reader": digest.reader,
        "period": digest.week,
        "cut_off": digest.cut_off.isoformat().replace("+00:00", "Z"),
        "subject": digest.subject,
        "language": digest.language,
        "stories": [
            {
                "id": one.story.id, "headline": one.headline, "update": one.update,
                "kind": one.story.kind, "status": one.story.status,
                "companies": list(one.story.companies), "customers": list(one.story.customers),
                "score": one.story.score, "sources": one.story.sources, "day": one.story.day,
                "summary": list(one.summary), "why": list(one.why),
                "url": _url_of(one.story.id, shown),
            }
            for one in digest.told
        ],
        "prices": [row.model_dump(mode="json") for row in digest.prices],
    }  # fmt: skip


def _slack(digest: Digest, shown: View) -> dict[str, Any]:
    style = _Style(_slack_text, "*", lambda text, url: f"<{url}|{text.replace('|', '/')}>")
    blocks = _fitted(_paragraphs(digest, shown, style), _ROOM["slack"])
    sections = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text[:_SECTION]}} for text in blocks
    ]
    title = {"type": "plain_text", "text": shorten(_plain(shown.title), _HEADER), "emoji": False}
    return {
        "text": _slack_text(digest.subject),
        "blocks": [{"type": "header", "text": title}, *sections[:45]],
    }


def _teams(digest: Digest, shown: View) -> dict[str, Any]:
    style = _Style(_markdown, "**", lambda text, url: f"[{text}]({url})")
    blocks = _fitted(_paragraphs(digest, shown, style), _ROOM["teams"])
    title = {
        "type": "TextBlock", "text": _markdown(shown.title), "size": "Large", "weight": "Bolder",
        "wrap": True,
    }  # fmt: skip
    body = [
        {"type": "TextBlock", "text": text.replace("\n", "\n\n"), "wrap": True} for text in blocks
    ]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [title, *body],
    }
    content = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": content, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _feishu(digest: Digest, shown: View) -> dict[str, Any]:
    style = _Style(_lark_text, "**", lambda text, url: f"[{text}]({url})")
    blocks = _fitted(_paragraphs(digest, shown, style), _ROOM["feishu"])
    elements = [{"tag": "div", "text": {"tag": "lark_md", "content": text}} for text in blocks]
    header = {"title": {"tag": "plain_text", "content": _plain(shown.title)}, "template": "blue"}
    card = {"config": {"wide_screen_mode": True}, "header": header, "elements": elements}
    return {"msg_type": "interactive", "card": card}


def _dingtalk(digest: Digest, shown: View) -> dict[str, Any]:
    style = _Style(_markdown, "**", lambda text, url: f"[{text}]({url})")
    blocks = _fitted(_paragraphs(digest, shown, style), _ROOM["dingtalk"])
    # Its Markdown needs two spaces before a line's end, else the lines run together.
    text = "\n\n".join([f"### {_markdown(shown.title)}", *blocks]).replace("\n", "  \n")
    return {"msgtype": "markdown", "markdown": {"title": _plain(digest.subject), "text": text}}


def _wecom(digest: Digest, shown: View) -> dict[str, Any]:
    style = _Style(_markdown, "**", lambda text, url: f"[{text}]({url})")
    title = f"## {_markdown(shown.title)}"
    room = _ROOM["wecom"] - len(title.encode()) - 2
    blocks = _fitted(_paragraphs(digest, shown, style), room)
    return {"msgtype": "markdown", "markdown": {"content": "\n\n".join([title, *blocks])}}


_MAKERS: dict[ChannelKind, Callable[[Digest, View], dict[str, Any]]] = {
    "webhook": _webhook, "slack": _slack, "teams": _teams, "feishu": _feishu,
    "dingtalk": _dingtalk, "wecom": _wecom,
}  # fmt: skip


def _paragraphs(digest: Digest, shown: View, style: _Style) -> list[str]:
    """Return the message as paragraphs, the most important first; the last is the way to the rest."""
    say = shown.phrases
    parts = [] if digest.kind == "alert" else [style.escape(shown.intro)]
    parts += [_story(one, shown, style) for one in shown.top]
    if shown.prices:
        rows = [
            style.escape(f"{row.label}{say['colon']}{row.old} → {row.new}  {row.change}".rstrip())
            for row in shown.prices[:_PRICES]
        ]
        parts.append("\n".join([f"{style.bold}{say['prices']}{style.bold}", *rows]))
    for rival in shown.rivals:
        lines = [
            f"{style.escape(one.family)} {style.link(style.escape(one.headline), one.url)}"
            for one in rival.stories
        ]
        parts.append("\n".join([f"{style.bold}{style.escape(rival.company)}{style.bold}", *lines]))
    return parts


def _story(one: StoryView, shown: View, style: _Style) -> str:
    head = style.link(style.escape(one.update + one.headline), one.url)
    labels = " · ".join(part for part in (one.family, one.status, one.company, one.count) if part)
    lines = [f"{style.bold}{head}{style.bold}", style.escape(labels)]
    if one.summary:
        lines.append(style.escape(one.summary))
    if one.why:
        gap = "" if shown.language == "zh" else " "
        lines.append(style.escape(f"{shown.phrases['why']}{gap}{one.why}"))
    return "\n".join(lines)


def _fitted(parts: Sequence[str], room: int) -> list[str]:
    """Return the first *parts* that fit *room* bytes; a first one that is too long is cut."""
    kept: list[str] = []
    used = 0
    for part in parts:
        size = len(part.encode()) + 2
        if used + size > room:
            break
        kept.append(part)
        used += size
    return kept or [parts[0].encode()[:room].decode("utf-8", "ignore")] if parts else []


def _plain(text: str) -> str:
    """Return a title that no receiver can take for a mention."""
    return text.replace("<", "‹").replace(">", "›")


def _slack_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markdown(text: str) -> str:
    """Escape Markdown; an angle bracket could be a mention (企业微信: ``<@all>``)."""
    return _MARKDOWN.sub(r"\\\1", _plain(text))


def _lark_text(text: str) -> str:
    """Escape 飞书's Markdown by entities, which it shows as the characters."""
    escaped = text.replace("&", "&#38;")
    for char in "<>*_~[]()`":
        escaped = escaped.replace(char, f"&#{ord(char)};")
    return escaped


def _url_of(story: str, shown: View) -> str:
    every = (*shown.top, *(s for r in shown.rivals for s in r.stories), *shown.people, *shown.also)
    return next((one.url for one in every if one.url.endswith(f"/{story}")), "")
