"""Says what records hold in one language: what templates call as ``speak``."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from digests.naming import NameBook, gloss_value
from digests.telling import Teller
from digests.words import words
from pipeline.workspace import Workspace
from schemas.delivery import DigestStory
from schemas.language import Slot
from schemas.registry import Company, Product
from schemas.stories import Factor, Report, Story, StoryMove
from schemas.views import MoveLine
from text.display import (
    Lang,
    format_moment,
    format_percent,
    format_price,
    join_list,
    long_day,
    one_line,
    short_day,
    weekday,
)
from text.plans import plan_name
from web import naming
from web.lines import Line, lines
from web.translating import Said, own
from web.wording import group

# More reasons than these on one card and none is read; the story's own page has them all.
_REASONS = 4
# Points are shown with one digit: what is less would be written as nothing.
_SHOWN_POINTS = 0.05

_STATED = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?) (?P<currency>[A-Z]{3})(?:/(?P<unit>[^/]+)(?=/))?(?:/(?P<period>[a-z]+))?"
)
# What a change writes for a price that the page does not state, by the words of the price board.
_UNSTATED = frozenset({"hidden", "missing", "broken"})


class Speaker:
    """Says what records hold in one language; what templates call."""

    def __init__(self, workspace: Workspace, language: Lang, zone: str = "UTC") -> None:
        registry = workspace.registry
        self.language = language
        self.zone = zone  # by whose clock instants are told: an IANA name
        self._workspace = workspace
        self.words = words(language)
        self.book = NameBook(registry.companies, language, self.words)
        self._teller = Teller(language, self.words, self.book)
        self._sources = {one.id: one.name for one in registry.sources if one.name}
        self._owners = {one.id: one.company for one in registry.sources if one.company}
        self._places = {
            one.id: self.words.source(one.where.rpartition("://")[2]) for one in registry.sources
        }
        self._inboxes = {
            one.id: self._places[one.id] for one in registry.sources if one.kind == "inbox"
        }
        self._pages = {one.id for one in registry.sources if one.kind == "page"}

    @property
    def now(self) -> datetime:
        """Return the market's present."""
        return self._workspace.now

    def tell(self, story: Story) -> DigestStory:
        """Return *story* as a digest tells it: headline, summary, facts in our language."""
        return self._teller.tell(story, None)

    def reasons(self, story: Story) -> list[tuple[Factor, str]]:
        """Return the factors that tell a reader something, the weightiest first, in words."""
        telling = [one for one in story.factors if one.name not in self.words.quiet_factors]
        ranked = sorted(telling, key=lambda one: (-abs(one.points), one.name))
        return [(one, self._teller.reason(one)) for one in ranked if one.points][:_REASONS]

    def others(self, story: Story) -> Factor | None:
        """Return what the reasons that are not shown give, so that the points add up to the score."""
        rest = story.score - sum(one.points for one, _said in self.reasons(story))
        return Factor(name="others", points=rest) if abs(rest) >= _SHOWN_POINTS else None

    def factors(self, story: Story) -> list[tuple[Factor, str]]:
        """Return every factor that counts, so that the points add up to the score."""
        over = sum(one.points for one in story.factors) - story.score
        cut = [Factor(name="cut", points=-over)] if over >= _SHOWN_POINTS else []
        ranked = sorted([*story.factors, *cut], key=lambda one: (-one.points, one.name))
        return [
            (one, naming.plain_factor(one, self.words, self.language) or self._teller.reason(one))
            for one in ranked
            if one.points
        ]

    def company(self, company: str) -> str:
        """Return the name of a company of the registry, else its id."""
        return self.book.company(company)

    def other_names(self, company: Company) -> str:
        """Return the names of a company but the one in our language, each once."""
        first = company.name(self.language)
        names = [name for some in company.names.values() for name in some if name != first]
        return join_list([one_line(name, 80) for name in dict.fromkeys(names)], self.language)

    def product(self, product: Product) -> str:
        """Return the name of a product, in our language where it has one."""
        names = product.names.get(self.language) or next(iter(product.names.values()), ())
        return one_line(names[0] if names else product.id, 80)

    def tier(self, tier: int | str | None) -> str:
        """Return a tier in words; nothing where there is none."""
        return naming.tier_name(tier, self.language)

    def paid(self, unit: str | None, period: str | None, billed: str | None) -> str:
        """Return what a price is for: ``seat, month, billed yearly``."""
        return naming.paid_for(unit, period, billed, self.language)

    def source(self, source: str) -> str:
        """Return the name of a source; a company's own source by the company where it has none."""
        if source in self._sources:
            return one_line(self._sources[source], 80)
        owner = self._owners.get(source)
        name = self._inboxes.get(source, source)
        return f"{self.company(owner)} · {name}" if owner else name

    def named_source(self, source: str) -> str:
        """Return the name of a source, else its id: where its company stands beside it."""
        return self._sources.get(source) or self._inboxes.get(source, source)

    def address(self, source: str) -> str:
        """Return the name of a source; the address that is watched where it has none."""
        known = self._sources.get(source) or self._places.get(source, "").rstrip("/")
        return one_line(known, 80) or self.source(source)

    def publisher(self, source: str) -> str:
        """Return what readers know a source by: its name, a page's address, else its company."""
        if source in self._sources or source in self._pages or source not in self._owners:
            return self.address(source)
        return self.company(self._owners[source])

    def voices(self, story: Story) -> list[str]:
        """Return the names of who reported, the first first, each once."""
        ordered = sorted(story.reports, key=_age)
        return list(dict.fromkeys(self.source_of(one) for one in ordered))

    def source_of(self, report: Report) -> str:
        """Return who published *report*."""
        return one_line(self.words.source(report.source_name), 80) or self.publisher(report.source)

    def ordered(self, story: Story) -> list[Report]:
        """Return the reports, the earliest first."""
        return sorted(story.reports, key=_age)

    def moves(self, story: Story) -> list[list[StoryMove]]:
        """Return the moves, each before what other reports add to it.

        What changed on pages is together by kind and company: a list price of each plan.
        """
        groups: dict[tuple[str, str | None], list[StoryMove]] = {}
        for one in story.moves:
            key = (one.move.kind, one.company) if one.change else (one.adds or one.id, None)
            groups.setdefault(key, []).append(one)
        return [
            sorted(group, key=_telling)
            for group in sorted(
                groups.values(), key=lambda group: (group[0].move.kind != story.kind, -len(group))
            )
        ]

    def day(self, text: str) -> str:
        """Return a day as ``Fri 20 Nov``; what is no day as it is."""
        return f"{weekday(text, self.language)} {short_day(text, self.now, self.language)}".strip()

    def date(self, moment: date) -> str:
        """Return a day, or that of an instant in UTC, as ``20 Nov``."""
        return short_day(moment.isoformat()[:10], self.now, self.language)

    def moment(self, moment: datetime) -> str:
        """Return an instant as ``20 Nov 18:05``, on the reader's clock."""
        return format_moment(moment, self.zone, self.language)

    def price(
        self, amount: Decimal | None, currency: str | None, written: str | None = None
    ) -> str:
        """Return a list price, or what was written where no amount was read."""
        if amount is not None:
            return format_price(amount, currency)
        return one_line(written or "", 60)

    def plan(self, name: str) -> str:
        """Return the name of a plan as its page writes it, how it is billed in our language."""
        return plan_name(one_line(name), self.language)

    def stated(self, text: str | None) -> str:
        """Return one side of a change: ``1499.00 CNY/month`` as a price is written, else its words."""
        if (
            state := group("companies", self.language).price_states.optional(text or "")
        ) is not None:
            return str(state)
        now, instead, before = (text or "").partition(" instead of ")
        if instead and _STATED.fullmatch(now) and _STATED.fullmatch(before):
            usual = self.stated(before)
            return (
                f"{self.stated(now)}（原价 {usual}）"
                if self.language == "zh"
                else f"{self.stated(now)} instead of {usual}"
            )
        if text in _UNSTATED:
            return str(group("prices", self.language).price_states[text])
        hit = _STATED.fullmatch(text or "")
        if not hit:
            return one_line(text or "", 200)
        price = format_price(Decimal(hit["amount"]), hit["currency"])
        paid = self.paid(hit["unit"], hit["period"], None)
        return price + ((" " if self.language == "zh" else " / ") + paid if paid else "")

    def lines(self, moves: Iterable[MoveLine], most: int) -> list[Line]:
        """Return moves in lines, the first *most*, each told once."""
        return lines(moves, self.stated, self.language, most)

    def ended(self, kind: str, old: str | None) -> str:
        """Return what stands after a change of *kind* that leaves nothing; after a promotion its list price."""
        said = group("prices", self.language).ended
        usual = (old or "").partition(" instead of ")[2] if kind == "promotion" else ""
        over = str(said.optional(kind) or said.rest)
        return (
            f"{over}{'，' if self.language == 'zh' else ', '}{self.stated(usual)}"
            if usual
            else over
        )

    def own(self, text: str) -> Said:
        """Return a sentence that Zhibi says in English, in our language where there are words for it."""
        return own(text, self.language)

    def percent(self, value: Decimal) -> str:
        """Return a share without its sign, which a mark beside it shows."""
        return format_percent(abs(value))

    def gap(self, value: Decimal) -> str:
        """Return a difference in per cent with its sign: ``+5.3%``."""
        return format_percent(value, signed=True)

    def place(self, url: str) -> str:
        """Return what a document is that has no address on the web."""
        places = group("story", self.language).places
        if url.startswith("urn:zhibi:"):
            return str(places.file)
        if url.startswith("mid:"):
            return str(places.mail)
        return one_line(url, 120) or str(places.none)

    @staticmethod
    def language_of_name(name: str) -> str:
        """Return ``zh`` for a name in Chinese characters, else ``en``."""
        return "zh" if any("\u4e00" <= char <= "\u9fff" for char in name) else "en"

    def title_day(self) -> str:
        """Return today as the heading of the first page."""
        today = self.now.astimezone(ZoneInfo(self.zone)).date().isoformat()
        said = weekday(today, self.language)
        gap = " " if self.language == "en" else "，"
        whole = long_day(today, self.language)
        return f"{whole}{gap}{said}" if self.language == "zh" else f"{said}{gap}{whole}"

    def slot(self, name: str) -> str:
        """Return the label of a slot."""
        return self.words.slot(name)

    def value(self, name: str, slot: Slot, language: str) -> str:
        """Return what a slot says in our language, else its own words."""
        return gloss_value(self.book, name, slot, language) or one_line(slot.text, 120)

    def otherwise(self, said: str, slots: Iterable[Slot]) -> list[str]:
        """Return how other reports say it, each once; what a page's change holds as it is shown."""
        found = [
            self.company(one.text)
            if self.book.record(one.text)
            else self.stated(one.text).replace(" %", "%")
            for one in slots
        ]
        return [one for one in dict.fromkeys(found) if one.casefold() != said.casefold()]

    def field(self, field: str) -> str:
        """Return the heading of a facet."""
        return naming.field_name(field, self.language)

    def facet(self, field: str, value: str) -> str:
        """Return a facet's value in words."""
        return naming.value_name(field, value, self.words, self.language, self._named)

    def number(self, count: int, noun: str) -> str:
        """Return a number of sources, stories, documents or reports in words."""
        return naming.number_of(count, noun, self.language)

    def _named(self, field: str, value: str) -> str:
        if field == "source":
            return self.address(value)
        return self.book.entity(value) or value


def _telling(one: StoryMove) -> tuple[bool, int, float, str]:
    return one.adds is not None, -len(one.move.slots), -one.move.confidence, one.id


def _age(report: Report) -> tuple[str, bool, str, str]:
    """Return by what reports are put in order: on one day a reprint is never the first."""
    seen = report.published or report.first_seen.isoformat()
    return (seen[:10], report.reprint_of is not None, seen, report.document_id)
