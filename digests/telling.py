"""One story as one reader is told it: headline, summary, facts in his language, and why."""

import re
from collections import Counter
from collections.abc import Iterator

from digests.facts import all_facts, facts_of, main_moves, new_facts, was_rumour
from digests.likeness import of_offering
from digests.naming import NameBook, gloss_value, label_of, slot_values
from digests.words import Words, fill, variants
from schemas.delivery import DigestStory
from schemas.language import Move
from schemas.stories import Factor, Report, Story, StoryMove
from text.display import Lang, one_line, space_han
from text.han import HAN
from text.money import find_money

# Reasons shown; more than four and none is read.
_REASONS = 4
# Characters of a summary: two long sentences. A longer one is cut with an ellipsis.
_SUMMARY = 420
_TITLE = 160
# Kinds whose moves stand for one plan or product each: slots of two such moves never mix.
_SEPARATE = frozenset({"price-increase", "price-decrease", "packaging-change", "promotion"})
# What a move is about, and who else takes part: one name cannot be both.
_HAN = re.compile(f"[{HAN}]")
_WHAT = ("target", "product", "customer")
_WHOM = ("customer", "target", "person", "partner")
# What a rumour says of these is no part of what was agreed afterwards.
_SUMS = frozenset({"amount", "valuation", "price", "stake", "count"})
_WHO = ("buyer", "partner", "counterparty", "successor", "supplier", "investors")


def _is_other(name: str | None, most: str) -> bool:
    """Say whether a name is surely not the one that most reports say: one script, neither in the other."""
    if not name or name.isascii() != most.isascii():
        return False
    return name.casefold() not in most.casefold() and most.casefold() not in name.casefold()


def _contradicts(headline: str, story: Story) -> bool:
    """Say whether *headline* states sums while the reports' own titles state only others."""
    ours = {one.value.amount for one in find_money(headline)}
    theirs = {one.value.amount for report in story.reports for one in find_money(report.title)}
    return bool(ours and theirs) and not ours & theirs


def _uncounted(move: Move) -> frozenset[str]:
    """Return the amount where it is no money: an office is not opened "for 30 employees"."""
    paid = any(slot.value and slot.value.amount is not None for slot in move.values("amount"))
    return frozenset() if paid or move.kind == "customer-review" else frozenset({"amount"})


def _only_filed(story: Story) -> bool:
    """Say whether a public offering that is told as done is so far asked for."""
    if story.kind != "public-offering" or story.status != "done":
        return False
    filed, listed = of_offering()
    said = "\n".join(text for one in story.reports for text in (one.title, *one.sentences))
    return bool(filed.search(said)) and not listed.search(said)


def _denied(story: Story) -> set[str]:
    """Return the reports that tell what a denial settled: by their own moves, else by their day.

    One of several denials is kept as a move; the others are known by coming no earlier than it.
    """
    denying = {one.document_id for one in main_moves(story) if one.move.status == "denied"}
    if not denying or story.status != "denied":
        return set()
    days = {one.document_id: (one.published or "")[:10] for one in story.reports}
    first = min(filter(None, (days.get(one) for one in denying)), default="")
    earlier = {one for one, day in days.items() if not first or day < first}
    earlier |= {
        one.document_id for one in story.reports if one.statuses and "denied" not in one.statuses
    }
    return (earlier | {one.document_id for one in main_moves(story)}) - denying


class Teller:
    """Tells stories in one language with the names of one registry."""

    def __init__(self, language: Lang, words: Words, book: NameBook) -> None:
        self.language = language
        self.words = words
        self.book = book

    def tell(self, story: Story, told: str | None) -> DigestStory:
        """Return *story* as a reader gets it; *told* are the facts of an earlier edition."""
        own = next(self.headlines(story), None)
        title = self._title(story)
        best = self._report(story)
        language = self._short(best.language) if best else story.language
        summary = self._summary(best, own or title[0]) if best else ()
        facts = facts_of(story)
        update = told is not None and bool(new_facts(facts, told))
        return DigestStory(
            story=story,
            headline=own or title[0],
            headline_language=self.language if own else title[1],
            own=own is not None,
            summary=summary,
            summary_language=language,
            summary_source=one_line(self.words.source(best.source_name or best.source), 80)
            if best
            else "",
            gloss=self._gloss(story, own or "") if language != self.language else {},
            why=tuple(self._why(story)),
            factors=story.factors,
            update=update,
            confirmed=update and told is not None and was_rumour(told)
            and story.status in {"announced", "done"},
            facts=all_facts(facts, told),
        )  # fmt: skip

    def quoted(self, one: DigestStory) -> DigestStory:
        """Return *one* under a title of its reports instead of a headline of ours."""
        title, language = self._title(one.story)
        return one.model_copy(
            update={"headline": title, "headline_language": language, "own": False}
        )

    def headlines(self, story: Story) -> Iterator[str]:
        """Yield our own headlines of *story*, the fullest first; none where slots do not suffice."""
        if story.kind is None or story.status is None:
            return
        values = self._values(story)
        status = "announced" if _only_filed(story) else story.status
        for template in self.words.headlines.get(story.kind, ()):
            found = False
            for headline in variants(template, values, status):
                if _contradicts(headline, story):
                    continue
                found = True
                yield headline
            if found:
                return

    def _values(self, story: Story) -> dict[str, str]:
        """Return slot name to words: what most reports say, of equally many the best move's.

        One report may be misread, or compare with another deal; several rarely are in the same way.
        """
        actor = self._actor(story)
        if actor is None:
            return {}
        said: dict[str, Counter[str]] = {}
        for values, weights in self._of_one_matter(story, actor):
            for name, value in values.items():
                said.setdefault(name, Counter())[value] += weights[name]
        # A counter keeps the order in which values came, and that is the order of the moves.
        chosen = {name: max(votes, key=votes.__getitem__) for name, votes in said.items()}
        product = self._without_maker(chosen.get("product", ""), actor)
        others = {name: chosen.get(name) for name in _WHAT if chosen.get(name)}
        for name in _WHO:
            if chosen.get(name) in others.values():
                del chosen[name]  # the thing sold is not its buyer
        return {**chosen, "actor": actor, **({"product": product} if product else {})}

    def _of_one_matter(
        self, story: Story, actor: str
    ) -> list[tuple[dict[str, str], dict[str, int]]]:
        """Return the values of each move with their weights; not of those that name another customer.

        One headline never mixes what was agreed with two customers, nor what was agreed with a rumoured sum.
        """
        rows: list[tuple[dict[str, str], dict[str, int]]] = []
        titles = {report.document_id: report.title for report in story.reports}
        settled = story.status in {"announced", "done"}
        for one in self._ranked(story):
            unsure = _SUMS if one.move.status == "rumoured" and settled else _uncounted(one.move)
            # Nobody buys, wins or joins himself: that slot was misread.
            values = {
                name: value
                for name, value in slot_values(
                    self.book, one.move.slots, self._language_of(story, one)
                ).items()
                if name not in {"actor", *unsure}
                and value != actor
                and not value.startswith(f"{actor}'s")
            }
            title = titles.get(one.document_id, "")
            # What a title states is what the report is about.
            stated = {
                name: any(slot.text and slot.text in title for slot in one.move.values(name))
                for name in values
            }
            rows.append((values, {name: 3 if stated[name] else 1 for name in values}))
            if story.kind in _SEPARATE and values:
                break
        for name in _WHOM:
            votes: Counter[str] = Counter()
            for values, weights in rows:
                if name in values:
                    votes[values[name]] += weights[name]
            most = max(votes, key=votes.__getitem__, default="")
            rows = [row for row in rows if not _is_other(row[0].get(name), most)]
        return rows

    def _without_maker(self, product: str, actor: str) -> str:
        """Return "Cloud" of "Halyard Cloud", and 企业版 of 维墨企业版: beside its maker the name stands once."""
        names = sorted(self.book.names_beside(actor), key=len, reverse=True)
        for name in names:
            rest = product.removeprefix(name)
            if rest != product and (rest[:1] == " " or _HAN.match(rest)):
                return rest.strip()
        return product

    def _ranked(self, story: Story) -> list[StoryMove]:
        first = story.companies[0] if story.companies else None

        def rank(one: StoryMove) -> tuple[bool, bool, bool, int, float, str]:
            return (
                one.move.status != story.status,
                one.company != first,
                self._language_of(story, one) != self.language,
                -len(one.move.slots),
                -one.move.confidence,
                one.id,
            )

        return sorted(main_moves(story), key=rank)

    def _actor(self, story: Story) -> str | None:
        """Return who did it; None where the registry does not know, since that is often a slip."""
        for one in self._ranked(story):
            company = one.company or (one.move.actor.entity if one.move.actor else None)
            if company and self.book.record(company):
                return self.book.company(company)
        return None

    def _language_of(self, story: Story, one: StoryMove) -> str:
        languages = {report.document_id: report.language for report in story.reports}
        return self._short(languages.get(one.document_id, story.language))

    def _title(self, story: Story) -> tuple[str, str]:
        """Return the title a reader can read best, and its language."""
        best = self._report(story)
        if best and best.title:
            return one_line(best.title, _TITLE), self._short(best.language)
        return one_line(story.title, _TITLE) or story.id, self._short(story.language)

    def _report(self, story: Story) -> Report | None:
        """Return the report to quote: in the reader's language, with sentences, primary, early."""
        main = {one.document_id for one in main_moves(story)}
        other = {one.document_id for one in story.moves} - main
        denied = _denied(story)

        def aside(report: Report) -> bool:
            told = story.kind in report.kinds if report.kinds else report.document_id not in other
            return bool(main) and not told

        def rank(report: Report) -> tuple[bool, bool, bool, bool, bool, bool, str, str]:
            return (
                # A text whose moves are all of other kinds is of this story for a remark only.
                aside(report),
                # Under a denial the rumour is not quoted.
                report.document_id in denied,
                self._short(report.language) != self.language,
                report.reprint_of is not None,
                not report.sentences,
                report.document_id != story.representative,
                report.published or report.first_seen.isoformat(),
                report.document_id,
            )

        return min(story.reports, key=rank, default=None)

    def _summary(self, report: Report, headline: str) -> tuple[str, ...]:
        kept: list[str] = []
        room = _SUMMARY
        for sentence in report.sentences[:2]:
            plain = one_line(sentence, room) if room > 60 else ""
            # A sentence that only repeats the headline tells nothing.
            if plain and plain.rstrip("。.") != headline.rstrip("。."):
                kept.append(plain)
                room -= len(plain)
        return tuple(kept)

    def _gloss(self, story: Story, headline: str) -> dict[str, str]:
        """Return label to value for the slots that the headline does not say already."""
        gloss: dict[str, str] = {}
        for one in self._ranked(story)[:1]:
            language = self._language_of(story, one)
            for name in one.move.slots:
                values_of = one.move.values(name)
                values = [gloss_value(self.book, name, slot, language) for slot in values_of]
                shown = ("、" if self.language == "zh" else ", ").join(filter(None, values[:3]))
                plain = self.book.say(name, values_of[0], language) if values_of else None
                if shown and shown not in headline and (plain is None or plain not in headline):
                    label = label_of(self.words, one.move.kind, name, values_of)
                    gloss[label] = space_han(shown)
        return gloss

    def _why(self, story: Story) -> Iterator[str]:
        ranked = sorted(story.factors, key=lambda factor: (-factor.points, factor.name))
        telling = [
            one for one in ranked if one.points > 0 and one.name not in self.words.quiet_factors
        ]
        said = dict.fromkeys(filter(None, (self.reason(factor) for factor in telling)))
        yield from list(said)[:_REASONS]

    def reason(self, factor: Factor) -> str:
        """Return a factor in words; one that nobody wrote words for, by its name."""
        details = {
            name: self._detail(name, one_line(text, 60)) for name, text in factor.detail.items()
        }
        for template in self.words.factors.get(factor.name, ()):
            said = fill(template, details)
            if said is not None:
                return said
        shown = [detail for detail in details.values() if detail]
        return one_line(
            factor.name.replace("-", " ") + (f" ({', '.join(shown)})" if shown else ""), 120
        )

    def _detail(self, name: str, text: str) -> str:
        if name == "tier":
            return self.words.tiers.get(text, "")
        if name in {"customer", "company", "product"}:
            return self.book.company_named(text) or self.book.entity(text) or text
        return text

    @staticmethod
    def _short(language: str) -> str:
        return language.split("-", maxsplit=1)[0]
