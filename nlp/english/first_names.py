"""People called by one name alone, as posts, letters and blogs do: "thanks Velda", "our CTO Orsin", "Best, Orsin".

What stands beside a name tells it: an address, a sign-off, a relation or post, what only people do. Some of it is said of
companies too, and counts only where the word is a given name or "he" and "her" follow.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from nlp.english.bearing import is_given
from nlp.english.goods import acts
from nlp.english.runs import Run, next_word
from nlp.entities import Entity
from nlp.lexicon import common_english, known, listed_places, place_set, word_set
from nlp.names.model import known_small

_REACH = 44
_OURS = r"(?:[Oo]ur|[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Yy]our)"
_KIN = r"(?:co-?founders?|founder|colleagues?|co-?workers?|boss|manager|mentor|friends?|sister|brother|wife|husband|son|daughter|cousin|mother|father|mum|mom|dad|uncle|aunt|niece|nephew|neighbou?r|flatmate|teammate|assistant|intern|apprentice|predecessor|successor|deputy|hero|teacher|landlord|landlady|plumber|barista|chef|accountant|lawyer|dentist|doctor|hairdresser|engineer|designer|developer|editor|writer|researcher|analyst|recruiter|buyer|foreman|roaster|brewer|baker|CEO|CTO|CFO|COO|CMO|CIO|CPO)"
_BEFORE = re.compile(
    rf"\b{_OURS} (?:[a-z-]+ ){{0,3}}?{_KIN}(?: and {_KIN})?,? $"
    r"|\b(?:I['’]m|I am|[Mm]y name is|[Pp]osted by|[Ww]ritten by|[Ss]igned by|[Pp]hotos? by|[Tt]ext by|[Ww]ords by) $"
    r"|\b(?:I|[Ww]e) (?:first |once |finally |also |have |had )?(?:met|married|hired) $"
    r"|(?:^|[\s>])\^$"
)
_SIGNED = re.compile(
    r"(?:^|[\n.!?…)] ?)(?:Best|Cheers|(?:Kind |Best |Warm )?[Rr]egards|Yours(?: sincerely| truly)?|Sincerely|Love|(?:Many )?[Tt]hanks|Thank you|All the best|Best wishes|Take care|Warmly|Hugs|Over and out|See you (?:next week|soon|there)|(?i:xo+|x+)),?\s+(?:[–—-] ?)?$"
)
_SIGNS_LINE = re.compile(r"\n\s*[–—-]* ?$")
_ENDS = re.compile(r"[.!]?\s*(?:$|\n)")
_BEHIND = re.compile(
    r",? who (?:runs|leads|heads|founded|started|joined|looks after|grew up|studied|used to|built|wrote|taught|works|worked|sits|lives|has been|had been|came up with|keeps|kept)\b"
    r"| (?:cried|laughed|smiled|grinned|nodded|sighed|shrugged|wept|joked|grew up)\b| here[,:] I\b| and I\b(?!['’])"
    r"| (?:from|in|at|over in) (?:our |the )?(?:support|sales|marketing|purchasing|procurement|accounts|accounting|legal|finance|HR|engineering|ops|operations|IT|design|logistics|compliance|PR|lab|warehouse|kitchen|press office|canteen)\b(?! [A-Z])"
    rf"|, (?:our|my|his|her|their) (?:[a-z-]+ ){{0,3}}?(?:{_KIN}|head|chief|director|leader|partner in crime)\b"
    r"|['’]s (?:daughter|son|wife|husband|mother|father|sister|brother|birthday|parents|cousin|desk|kids|grandmother|grandfather)\b"
    r"| explain(?:s|ed) (?:how|why|what) (?:we|I)\b"
)
# So people are spoken to and of, and companies now and then.
_TO = re.compile(
    r"(?:^|[\n.!?:,–—>] ?)(?i:hi|hello|hey|dear|thanks|thank you|thx|congrats|congratulations|welcome(?: back)?|kudos|cheers|sorry|ask|call|ping|email|mail|happy birthday|goodbye|bye|good luck|well done|bravo|hats off|props|RIP|PS|P\.S\.)[,:]? (?:to |again |so much |very much |dear )*$"
    r"|\b(?:[Tt]hanks|[Tt]hank you|[Kk]udos|[Ss]hout-?out|[Cc]ongrats|[Cc]ongratulations|[Cc]redit|[Pp]rops|[Ll]ove|[Aa]pologies|[Gg]oodbye) (?:goes |go )?(?:to|for) $"
    r"|\b(?:I|[Ww]e|he|she) (?:\w+ )?(?:met|asked|know|knew|hired|called|phoned|emailed|thanked|told|saw|miss|rang) $"
    r"|\b(?:[Ff]wd|FW|[Ff]orwarded|[Qq]uestion|[Mm]ail|[Ll]etter|[Nn]ote|[Pp]ost|[Mm]essage) from $|\b[Gg]uest post by $|\b[Aa]s $|\b(?:[Tt]alked|[Ss]poke) (?:to|with) $|\b(?:welcome|proud of|[Pp]roud of|reach|[Cc]o-written with|miss) $"
)
_DO = re.compile(
    r" (?:(?:has |had |just |once |also |then |never )?(?:told|asked|wrote to|emailed|called|texted|phoned|rang|messaged|showed|taught|reminded) (?:me|us|him|her|them|everyone|staff)\b"
    r"|asks|asked|thinks|thought|remembers|remembered|recalls|explains|explained|wonders|wondered|believes|loves|loved|hates|hated|likes|jokes|insists|laughs|smiles|knows|knew|said|says|put it|puts it|here\b|wrote|writes|replied|answered|retired|has retired|announced|announces|tells?|told|(?:is|was) (?:looking|leaving|joining|staying|right|wrong|born)\b|will (?:speak|talk|join|lead)\b|runs\b|started\b|built\b|leaves\b|left\b|joins\b|had\b|has the\b|took over\b)"
    r"|['’]s\b|,|[.!?]"
)
# The last word that such a phrase before a name ends with, and the first of one behind it.
_BLANKS = ' ,.:;!)–—>(\n\t“"'
_PRONOUN = re.compile(r"[^.!?\n]{0,70}?\b(?:he|she|his|her|him|himself|herself)\b")
_IT = re.compile(r"\b(?:its|it|which)\b|[A-Z][a-z]+ [A-Z]")
_JOINS = re.compile(r"(?:, | and |, and | & )$")
_ROLE_NAME = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-Z]?[a-zß-ÿ]+)?")


def first_names(text: str, found: Sequence[Run], named: Sequence[Entity], beside: Sequence[Entity], talk: Callable[[], bool]) -> list[Entity]:  # fmt: skip
    """Return the people whom a text calls by one name; *named* are names that others saw, *beside* what is none.

    *talk* says whether somebody speaks, or the text is about no business: there given names are people's.
    """
    taken = {p for e in named if e.rank > _GUESSED or " " in e.name for p in range(e.start, e.end)}
    taken |= {p for e in beside if e.label != "PLACE" for p in range(e.start, e.end)}
    single = [run for run in found if " " not in run.name and run.start not in taken and _may_be(run.name)]  # fmt: skip
    judged = [(run.name, _told(text, run)) for run in single]
    people = {one.name for one in named if one.label == "PERSON"}
    people |= {name for name, told in judged if told == _SURELY}
    told = {name for name, told in judged if told}
    spoken_of = {run.name for run in single if run.name not in told and _is_spoken_of(text, run)}
    told |= spoken_of if spoken_of and talk() else set()
    told |= set(_joined(text, single, told))
    told = {name for name in told if name in people or not acts(text, name)}
    return [
        Entity(run.start, run.end, "PERSON", run.name, rank=56, confidence=0.75)
        for run in single
        if run.name in told
    ]


_GUESSED = 54
_SURELY, _LIKELY = 2, 1  # how much what stands beside a name tells: companies are spoken to as well


_PLACED = re.compile(r"\b(?:in|at|near|the|an?|around|between) $|[#@]$")
_GOES_ON = re.compile(r" [A-ZÀ-Þ]|[-’'][a-zA-Z]{2}| \d")


def _is_spoken_of(text: str, run: Run) -> bool:
    """Say whether a given name stands as a name does in a talk: no place, no part of a longer name."""
    return (
        is_given(run.name)
        and not _PLACED.search(text, max(0, run.start - 6), run.start)
        and not _GOES_ON.match(text, run.end)
        and (not run.head or run.name.lower() not in known_small())
    )


def _told(text: str, run: Run) -> int:
    """Return how surely what stands beside a name makes it a person's; the word beside is looked at before any pattern."""
    start, end = run.start, run.end
    if text[start - 1 : start] == "^":
        return _SURELY if _ENDS.match(text, end) else 0
    begin = max(0, start - _REACH)
    near = text[begin:start].rstrip(_BLANKS).rpartition(" ")[2].rpartition("\n")[2]
    cued = near.strip(_BLANKS).lower() in _cues()
    behind = text[end : end + 1] in {",", "'", "’"} or next_word(text, end) in _verbs()
    if (cued and _BEFORE.search(text, begin, start)) or (behind and _BEHIND.match(text, end)):
        return _SURELY
    given = is_given(run.name)
    if _signs(text, run, given=given, cued=cued):
        return _SURELY
    return _spoken(text, run, given=given, cued=cued) if cued or behind or given else 0


def _signs(text: str, run: Run, *, given: bool, cued: bool) -> bool:
    """Say whether a name stands at the end of a letter: behind "Best,", in a line of its own, or as the last word."""
    if not (given or cued) or not _ENDS.match(text, run.end):
        return False
    begin = max(0, run.start - _REACH)
    if _SIGNED.search(text, begin, run.start):
        return True
    last = run.head and not text[run.end :].strip(" .!")
    return given and (last or _SIGNS_LINE.search(text, begin, run.start) is not None)


def _spoken(text: str, run: Run, *, given: bool, cued: bool) -> int:
    """Return how surely a name is spoken to or does what people do; a strange one only where "he" or "her" follows."""
    begin = max(0, run.start - _REACH)
    spoken = cued and _TO.search(text, begin, run.start) is not None
    does = _DO.match(text, run.end)
    if does is None and not spoken:
        return 0
    hit = (
        _PRONOUN.match(text, run.end)
        if spoken or text[run.end] == " " or text.startswith(", who ", run.end)
        else None
    )
    if hit is not None and not _IT.search(hit[0]):
        return _SURELY
    said = spoken or run.head or (does is not None and does[0][0] == " ")
    return _LIKELY if given and said else 0


@cache
def _cues() -> frozenset[str]:
    words = re.findall(r"[A-Za-z-]+", f"{_BEFORE.pattern} {_SIGNED.pattern} {_TO.pattern}")
    return frozenset(word.lower() for word in words) | {"i'm", "i’m", "p.s", "co-founder", "co-founders", "co-worker", "founders", "colleagues", "friends", "neighbour", "neighbor", "rip", "xo", "xx"}  # fmt: skip


@cache
def _verbs() -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z]+", f"{_BEHIND.pattern} {_DO.pattern}")) | {"explains", "explained", "has", "had"}  # fmt: skip


def _joined(text: str, single: Sequence[Run], told: set[str]) -> Iterator[str]:
    """Yield the names that stand in a row with one that is a person's: Velda, Orsin and Pell."""
    for runs in (single, single[::-1]):
        near: Run | None = None
        for run in runs:
            if near is not None and near.name in told and run.name not in told:
                first, last = sorted((near, run))
                if _JOINS.fullmatch(text[first.end : last.start]) and (is_given(run.name) or not _is_plain(run.name)):  # fmt: skip
                    told = told | {run.name}
                    yield run.name
            near = run


def _is_plain(name: str) -> bool:
    return name.lower() in known_small()


@cache
def _nobody() -> frozenset[str]:
    lists = ("acronyms", "calendar", "bodies", "org_suffixes", "nationalities", "technologies", "descriptors", "role_heads", "role_heads_sure", "product_tails", "plan_names", "headings", "platforms", "titles")  # fmt: skip
    listed = {word.title() for one in lists for word in word_set("en", one)}
    return frozenset(known("en")) | place_set("en") | listed_places("towns", "large") | frozenset(listed) | word_set("en", "acronyms")  # fmt: skip


def _may_be(name: str) -> bool:
    """Say whether one word may be what a person is called: no place, company, post, nor a word that texts write small."""
    if not _ROLE_NAME.fullmatch(name) or name in _nobody():
        return False
    low = name.lower()
    return is_given(name) or not (low in common_english() or low in known_small())
