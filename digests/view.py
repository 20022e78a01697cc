"""What an edition shows, as strings and lists: one reading for the HTML and the plain text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from digests.facts import main_moves
from digests.naming import NameBook
from digests.prices import ROWS
from digests.words import Words, words
from schemas.delivery import Digest, DigestInput, DigestStory, PriceMoved, Trouble
from schemas.kinds import FAMILY_OF
from schemas.stories import Story
from text.display import (
    Lang,
    counted,
    format_count,
    format_percent,
    format_price,
    in_words,
    one_line,
    short_day,
    shorten,
    space_han,
    week_title,
    weekday,
)

_SOURCE_NAMES = 5
_TROUBLES = 4
# Reasons that are no omission: what they count stands elsewhere in the same mail.
_SHOWN_ELSEWHERE = frozenset({"in-prices"})
_HTTP = re.compile(r"^http-([45])\d\d$")


@dataclass(frozen=True)
class StoryView:
    """A story as the page and the text print it; *facts* are label and value."""

    family: str
    css: str
    kind: str
    status: str
    rumoured: bool
    company: str
    day: str
    update: str
    headline: str
    language: str
    own: bool
    summary: str
    summary_language: str
    facts: tuple[tuple[str, str], ...]
    why: str
    sources: str
    detail: str
    url: str


@dataclass(frozen=True)
class PriceView:
    """A row of the price table: what, before, after, change."""

    label: str
    old: str
    new: str
    change: str
    url: str


@dataclass(frozen=True)
class View:
    """All of one edition, ready to be set in type."""

    language: Lang
    html_language: str
    subject: str
    preheader: str
    week: str
    title: str
    intro: str
    top: tuple[StoryView, ...]
    also: tuple[StoryView, ...]
    prices: tuple[PriceView, ...]
    of: str
    more: str
    more_prices: str
    collection: str
    left_out: str
    receive: str
    preferences_url: str
    unsubscribe_url: str
    postal: str
    phrases: dict[str, str]


def view(digest: Digest, given: DigestInput) -> View:
    """Return what *digest* shows, in its reader's language and zone."""
    return _Viewer(digest, given).view()


def html_language(language: str) -> str:
    """Return the value of an HTML ``lang`` attribute: simplified script where Chinese."""
    return "zh-Hans" if language == "zh" else language


class _Viewer:
    def __init__(self, digest: Digest, given: DigestInput) -> None:
        self.digest = digest
        self.given = given
        self.language: Lang = digest.language
        self.words: Words = words(digest.language)
        self.book = NameBook(given.companies, digest.language, self.words)
        self.say = self.words.phrases

    def view(self) -> View:
        digest, given = self.digest, self.given
        more = len(digest.prices) - ROWS
        name = one_line(given.reader.name, 80)
        return View(
            language=self.language,
            html_language=html_language(self.language),
            subject=digest.subject,
            preheader=digest.preheader,
            week=week_title(digest.week, self.language),
            title=digest.title,
            intro=digest.intro,
            top=tuple(self.story(one) for one in digest.top),
            also=tuple(self.story(one) for one in digest.also),
            prices=tuple(self.price(row) for row in digest.prices[:ROWS]),
            of=self.say["of"].format(part=len(digest.top), all=format_count(digest.considered)),
            more=self.say["more"].format(count=format_count(digest.rest)) if digest.rest else "",
            more_prices=self.say["more_prices"].format(count=more) if more > 0 else "",
            collection=self.collection(),
            left_out=self.left_out(),
            receive=self.say["receive"].format(name=name),
            preferences_url=given.preferences_url,
            unsubscribe_url=given.unsubscribe_url,
            postal=one_line(given.postal, 200),
            phrases=self.say,
        )

    def story(self, one: DigestStory) -> StoryView:
        story = one.story
        actors = [one.company for one in main_moves(story) if one.company]
        first = next(iter((*actors, *story.companies)), None)
        company = self.book.company(first) if first else ""
        kind = self.words.kind(story.kind) if story.kind else ""
        status = self.words.statuses[story.status] if story.status else ""
        count = self.count(story)
        comma = self.say["comma"]
        detail = comma.join(part for part in (company, kind, status, count) if part)
        return StoryView(
            family=self.words.family(story.kind),
            css=f"f-{FAMILY_OF[story.kind]}" if story.kind else "i2",
            kind=kind,
            status=status,
            rumoured=story.status == "rumoured",
            company=company,
            day=weekday(story.day, self.language),
            update=self.say["update"] if one.update else "",
            headline=one.headline,
            language=html_language(one.headline_language),
            own=one.own,
            summary=("" if one.summary_language == "zh" else " ").join(one.summary),
            summary_language=html_language(one.summary_language),
            facts=tuple(one.gloss.items()),
            why=self.why(one),
            sources=self.sources(story, count),
            detail=detail,
            url=self.url(story.id),
        )

    def url(self, story: str) -> str:
        return f"{self.given.base_url.rstrip('/')}/story/{quote(story, safe='')}"

    def why(self, one: DigestStory) -> str:
        reasons = list(one.why)
        if one.confirmed:
            reasons.insert(0, self.say["confirms"])
        return self.say["semicolon"].join(reasons) + (self.say["stop"] if reasons else "")

    def count(self, story: Story) -> str:
        if self.language == "zh":
            return f"{format_count(story.sources)} 个来源"
        return counted(story.sources, "source")

    def sources(self, story: Story, count: str) -> str:
        named = dict.fromkeys(
            one_line(report.source_name or report.source, 48)
            for report in story.reports
            if report.reprint_of is None
        )
        names = list(named)
        joint = "、" if self.language == "zh" else ", "
        shown = joint.join(names[:_SOURCE_NAMES]) + ("…" if len(names) > _SOURCE_NAMES else "")
        return f"{count}{self.say['colon']}{shown}" if shown else count

    def price(self, row: PriceMoved) -> PriceView:
        company, subject = self.book.company(row.company), one_line(row.subject, 60)
        named = subject.casefold().startswith(company.casefold())
        label = subject if named or not subject else f"{company}{self.say['comma']}{subject}"
        terms = self.words.change_words
        old = self.amount(row, row.old_amount, row.old) or terms["none"]
        new = self.amount(row, row.new_amount, row.new)
        if row.state == "hidden":
            new, change = terms["on_request"], terms["hidden"]
        elif row.state == "missing":
            new, change = terms["gone"], terms["missing"]
        elif row.percent is not None:
            change = format_percent(row.percent, signed=True)
        else:
            change = terms["removed"] if not new else terms["new"] if old == terms["none"] else ""
        url = self.url(row.story) if row.story else ""
        return PriceView(label, old, new or terms["none"], change, url)

    @staticmethod
    def amount(row: PriceMoved, amount: object, text: str | None) -> str:
        known = row.new_amount if amount is row.new_amount else row.old_amount
        if amount is not None and known is not None:
            return format_price(known, row.currency)
        return shorten(one_line(text or "", 60), 22)

    def collection(self) -> str:
        coverage = self.digest.coverage
        troubles = list(self.troubles(coverage.troubles[:_TROUBLES]))
        more = len(coverage.troubles) - _TROUBLES
        if more > 0:
            troubles.append(self.say["troubles_more"].format(count=more))
        listed = self.say["semicolon"].join(troubles)
        if self.language == "zh":
            if not coverage.sources:
                return "本期没有采集来源。"
            if coverage.well == coverage.sources:
                return f"{format_count(coverage.sources)} 个来源全部正常。"
            head = (
                f"{format_count(coverage.sources)} 个来源中 {format_count(coverage.well)} 个正常。"
            )
            return space_han(f"{head}{listed}。") + "此后发布的内容不在本简报中。"
        if not coverage.sources:
            return "No source was checked in this period."
        if coverage.well == coverage.sources:
            return f"All {counted(coverage.sources, 'source')} are well."
        head = f"{format_count(coverage.well)} of {counted(coverage.sources, 'source')} are well."
        return f"{head} {listed}. What they published since is not in this digest."

    def troubles(self, troubles: Sequence[Trouble]) -> Iterator[str]:
        for trouble in troubles:
            name = one_line(trouble.name or trouble.source, 60)
            since = self.since(trouble.since) if trouble.since else ""
            yield _optional(self.say["source_trouble"], name, self.reason(trouble.reason), since)

    def reason(self, reason: str) -> str:
        known = self.words.reasons.get(reason)
        if known:
            return known
        if match := _HTTP.match(reason):
            return self.words.reasons["http-403" if match[1] == "4" else "http-500"]
        return self.words.reasons["failed"]

    def since(self, moment: datetime) -> str:
        day = moment.astimezone(ZoneInfo(self.given.reader.timezone)).date().isoformat()
        # Within the week a weekday says when; before that it would mislead.
        if (self.digest.cut_off - moment).days < 6:
            return weekday(day, self.language)
        return short_day(day, self.digest.cut_off, self.language)

    def left_out(self) -> str:
        reasons = self.digest.coverage.left_out.items()
        parts = [
            self._left(reason, number) for reason, number in reasons
            if number and reason not in _SHOWN_ELSEWHERE
        ]  # fmt: skip
        if not parts:
            return ""
        if self.language == "zh":
            return f"未列入：{'，'.join(parts)}。"
        return f"Left out: {', '.join(parts)}."

    def _left(self, reason: str, number: int) -> str:
        known = self.words.left_out.get(reason, one_line(reason.replace("-", " "), 60))
        if self.language == "zh":
            return f"{known} {format_count(number)} 个"
        return f"{in_words(number)} {known}"


def _optional(template: str, name: str, reason: str, day: str) -> str:
    head, _, tail = template.partition("[")
    text = head.format(name=name, reason=reason)
    return text + (tail.rstrip("]").format(day=day) if day else "")
