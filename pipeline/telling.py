"""Operators are told of each failure once, and once more when it is over: by mail and in the report."""

from datetime import datetime, timedelta
from html import escape

from digests.message import build_message
from digests.words import words
from pipeline.outgoing import delivery_of
from pipeline.tally import Tally
from pipeline.workspace import Workspace
from schemas.delivery import Digest, DigestInput, RenderedDigest
from schemas.health import Incident
from schemas.ids import short_id
from schemas.registry import Reader

# Incidents that one message tells in full: a fallen network makes hundreds.
_TOLD = 30


def tell_operators(workspace: Workspace, tally: Tally) -> None:
    """Queue one message per operator of what failed or recovered since the last; mark it as told.

    Message and mark are kept together, so nothing is told twice, whatever is killed when.
    """
    store = workspace.store
    untold = store.health.untold()
    if not untold:
        return
    with store.batch():
        for number, address in enumerate(workspace.settings.operators, 1):
            if _queue(workspace, address, number, untold):
                tally.count("operator messages")
        for one in untold:
            over = one.closed is not None
            store.health.keep(one.model_copy(update={"told": True, "told_closed": over}))


def _queue(workspace: Workspace, address: str, number: int, untold: list[Incident]) -> bool:
    marks = [f"{one.id} {one.closed is not None}" for one in untold]
    identity = short_id("o", address, *marks)
    reader = Reader(id=f"operator-{number}", name="Operator", email=address)
    year, week, _ = workspace.now.isocalendar()
    broken = [one for one in untold if one.closed is None]
    mended = [one for one in untold if one.closed is not None]
    chinese = _language(workspace, address) == "zh"
    subject = _subject_zh(broken, mended) if chinese else _subject(broken, mended)
    given = DigestInput(
        reader=reader,
        week=f"{year}-W{week:02}",
        start=workspace.now - timedelta(days=1),
        cut_off=workspace.now,
        base_url=workspace.settings.base_url,
        sender=workspace.settings.smtp.sender,
    )
    made = Digest(
        id=identity, reader=reader.id, language="zh" if chinese else "en", week=given.week, start=given.start,
        cut_off=given.cut_off, subject=subject, preheader=subject, intro="",
    )  # fmt: skip
    text = _text_zh(broken, mended) if chinese else _text(broken, mended)
    html = (
        f"<!DOCTYPE html><html lang='{made.language}'><body><pre>{escape(text)}</pre></body></html>"
    )
    rendered = RenderedDigest(html=html, text=text, mime=build_message(made, given, html, text))
    delivery = delivery_of(made, reader, workspace.now, rendered)
    return workspace.store.editions.freeze(made, given, rendered, delivery)


def _subject(broken: list[Incident], mended: list[Incident]) -> str:
    parts = []
    if broken:
        names = ", ".join(one.source for one in broken[:2])
        parts.append(f"{names}{' and more' if len(broken) > 2 else ''}: {broken[0].failure}")
    if mended:
        parts.append(f"{len(mended)} well again")
    return f"Zhibi sources: {'; '.join(parts)}"


def _text(broken: list[Incident], mended: list[Incident]) -> str:
    lines: list[str] = []
    for one in broken[:_TOLD]:
        lines += [f"{one.source}: {one.failure}", f"  {one.says}.", f"  {one.todo}", ""]
    if len(broken) > _TOLD:
        lines += [f"and {len(broken) - _TOLD} more: zhibi source health", ""]
    for one in mended[:_TOLD]:
        assert one.closed is not None
        lines.append(
            f"{one.source} is well again since {one.closed:%d %b %H:%M} "
            f"({one.failure} since {one.opened:%d %b %H:%M})"
        )
    lines += ["", "You are told of each failure once, and once more when it is over."]
    return "\n".join(lines) + "\n"


def _language(workspace: Workspace, address: str) -> str:
    """Return the language of the reader with this address, else English."""
    wanted = address.casefold()
    readers = workspace.registry.readers
    return next((one.language for one in readers if one.email.casefold() == wanted), "en")


def _subject_zh(broken: list[Incident], mended: list[Incident]) -> str:
    parts = []
    if broken:
        names = "、".join(one.source for one in broken[:2])
        more = f" 等 {len(broken)} 个来源" if len(broken) > 2 else ""
        parts.append(f"{names}{more}：{words('zh').reasons[broken[0].failure]}")
    if mended:
        parts.append(f"{len(mended)} 个来源已恢复")
    return f"知彼来源状况：{'；'.join(parts)}"


def _text_zh(broken: list[Incident], mended: list[Incident]) -> str:
    reasons = words("zh").reasons
    lines: list[str] = []
    for one in broken[:_TOLD]:
        command = "check" if one.failure == "layout" else "health"
        lines += [f"{one.source}：{reasons[one.failure]}（{_at_zh(one.opened)}起）"]
        lines += [f"  详情与处理办法：zhibi source {command} {one.source}", ""]
    if len(broken) > _TOLD:
        lines += [f"另有 {len(broken) - _TOLD} 个：zhibi source health", ""]
    for one in mended[:_TOLD]:
        assert one.closed is not None
        lines.append(
            f"{one.source} 已于{_at_zh(one.closed)}恢复（{reasons[one.failure]}，{_at_zh(one.opened)}起）"
        )
    lines += ["", "每次故障只通知一次，恢复时再通知一次。"]
    return "\n".join(lines) + "\n"


def _at_zh(moment: datetime) -> str:
    return f"{moment.month} 月 {moment.day} 日 {moment:%H:%M}"
