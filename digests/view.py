"""What an edition shows, as strings and lists: one reading for the HTML and the plain text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from digests.collection import Collection
from digests.compose import rival_of
from digests.facts import main_moves
from digests.naming import NameBook
from digests.prices import ROWS
from digests.words import Words, words
from schemas.delivery import Digest, DigestInput, DigestStory, Expected, PriceMoved
from schemas.kinds import FAMILY_OF
from schemas.stories import Story
from text.display import (
    Lang,
    counted,
    edition_title,
    format_count,
    format_percent,
    format_price,
    month_name,
    one_line,
    short_day,
    shorten,
    weekday,
)

_SOURCE_NAMES = 5


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
    count: str
    sources: tuple[tuple[str, str], ...]
    detail: str
    brief: str
    url: str


@dataclass(frozen=True)
class RivalView:
    """What one company did besides, a line each, by family."""

    company: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True)
class ExpectedView:
    """What is dated after the cut-off."""

    day: str
    text: str
    language: str
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
    rivals: tuple[RivalView, ...]
    people: tuple[StoryView, ...]
    also: tuple[StoryView, ...]
    expected: tuple[ExpectedView, ...]
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


def _days(story: Story) -> Iterator[str]:
    """Yield the days of the reports that tell what became of *story*."""
    telling = {one.document_id for one in main_moves(story)}
    for report in story.reports:
        if report.document_id in telling and report.published:
            yield report.published[:10]


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
        collection = Collection(digest, self.words, given.reader.timezone)
        more = len(digest.prices) - ROWS
        name = one_line(given.reader.name, 80)
        return View(
            language=self.language,
            html_language=html_language(self.language),
            subject=digest.subject,
            preheader=digest.preheader,
            week=edition_title(digest.week, self.language),
            title=digest.title,
            intro=digest.intro,
            top=tuple(self.story(one) for one in digest.top),
            rivals=self.rivals(digest.rivals),
            people=tuple(self.story(one) for one in digest.people),
            also=tuple(self.story(one) for one in digest.also),
            expected=tuple(self.expected(one) for one in digest.expected),
            prices=tuple(self.price(row) for row in digest.prices[:ROWS]),
            of=self.say["of"].format(part=len(digest.top), all=format_count(digest.considered)),
            more=self.say["more"].format(count=format_count(digest.rest)) if digest.rest else "",
            more_prices=self.say["more_prices"].format(count=more) if more > 0 else "",
            collection=collection.sentence(),
            left_out=collection.left_out(),
            receive=self.say["receive"].format(name=name),
            preferences_url=given.preferences_url,
            unsubscribe_url=given.unsubscribe_url,
            postal=one_line(given.postal, 200),
            phrases=self.say,
        )

    def story(self, one: DigestStory) -> StoryView:
        story = one.story
        first = rival_of(story)
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
            day=self.day(one),
            update=self.say["update"] if one.update else "",
            headline=one.headline,
            language=html_language(one.headline_language),
            own=one.own,
            summary=("" if one.summary_language == "zh" else " ").join(one.summary),
            summary_language=html_language(one.summary_language),
            facts=tuple(one.gloss.items()),
            why=self.why(one),
            count=count,
            sources=tuple(self.sources(story)),
            detail=detail,
            brief=comma.join(part for part in (self.day(one), status, count) if part),
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

    def sources(self, story: Story) -> list[tuple[str, str]]:
        """Return name and archived evidence of each source, the first few."""
        named: dict[str, str] = {}
        for report in story.reports:
            if report.reprint_of is None:
                name = one_line(self.words.source(report.source_name or report.source), 48)
                place = quote(report.document_id, safe="")
                named.setdefault(name, f"{self.url(story.id)}#{place}")
        return list(named.items())[:_SOURCE_NAMES]

    def day(self, one: DigestStory) -> str:
        """Return the weekday where it is of this period, else the date; of an update that of its news."""
        day = max((one.story.day, *(_days(one.story) if one.update else ())))
        days = (self.digest.cut_off.date().isoformat(), self.digest.start.date().isoformat())
        if days[1] <= day[:10] <= days[0]:
            return weekday(day, self.language)
        return short_day(day, self.digest.cut_off, self.language)

    def rivals(self, told: Iterable[DigestStory]) -> tuple[RivalView, ...]:
        """Return the stories by company, in the order in which they are told."""
        grouped = groupby(told, key=lambda one: rival_of(one.story))
        return tuple(
            RivalView(
                self.book.company(company) if company else self.say["others"],
                tuple(self.story(one) for one in stories),
            )
            for company, stories in grouped
        )

    def expected(self, one: Expected) -> ExpectedView:
        day = (
            month_name(one.day, self.language)
            if len(one.day) == len("2026-12")
            else short_day(one.day, self.digest.cut_off, self.language)
        )
        return ExpectedView(day, one.text, html_language(one.language), self.url(one.story))

    def price(self, row: PriceMoved) -> PriceView:
        company, subject = self.book.company(row.company), one_line(row.subject, 60)
        said = subject.casefold()
        named = any(said.startswith(one.casefold()) for one in self.book.names_beside(company))
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
