"""What an edition says of the collection behind it: sources, troubles, and what was left out."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from digests.words import Words
from schemas.delivery import Digest, Trouble
from text.display import (
    Lang,
    counted,
    format_count,
    in_words,
    one_line,
    short_day,
    space_han,
    weekday,
)

_TROUBLES = 4
# Reasons that are no omission: what they count stands elsewhere in the same mail.
_SHOWN_ELSEWHERE = frozenset({"in-prices"})
_HTTP = re.compile(r"^http-([45])\d\d$")


class Collection:
    """The last box of an edition, in its reader's language and zone."""

    def __init__(self, digest: Digest, words: Words, zone: str) -> None:
        self.digest = digest
        self.language: Lang = digest.language
        self.words = words
        self.say = words.phrases
        self.zone = zone

    def sentence(self) -> str:
        """Return how many sources are well, and what ails the others."""
        coverage = self.digest.coverage
        troubles = list(self._troubles(coverage.troubles[:_TROUBLES]))
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

    def _troubles(self, troubles: Sequence[Trouble]) -> Iterator[str]:
        for trouble in troubles:
            name = one_line(trouble.name or trouble.source, 60)
            since = self._since(trouble.since) if trouble.since else ""
            yield _optional(self.say["source_trouble"], name, self._reason(trouble.reason), since)

    def _reason(self, reason: str) -> str:
        known = self.words.reasons.get(reason)
        if known:
            return known
        if match := _HTTP.match(reason):
            return self.words.reasons["http-403" if match[1] == "4" else "http-500"]
        return self.words.reasons["failed"]

    def _since(self, moment: datetime) -> str:
        day = moment.astimezone(ZoneInfo(self.zone)).date().isoformat()
        # Within the week a weekday says when; before that it would mislead.
        if (self.digest.cut_off - moment).days < 6:
            return weekday(day, self.language)
        return short_day(day, self.digest.cut_off, self.language)

    def left_out(self) -> str:
        """Return what the edition does not tell, counted by reason; empty where it tells all."""
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
