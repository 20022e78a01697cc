"""What stands around a text and is not of it: menus, bylines, credits, links and lists of other headlines.

It is told by its words, its place and its neighbours: a heading such as "Related" makes furniture of the headlines under
it, a byline is one before the first paragraph only, and a text that is all short lines (a digest, a table) has none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from text.furniture_words import is_idle, is_of
from text.han import HAN
from text.wrapping import unwrapped

Spans = tuple[tuple[int, int], ...]

_HAN = re.compile(f"[{HAN}]")
_ENDED = re.compile(r"[.!?;。！？；…][\"'”’」』)）\]】*_]*$")
# A stop within a line, with another sentence behind it.
_WITHIN = re.compile(r"[a-z0-9)\"”][.!?][\"”)]?\s+[A-Z\"“]|[。！？；]")
_STOPPED = re.compile(r"(?<!\bInc)(?<!\bCorp)(?<!\bCo)(?<!\bLtd)(?<!\.[A-Z])[.。;；:：,，]$")
_BULLET = re.compile(r"[-*•·●▪◦‣–—■◆▶►✓✔>]+\s|\d{1,2}[.)、]\s?")
_COLUMNS = re.compile(r"\s*[|·•>»›/,，、｜＞]\s*|\t+|\s{2,}|　+")
_SAYS_A_PRICE = re.compile(r"[$€£¥%％]|\d\s?(?:元|percent|per cent|万|亿)")
# A headline of other news begins with who does it: one to four words, and a verb as headlines have it.
_ACTS = re.compile(
    r"(?:[A-Z0-9][\w.&'’-]*,? (?:(?:and|of|&) )?){1,4}(?:to [a-z]|[a-z]+(?:s|ed)\b)|"
    r"(?!支持|新增|优化|修复|全新|提升|改进|增加|升级|完善|调整)[^，。：]{2,10}?(?:拟|将|获|完成|宣布|宣告|推出|发布|收购|关闭|任命|裁员|裁撤|上调|下调|签|起诉|被|遭|启动|入股|出售|增持|减持|回应|计划|成立|上市|退出|达成|中标|召回)"
)
_STOP = re.compile(r"[.!?]\s+(?=[A-Z])|[。！？]")
_NAME = re.compile(r"[A-Z][\w.'’-]+(?: (?:de |van |von |der )?[A-Z][\w.'’-]*){1,2}")
_CAPTION = re.compile(
    r".{2,140}[.!…\s]\s*\(?(?:photo(?:graph)?s?|picture|image|photographer|credit)(?: credit| by| courtesy(?: of)?)?\s*[:/] ?[^.:]{2,50}\)?",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*[:：|｜丨]\s*")
_BRACKETED = re.compile(
    r"\s*[【\[［(（〔「]([^】\]］)）〕」]{2,24})[】\]］)）〕」]\s*[:：|｜]?\s*(?=\S)"
)
_CREDIT = re.compile(
    r"\s*[（(\[【](?:(?:photo|image|picture|reporting|additional reporting|writing|editing|edited|credit)s?\b[^)\]）】]{1,120}|"
    r"(?:责任编辑|责编|编辑|记者|作者|来源|校对|图|图片|图源|图片来源|文|实习生|审核)\s*[:：/][^)\]）】]{1,30}|完|本文完|未完待续)[)\]）】]\s*$",
    re.IGNORECASE,
)
_CLOSING = frozenset(")]）】")  # what ends such a credit
# Lines of prose have so many characters at least, and headlines at most: where a line has Han characters, and elsewhere.
_PROSE, _LONG, _HEADLINE, _LINE = (16, 40), (46, 130), (52, 130), (200, 320)
_SEVERAL = 45
# What is told by its place alone stands beside so many paragraphs.
_PARAGRAPHS = 2
# So many short lines in a row, one of them a word of menus, are one.
_MENU = 4
# Headlines without a heading: so many at least, of so many words (or Han characters) on average.
_LISTED, _WORDS = 3, (8, 4.5)
# … and of these words so few stand in the text before.
_SHARED = 0.34


class _Line(NamedTuple):
    start: int
    end: int
    said: str
    core: str
    han: bool
    after_gap: bool
    goes_on: bool
    prose: bool  # it reads as a paragraph: a sentence that ends, several sentences, or a long one

    @property
    def headline(self) -> bool:
        """Whether it may be one of a list of headlines."""
        return len(self.said) <= _HEADLINE[not self.han] and not _STOPPED.search(self.said)


def furniture_spans(text: str) -> Spans:
    """Return the spans of *text* that are furniture, whole lines with their breaks or credits at the end of a line."""
    lines = _lines(unwrapped(text))
    if len(lines) < 2:
        return _credits(lines, set())
    out = _patterned(lines)
    body = [n for n, one in enumerate(lines) if one.prose and n not in out]
    if not body:
        return ()
    first, last = body[0], body[-1]
    out |= _at_the_edges(lines, first, last, out)
    out |= _menus(lines, first, last, out)
    out |= _headed(lines, first, out)
    out |= _unheaded(lines, out)
    if all(n in out for n, one in enumerate(lines) if one.prose):
        return ()
    return _joined(lines, out, len(text))


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    position, gap = 0, False
    for raw in text.split("\n"):
        said = raw.strip()
        if said:
            start = position + raw.index(said[0])
            han = bool(_HAN.search(said))
            goes_on = (
                bool(found) and not gap and said[0].islower() and not _ENDED.search(found[-1].said)
            )
            end, core, prose = start + len(said), _bare(said), _reads_on(said, han)
            found.append(_Line(start, end, said, core, han, gap, goes_on, prose))
        gap = not said
        position += len(raw) + 1
    return found


def _bare(said: str) -> str:
    """Return a line without the signs at its edges."""
    start, end = 0, len(said)
    while start < end and not said[start].isalnum():
        start += 1
    while start < end and not said[end - 1].isalnum():
        end -= 1
    return said[start:end]


def _reads_on(said: str, han: bool) -> bool:
    if len(said) >= _LONG[not han]:
        return True
    ended = len(said) >= _PROSE[not han] and _ENDED.search(said) is not None
    return ended or _several(said)


def _several(said: str) -> bool:
    return len(said) > _SEVERAL and _WITHIN.search(said) is not None


def _patterned(lines: Sequence[_Line]) -> set[int]:
    """Return the numbers of lines whose words alone tell: credits, notices, invitations, links to other reports."""
    return {
        n
        for n, one in enumerate(lines)
        if not one.goes_on and (_says_nothing(one) or _is_link(one))
    }


def _says_nothing(one: _Line) -> bool:
    if len(one.said) > _LINE[not one.han] or not one.core or not _is_told(one):
        return False
    return not (one.prose and _SAYS_A_PRICE.search(one.said))


def _is_told(one: _Line) -> bool:
    """Say whether the words of a line are furniture's, whatever else it says."""
    if (credit := _credit(one.said)) and not _reads_on(one.said[: credit.start()], one.han):
        return True
    bare = _BULLET.sub("", one.said, count=1) if _BULLET.match(one.said) else one.said
    inner = bare.strip("()（）[]【】 ")
    if is_of("credits", bare) or (inner != bare and is_of("credits", inner)) or is_idle(bare):
        return True
    return _STOP.search(bare) is not None and _are_idle(_sentences(bare))


def _sentences(said: str) -> Iterator[str]:
    """Yield the sentences of a line, however they end."""
    last = 0
    for stop in _STOP.finditer(said):
        yield said[last : stop.start() + 1]
        last = stop.end()
    if last < len(said):
        yield said[last:]


def _are_idle(sentences: Iterable[str]) -> bool:
    """Say whether several sentences say nothing, but for questions."""
    number = told = 0
    for one in sentences:
        number += 1
        if not one.endswith(("?", "？")):
            if not is_idle(one):
                return False
            told += 1
    return number > 1 and told > 0


def _is_link(one: _Line) -> bool:
    """Say whether a line leads to another report, as behind "Read also:" or 【相关报道】."""
    if len(one.said) > _HEADLINE[not one.han] or (one.prose and one.said[-1] in ".。"):
        return False
    bracketed = _BRACKETED.match(one.said)
    if bracketed:
        return is_of("links", bracketed[1]) or is_of("headings", bracketed[1])
    word, colon, rest = (
        one.said.partition(mark[0]) if (mark := _COLON.search(one.said)) else ("", "", "")
    )
    word = _bare(word)
    return bool(colon and rest.strip()) and (is_of("links", word) or is_of("headings", word))


def _at_the_edges(lines: Sequence[_Line], first: int, last: int, out: set[int]) -> set[int]:
    """Return lines before the first or behind the last paragraph that name who wrote it, when and where."""
    found = {
        n
        for n, one in enumerate(lines)
        if not first <= n <= last
        and not one.goes_on
        and (is_of("edges", one.said) or is_of("edges", one.core))
    }
    signed = [n for n in range(first) if _NAME.fullmatch(lines[n].said)]
    found |= {n for n in signed if {n - 1, n + 1} & (found | out)}  # a name beside a byline
    paragraphs = [n for n in range(first, last + 1) if lines[n].prose and n not in out]
    captions = [n for n in range(first, last + 1) if _is_caption(lines[n].said)]
    if len(set(paragraphs) - set(captions)) >= _PARAGRAPHS:
        found |= set(captions)
        paragraphs = [n for n in paragraphs if n not in found]
    while len(paragraphs) > 1 and is_of("edges", lines[paragraphs[-1]].said):  # who the author is
        found.add(paragraphs.pop())
    return found


def _is_caption(said: str) -> bool:
    return (":" in said or "/" in said) and _CAPTION.fullmatch(said) is not None


def _menus(lines: Sequence[_Line], first: int, last: int, out: set[int]) -> set[int]:
    """Return the lines of menus: several words of menus in one line, or lines of them in a row."""
    found: set[int] = set()
    run: list[int] = []
    for n, one in enumerate([*lines, None]):
        edge = one is not None and (n < first or n > last)
        if (
            edge
            and one is not None
            and n not in out
            and (is_of("menu", one.core) or _is_short(one))
        ):
            run.append(n)
            continue
        listed = sum(is_of("menu", lines[m].core) for m in run)
        if listed >= max(2, len(run) / 2) or (listed and len(run) >= _MENU):
            found |= set(run)
        if not (edge and n in out):
            run = []
        if edge and one is not None and _is_menu_line(one):
            found.add(n)
    return found


def _is_short(one: _Line) -> bool:
    return (
        len(one.core) <= (6 if one.han else 24)
        and len(one.core.split()) <= 3
        and not re.search(r"\d", one.core)
        and not _ENDED.search(one.said)
    )


def _is_menu_line(one: _Line) -> bool:
    said = one.said.strip("|·•>»›/ ")
    parts = [part for part in _COLUMNS.split(said) if part]
    if one.han and len(parts) == 1:
        parts = said.split()
    if len(parts) >= 3 and is_of("menu", parts[0]) and re.search(r"[>»›/＞]", said):
        return True
    return len(parts) >= 3 and sum(is_of("menu", part) for part in parts) >= 0.5 * len(parts)


def _headed(lines: Sequence[_Line], first: int, out: set[int]) -> set[int]:
    """Return lists of other headlines with their headings."""
    found: set[int] = set()
    n = first + 1
    while n < len(lines):
        sure = not lines[n].prose and is_of("headings", lines[n].core)
        if sure or (not lines[n].prose and is_of("doubtful_headings", lines[n].core)):
            end = _list_end(lines, n + 1, out)
            before = [one for m, one in enumerate(lines[:n]) if one.prose and m not in out]
            if end > n + 1 and (sure or _other_news(lines[n + 1 : end], before)):
                found |= set(range(n, end))
                n = end
                continue
            if sure and end == n + 1 == len(lines):
                found.add(n)
        n += 1
    return found


def _other_news(listed: Sequence[_Line], before: Sequence[_Line]) -> bool:
    """Say whether lines are less than the paragraphs before them, tell other things and are no list of prices."""
    told = {term for one in before for term in _terms(one)}
    shared = sum(_shared(one, told) for one in listed)
    less = sum(map(_size, before)) >= sum(map(_size, listed))
    return less and shared <= len(listed) / 2 and not _are_prices(listed)


def _are_prices(listed: Sequence[_Line]) -> bool:
    return 2 * sum(_SAYS_A_PRICE.search(one.said) is not None for one in listed) > len(listed)


def _list_end(lines: Sequence[_Line], start: int, out: set[int]) -> int:
    """Return the number of the line behind a list of headlines; with teasers under them it reaches to the end."""
    end = start
    while end < len(lines) and (end in out or lines[end].headline):
        end += 1
    rest = [n for n in range(start, len(lines)) if n not in out]
    teasers = [n for n in rest if not lines[n].headline]
    under = all(n - 1 >= start and lines[n - 1].headline for n in teasers)
    if end > start and len(teasers) >= 2 and under and len(rest) >= 2 * len(teasers):
        return len(lines)
    return end


def _unheaded(lines: Sequence[_Line], out: set[int]) -> set[int]:
    """Return the headlines that end a text in paragraphs, of other things than it tells."""
    rest = [n for n in range(len(lines)) if n not in out]
    end = len(rest)
    start = end
    while start and _is_listed(lines[rest[start - 1]]):
        start -= 1
    listed, before = [lines[n] for n in rest[start:]], [lines[n] for n in rest[:start]]
    paragraphs = [one for one in before if one.prose]
    several = len(paragraphs) >= _PARAGRAPHS or any(_several(one.said) for one in paragraphs)
    if len(listed) < _LISTED or not several:
        return set()
    if not before[-1].prose or before[-1].said[-1] in ":：" or not _look_alike(listed):
        return set()
    run_on = not listed[0].after_gap and (len(before) == 1 or any(one.after_gap for one in before))
    if run_on or sum(map(_size, paragraphs)) < sum(map(_size, listed)):
        return set()
    told = {term for one in before for term in _terms(one)}
    if any(_shared(one, told) > _SHARED for one in listed):
        return set()
    return set(rest[start:])


def _look_alike(listed: Sequence[_Line]) -> bool:
    """Say whether lines are long enough for headlines, and most tell who does what."""
    long = sum(map(_words, listed)) >= _WORDS[not listed[0].han] * len(listed)
    return (
        long
        and not _are_prices(listed)
        and 3 * sum(_ACTS.match(one.said) is not None for one in listed) >= 2 * len(listed)
    )


def _is_listed(one: _Line) -> bool:
    return (
        one.headline
        and not one.prose
        and not _BULLET.match(one.said)
        and not _COLON.search(one.said)
        and not _ENDED.search(one.said)
        and "\t" not in one.said
        and "@" not in one.said
    )


def _size(one: _Line) -> int:
    return len(one.said)


def _words(one: _Line) -> int:
    return len(re.findall(f"[{HAN}]", one.said)) if one.han else len(one.said.split())


def _terms(one: _Line) -> set[str]:
    """Return what a line says: words of some length, of Chinese each two characters."""
    latin = {word[:6] for word in re.findall(r"[a-z0-9]{4,}", one.said.lower())}
    runs = re.findall(f"[{HAN}]{{2,}}", one.said)
    return latin | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _shared(one: _Line, told: set[str]) -> float:
    terms = _terms(one)
    return len(terms & told) / len(terms) if terms else 1.0


def _credit(said: str) -> re.Match[str] | None:
    """Return the credit in brackets that ends a line."""
    return _CREDIT.search(said) if said[-1:] in _CLOSING else None


def _credits(lines: Sequence[_Line], out: set[int]) -> Spans:
    """Return the credits in brackets at the end of lines that stay."""
    found = []
    for n, one in enumerate(lines):
        credit = _credit(one.said) if n not in out else None
        if credit and credit.start():
            found.append((one.start + credit.start(), one.end))
    return tuple(found)


def _joined(lines: Sequence[_Line], out: set[int], length: int) -> Spans:
    """Return the spans of whole lines, each up to the line after it, and those of credits."""
    spans = list(_credits(lines, out))
    for n in sorted(out):
        start = lines[n].start
        end = lines[n + 1].start if n + 1 < len(lines) else length
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(sorted(spans))
