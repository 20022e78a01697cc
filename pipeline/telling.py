"""Operators are told of each failure once, and once more when it is over: by mail and in the report."""

from datetime import datetime, timedelta
from html import escape

from digests.message import build_message
from digests.words import words
from pipeline.lateness import Late, late_digests
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
    tell_late(workspace, tally)
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


def tell_late(workspace: Workspace, tally: Tally, after: timedelta | None = None) -> None:
    """Queue a message per operator of each digest that is late; the edition's id keeps it to one."""
    for one in late_digests(workspace, after) if workspace.settings.operators else ():
        for number, address in enumerate(workspace.settings.operators, 1):
            chinese = _language(workspace, address) == "zh"
            subject, text = _late_zh(one) if chinese else _late(one)
            if _freeze(
                workspace, address, number, [one.edition, one.reader, one.state], subject, text
            ):
                tally.count("operator messages")


def _queue(workspace: Workspace, address: str, number: int, untold: list[Incident]) -> bool:
    marks = [f"{one.id} {one.closed is not None}" for one in untold]
    broken = [one for one in untold if one.closed is None]
    mended = [one for one in untold if one.closed is not None]
    chinese = _language(workspace, address) == "zh"
    subject = _subject_zh(broken, mended) if chinese else _subject(broken, mended)
    text = _text_zh(broken, mended) if chinese else _text(broken, mended)
    return _freeze(workspace, address, number, marks, subject, text)


def _freeze(
    workspace: Workspace, address: str, number: int, marks: list[str], subject: str, text: str
) -> bool:
    """Freeze and queue one message to an operator; False where it was sent before."""
    identity = short_id("o", address, *marks)
    reader = Reader(id=f"operator-{number}", name="Operator", email=address)
    year, week, _ = workspace.now.isocalendar()
    given = DigestInput(
        reader=reader,
        week=f"{year}-W{week:02}",
        start=workspace.now - timedelta(days=1),
        cut_off=workspace.now,
        base_url=workspace.settings.base_url,
        sender=workspace.settings.smtp.sender,
    )
    language = "zh" if _language(workspace, address) == "zh" else "en"
    made = Digest(
        id=identity, kind="operators", reader=reader.id, language=language, week=given.week,
        start=given.start, cut_off=given.cut_off, subject=subject, preheader=subject, intro="",
    )  # fmt: skip
    html = f"<!DOCTYPE html><html lang='{language}'><body><pre>{escape(text)}</pre></body></html>"
    rendered = RenderedDigest(html=html, text=text, mime=build_message(made, given, html, text))
    delivery = delivery_of(made, reader, workspace.now, rendered)
    return workspace.store.editions.freeze(made, given, rendered, delivery)


def _late(one: Late) -> tuple[str, str]:
    text = (
        f"The digest {one.edition} of {one.reader} closed at {one.since:%d %b %H:%M} UTC and is "
        f"{one.state}.\n\nMake and send it:  zhibi digest --reader {one.reader} --send\n"
        f"See what is wrong:  zhibi mail, zhibi doctor\n\nIt is told once. A digest that is sent late "
        f"holds what was known at its cut-off.\n"
    )
    return f"Zhibi digest late: {one.reader}, {one.edition}", text


def _late_zh(one: Late) -> tuple[str, str]:
    states = {"not made": "尚未生成", "not queued": "尚未排入发送", "queued": "待发送", "sending": "发送中", "failed": "发送失败", "unknown": "结果不明"}  # fmt: skip
    text = (
        f"{one.reader} 的简报 {one.edition} 已于 {_at_zh(one.since)}（UTC）截止，{states[one.state]}。\n\n"
        f"生成并发送：zhibi digest --reader {one.reader} --send\n查看原因：zhibi mail、zhibi doctor\n\n"
        f"每期只通知一次。晚发的简报只含截止时已知的内容。\n"
    )
    return f"知彼简报延误：{one.reader}，{one.edition}", text


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
