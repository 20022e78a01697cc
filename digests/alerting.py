"""One event, told at once: composed and rendered as an alert, which is no small digest.

The subject is the news. Below it stand the facts, what the sources say, why this reader is told, and two
links to say whether it was worth it. A later fact comes as an answer in the same thread.
"""

from dataclasses import dataclass

from digests.events import event_keys
from digests.facts import facts_of, main_moves, new_facts
from digests.message import build_message
from digests.naming import NameBook, gloss_value, label_of
from digests.setting import page
from digests.telling import Teller
from digests.view import StoryView, View, view
from digests.words import Words, words
from schemas.delivery import AlertNote, Digest, DigestInput, DigestStory, RenderedDigest
from schemas.errors import WrongUseError
from schemas.stories import Story
from text.display import COLUMNS, display_width, format_moment, one_line, pad, shorten, wrap

SUBJECT = 90
_RULE = "-" * COLUMNS
_LABEL = 14


@dataclass(frozen=True)
class AlertView:
    """What an alert shows, as strings, in its reader's language."""

    story: StoryView
    label: str
    news: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    why_you: str
    reasons: tuple[tuple[str, str], ...]
    useful_url: str
    not_useful_url: str


def compose_alert(edition_id: str, given: DigestInput) -> Digest:
    """Return the alert of the one story in *given*. Raises WrongUseError without story and note."""
    if given.alert is None or len(given.stories) != 1:
        raise WrongUseError("an alert tells one story, and why")
    language, note = given.reader.language, given.alert
    says = words(language)
    teller = Teller(language, says, NameBook(given.companies, language, says))
    told = teller.tell(given.stories[0], note.told).model_copy(
        update={"events": event_keys(given.stories[0])}
    )
    again = note.subject.removeprefix("Re: ")
    subject = f"Re: {again}" if note.thread and again else shorten(told.headline, SUBJECT)
    return Digest(
        id=edition_id,
        kind="alert",
        reader=given.reader.id,
        language=language,
        week=given.week,
        start=given.start,
        cut_off=given.cut_off,
        subject=subject,
        title=told.headline,
        preheader=" ".join(told.summary)[:180] or told.headline,
        intro=note.name,
        considered=1,
        top=(told,),
        alert=note,
    )


def render_alert(digest: Digest, given: DigestInput) -> RenderedDigest:
    """Return HTML, text and MIME of an alert. Raises WrongUseError for a bad mail address."""
    shown = view(digest, given)
    alert = alert_view(digest, given, shown)
    html = page("alert.html.j2", v=shown, a=alert, s=alert.story)
    text = _text(shown, alert)
    thread = digest.alert.thread if digest.alert else ()
    mime = build_message(digest, given, html, text, thread=thread)
    return RenderedDigest(html=html, text=text, mime=mime)


def alert_view(digest: Digest, given: DigestInput, shown: View) -> AlertView:
    """Return what the alert *digest* shows; *shown* is the same as a digest would show it."""
    note = digest.alert or AlertNote(rule="")
    told = digest.top[0]
    says = words(digest.language)
    book = NameBook(given.companies, digest.language, says)
    name = "rule_account" if note.rule == "account" else "rule_search"
    why_you = says.phrases[name].format(
        name=one_line(note.name, 80),
        score=round(told.story.score),
        threshold=round(note.threshold),
    )
    label = says.phrases["alert_update" if note.told is not None else "alert"]
    news = _news(told, note, says, book) if note.told is not None else ()
    return AlertView(
        story=shown.top[0],
        label=label,
        news=news,
        facts=tuple(one for one in _facts(told, book, given, note) if one not in news),
        why_you=why_you,
        reasons=tuple(_points(told, Teller(digest.language, says, book))),
        useful_url=f"{note.rate_url}?useful=yes" if note.rate_url else "",
        not_useful_url=f"{note.rate_url}?useful=no" if note.rate_url else "",
    )


def _points(told: DigestStory, teller: Teller) -> list[tuple[str, str]]:
    """Return the reasons with their points, the largest first: they add up to the score."""
    quiet = {*teller.words.quiet_factors, "interest-search"}  # the rule itself says that
    ranked = sorted(told.factors, key=lambda one: (-one.points, one.name))
    shown = [one for one in ranked if one.name not in quiet and one.points > 0][:4]
    return [(teller.reason(one), f"+{round(one.points)}") for one in shown]


def _facts(
    told: DigestStory, book: NameBook, given: DigestInput, note: AlertNote
) -> list[tuple[str, str]]:
    says = words(book.language)
    found = _slots(told.story, book, says)
    if note.moment is not None:
        when = format_moment(note.moment, given.reader.timezone, book.language)
        found.append((says.phrases["seen"], when))
    return found


def _slots(story: Story, book: NameBook, says: Words) -> list[tuple[str, str]]:
    """Return label and value of what the best move states; several reports fill each other's gaps."""
    languages = {report.document_id: report.language for report in story.reports}
    found: dict[str, str] = {}
    ranked = sorted(
        main_moves(story), key=lambda one: (one.move.status != story.status, -one.move.confidence)
    )
    for one in ranked:
        language = languages.get(one.document_id, story.language).split("-", maxsplit=1)[0]
        for name in one.move.slots:
            values = [gloss_value(book, name, slot, language) for slot in one.move.values(name)]
            said = ("、" if book.language == "zh" else ", ").join(filter(None, values[:3]))
            if said and name != "actor":
                label = label_of(says, one.move.kind, name, one.move.values(name))
                found.setdefault(label, said)
    return list(found.items())


def _news(
    told: DigestStory, note: AlertNote, says: Words, book: NameBook
) -> tuple[tuple[str, str], ...]:
    """Return what is new since the thread began, as label and value."""
    known = dict(_slots(told.story, book, says))
    found: dict[str, str] = {}
    for line in new_facts(facts_of(told.story), note.told or ""):
        name = line.partition(" = ")[0].rpartition(" ")[2]
        if name == "status" and told.story.status:
            found[says.phrases["status"]] = says.statuses[told.story.status]
        elif (label := says.slot(name)) in known:
            found[label] = known[label]
    return tuple(found.items())


def _text(shown: View, alert: AlertView) -> str:
    """Return the alert as plain text: the news first, a screenful in all."""
    story, says, zh = alert.story, shown.phrases, shown.language == "zh"
    lines = [says["colon"].join(part for part in (alert.label.upper(), story.company) if part)]
    lines += ["", *wrap(story.headline), *wrap(_line(story, says["comma"]))]
    for label, value in alert.news:
        lines += _row(f"{says['new']} {label}", value)
    if story.summary:
        lines += ["", *wrap(story.summary)]
    lines.append("")
    for label, value in alert.facts:
        lines += _row(label, value)
    named = ("、" if zh else ", ").join(name for name, _ in story.sources)
    lines += wrap(f"{story.count}{says['colon']}{named}")
    lines += [story.url, "", _RULE, *wrap(f"{says['why_you']}{'' if zh else ' '}{alert.why_you}")]
    lines += [f"  {points:>4}  {reason}" for reason, points in alert.reasons]
    if alert.useful_url:
        lines += ["", says["rate"], pad(says["useful"], _LABEL) + alert.useful_url]
        lines += [pad(says["not_useful"], _LABEL) + alert.not_useful_url]
    lines += ["", "-- "]
    for name, url in (
        ("preferences", shown.preferences_url), ("unsubscribe", shown.unsubscribe_url),
    ):  # fmt: skip
        if url:
            lines.append(f"{pad(says[name], 23)}{url}")
    if shown.postal:
        lines += wrap(shown.postal)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(label: str, value: str) -> list[str]:
    first = pad(label, _LABEL) if display_width(label) < _LABEL else f"{label}  "
    return wrap(value, indent=" " * _LABEL, first=first)


def _line(story: StoryView, comma: str) -> str:
    kind = comma.join(part for part in (story.family, story.kind) if part)
    status = story.status.upper() if story.rumoured else story.status
    return " | ".join(part for part in (kind, status, story.company, story.day) if part)
