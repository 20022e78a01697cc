"""The mail that tells somebody of a story that was handed to him. Pure: records in, a message out."""

from urllib.parse import quote

from digests.message import build_message
from digests.naming import NameBook
from digests.setting import page
from digests.telling import Teller
from digests.words import words
from schemas.accounts import Assignment
from schemas.delivery import Digest, DigestInput, DigestStory, RenderedDigest
from text.display import Lang, one_line, short_day, weekday, wrap

_WIDTH = 72
_SUBJECT = 60
_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "subject": "For you: {headline}",
        "by": "{name} asks you to look after this",
        "due": "by {day}",
        "open": "Open the story",
        "done": "Say there when it is done.",
        "why": "You get this because {name} assigned the story to you in Zhibi. Links lead to your own Zhibi.",
    },
    "zh": {
        "subject": "指派给您：{headline}",
        "by": "{name} 请您处理此事件",
        "due": "{day} 前完成",
        "open": "打开事件",
        "done": "处理完请在页面上标为完成。",
        "why": "您收到此邮件，是因为 {name} 在知彼中把该事件指派给您。链接只指向您自己的知彼。",
    },
}


def compose(
    identity: str, given: DigestInput, assignment: Assignment, by: str
) -> tuple[Digest, RenderedDigest]:
    """Return the edition *identity* that tells the one story of *given*, and how it is sent.

    *by* is the name of who assigned it. Raises WrongUseError for a bad mail address.
    """
    lang: Lang = "zh" if given.reader.language == "zh" else "en"
    said = _WORDS[lang]
    name = one_line(by, 80)
    told = Teller(lang, words(lang), NameBook(given.companies, lang, words(lang))).tell(
        given.stories[0], None
    )
    head = said["by"].format(name=name)
    due = _due(assignment.due, lang)
    url = f"{given.base_url}/story/{quote(told.story.id)}"
    subject = one_line(said["subject"].format(headline=told.headline), _SUBJECT)
    digest = Digest(
        id=identity, kind="assignment", reader=given.reader.id, language=lang, week=given.week,
        start=given.start, cut_off=given.cut_off, subject=subject, preheader=head, intro=head,
        top=(told,),
    )  # fmt: skip
    why = said["why"].format(name=name)
    html = page(
        "assigned.html.j2",
        language="zh-Hans" if lang == "zh" else "en", subject=subject, head=head, due=due, told=told,
        summary=_summary(told), url=url, said=said, why=why, postal=given.postal,
    )  # fmt: skip
    text = _text(told, head, due, url, said["done"], why, given.postal)
    mime = build_message(digest, given, html, text)
    return digest, RenderedDigest(html=html, text=text, mime=mime)


def _due(day: str | None, lang: Lang) -> str:
    if not day:
        return ""
    shown = f"{weekday(day, lang)} {short_day(day, None, lang)}"
    return _WORDS[lang]["due"].format(day=shown)


def _summary(told: DigestStory) -> str:
    return ("" if told.summary_language.startswith("zh") else " ").join(told.summary)


def _text(
    told: DigestStory, head: str, due: str, url: str, done: str, why: str, postal: str
) -> str:
    parts = [f"{head}{', ' if due.isascii() else '，'}{due}" if due else head, told.headline]
    parts += [_summary(told)] if told.summary else []
    blocks = ["\n".join(wrap(one, _WIDTH)) for one in parts]
    foot = "\n".join([*wrap(why, _WIDTH), *([postal] if postal else [])])
    return "\n\n".join([*blocks, f"{url}\n{done}", "-- \n" + foot]) + "\n"
