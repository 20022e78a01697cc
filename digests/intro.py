"""The sentences that open an edition: what the week held, in numbers."""

from collections.abc import Sequence

from digests.naming import NameBook
from schemas.delivery import DigestStory
from schemas.stories import Story
from text.display import Lang, counted, display_width, format_count, in_words

# Reading speed: words of English, columns of Chinese (two per character) per minute.
_PACE = {"en": 220, "zh": 700}


class Tally:
    """What an edition is said to hold."""

    def __init__(
        self, stories: Sequence[Story], top: Sequence[DigestStory], also: Sequence[DigestStory],
        *, prices: int, documents: int, book: NameBook, full: int | None = None,
    ) -> None:  # fmt: skip
        self.stories = len(stories)
        self.documents = documents
        self.prices = prices
        self.top = len(top)
        self.strategic = sum(_names_strategic(one.story, book) for one in top)
        self.confirmed = sum(one.confirmed for one in [*top, *also])
        self.updates = sum(one.update for one in top) - sum(one.confirmed for one in top)
        self.minutes = _minutes(top, book.language, len(top) if full is None else full)


def intro(tally: Tally, language: Lang, nothing: str) -> str:
    """Return the opening: stories and documents, what stands out, how long it takes."""
    if language == "zh":
        sentences = [_of_zh(tally), "，".join(_findings_zh(tally)), _worth_zh(tally)]
        opening = "" if tally.top else f"{nothing}。"
        return opening + "".join(f"{one}。" for one in sentences if one)
    sentences = [_of_en(tally), _capital(", ".join(_findings_en(tally))), _worth_en(tally)]
    opening = "" if tally.top else f"{nothing}. "
    return opening + " ".join(f"{one}." for one in sentences if one)


def preheader(tally: Tally, language: Lang, nothing: str) -> str:
    """Return what a mail client shows beside the subject: the findings, then the counts."""
    if language == "zh":
        parts = ["，".join(_findings_zh(tally)) or ("" if tally.top else nothing), _of_zh(tally)]
        return "".join(f"{part}。" for part in parts if part)
    parts = [_capital(one) for one in _findings_en(tally)] or ([] if tally.top else [nothing])
    return " ".join(f"{part}." for part in [*parts, _of_en(tally)])


def _of_en(tally: Tally) -> str:
    documents = f" from {counted(tally.documents, 'document')}" if tally.documents else ""
    return f"{counted(tally.stories, 'story', 'stories')}{documents}"


def _findings_en(tally: Tally) -> list[str]:
    found = []
    if tally.strategic:
        verb = (
            "story names a strategic customer"
            if tally.strategic == 1
            else "stories name strategic customers"
        )
        found.append(f"{in_words(tally.strategic)} {verb}")
    if tally.prices:
        found.append(f"{in_words(tally.prices)} {'price' if tally.prices == 1 else 'prices'} moved")
    if tally.confirmed:
        verb = "rumour was confirmed" if tally.confirmed == 1 else "rumours were confirmed"
        found.append(f"{in_words(tally.confirmed)} {verb}")
    if tally.updates > 0:
        noun = "story has new facts" if tally.updates == 1 else "stories have new facts"
        found.append(f"{in_words(tally.updates)} earlier {noun}")
    return found


def _worth_en(tally: Tally) -> str:
    if not tally.top:
        return ""
    noun = "story" if tally.top == 1 else "stories"
    minutes = "a minute" if tally.minutes == 1 else f"{in_words(tally.minutes)} minutes"
    return f"{_capital(in_words(tally.top))} {noun} worth your time, about {minutes}"


def _of_zh(tally: Tally) -> str:
    if not tally.documents:
        return f"共 {format_count(tally.stories)} 个事件"
    return f"{format_count(tally.documents)} 篇资料归为 {format_count(tally.stories)} 个事件"


def _findings_zh(tally: Tally) -> list[str]:
    counts = (
        (tally.strategic, "个事件涉及战略客户"),
        (tally.prices, "处价格变动"),
        (tally.confirmed, "则传闻得到证实"),
        (tally.updates, "个旧事件有新进展"),
    )
    return [f"{number} {words}" for number, words in counts if number > 0]


def _worth_zh(tally: Tally) -> str:
    return f"值得看的有 {tally.top} 个，约需 {tally.minutes} 分钟" if tally.top else ""


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _names_strategic(story: Story, book: NameBook) -> bool:
    records = (book.record(customer) for customer in (*story.customers, *story.companies))
    return any(one is not None and one.tier == "strategic" for one in records)


def _minutes(top: Sequence[DigestStory], language: Lang, full: int) -> int:
    """Return the minutes it takes to read *top*, of which the first *full* are told in full."""
    parts = [
        " ".join((one.headline, *one.summary, *one.why, *one.gloss.values())) for one in top[:full]
    ]
    told = " ".join([*parts, *(one.headline for one in top[full:])])
    length = display_width(told) if language == "zh" else len(told.split())
    # A Chinese text among English ones has no spaces: five columns are a word.
    length = max(length, display_width(told) // 6) if language == "en" else length
    return max(1, -(-length // _PACE[language]))
