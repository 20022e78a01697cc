"""A text as the frames read it: sentences with their mentions masked, companies by prominence."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlp.english.signers import defined, signer
from nlp.entities import Entity
from nlp.frames.compiling import FIRST, NEXT
from nlp.lexicon import word_set
from schemas.language import Slot
from text.folding import to_simplified
from text.sentences import Stretch, sentences

_EN_SELF = re.compile(
    r"\b(?:the|this|our)\s(?:company|group|firm|business|bank|board|retailer|carmaker|chipmaker|vendor|manufacturer|start-?up|airline|developer|maker|publisher|insurer|supplier|operator)\b(?!['’]s\s(?:rival|customer))"
    r"|\b(?:[Ww]e|[Oo]ur|[Ii]t|[Ii]ts)\b",
    re.IGNORECASE,
)
_ZH_SELF = re.compile(
    r"该公司|发行人(?!民|数)|本公司|我司|我公司|本集团|该集团|该企业|这家(?:公司|企业)|我们|公司(?!债|章程|法|治理)|集团(?!有限)|后者"
)
# Keys of several words are looked up with blanks between them, whatever the lines are broken by.
_BLANKS = "\n\t\r\u00a0"
_SIGN_OFF = re.compile(r"(?:[-—–]{1,2}\s*|,\s|\bAbout\s|关于|[（(])")


# Dates told by their distance, and what is compared with: rules read their words.
_DISTANT = re.compile(
    r"(?:\b(?:ago|earlier|from now|time)|\d0s)$|同期$|[天周期月年度]之?[前后]$|当年$|年代[初末]?$",
    re.IGNORECASE,
)
_BODY_TAIL = re.compile(
    r"\s(?:Consortium|Alliance|Coalition|Foundation|Initiative|Federation|Association|Guild|Forum|Council|Working Group)$"
    r"|(?:产业联盟|联盟|聯盟|协会|基金会|仲裁委员会|仲裁委|委员会|论坛|人民法院|法院|人民检察院|检察院|证券交易所|交易所|监管局|管理局|监管总局|总局|海关|税务局|公安局)$"
)
_NO_ACTOR = re.compile(
    r"\b(?:County|City|Port|Ministry|Department|University|College|Council|Authority|Agency|Commission|Court|Guild|Association|Federation|Institute|Foundation|Alliance|Consortium|Coalition|Initiative|Union|Hospital|School|Museum|Club|Parliament|Government|Embassy|Treasury|Reserve|Exchange|Board of Trade|OPEC|Bureau|Congress|Senate|Administration|Directorate|Inspectorate|Tribunal|Ombudsman|Office of|Confederation|Secretariat|Bank of (?:England|France|Japan|Canada|Italy|Spain|Finland|Korea|Thailand|Israel|Greece|Mexico)|World Bank|IMF)\b"
    r"|(?:政府|管理局|监管局|知识产权局|委员会|法院|检察院|大学|中学|小学|协会|学会|联盟|聯盟|基金会|交易所|气象台|公安局|税务局|海关|药监局|总局|总署|(?<![邮书结剧戏])局|学院|学校|管委会|仲裁委|(?:发行|采购|疾控|检测|交易)中心)$"
)


def is_body(entity: Entity) -> bool:
    """Say whether an organisation is no company: it makes no moves (MOVES.md rule 8)."""
    return entity.entity is None and _tells_a_body(entity.name)


_OF_STATE = re.compile(
    r"\b(?:County|Ministry|Department|Council|Authority|Agency|Commission|Court|European Union|Parliament|Government|Embassy|Treasury|Reserve|Bureau|Congress|Senate|Administration|Directorate|Inspectorate|Tribunal|Ombudsman|Office of|Secretariat|Bank of|World Bank|IMF|OPEC)\b"
)


def is_of_state(entity: Entity) -> bool:
    """Say whether a body is a state's or a court: a mill called Prairie Union is none."""
    return _OF_STATE.search(entity.name) is not None or entity.name in word_set("en", "agencies")


@lru_cache(maxsize=4096)  # many triggers ask of each company of a text
def _tells_a_body(name: str) -> bool:
    return _NO_ACTOR.search(name) is not None or name in word_set("en", "agencies")


def names_a_body(name: str) -> bool:
    """Say whether a name is plainly a public body's, a school's or an association's: its last word or what it is of says so."""
    return any(
        hit.end() == len(name) or name.startswith((" of ", " for "), hit.end())
        for hit in _NO_ACTOR.finditer(name)
    ) or name in word_set("en", "agencies")


# In masked text: the second and further characters of a mention.
_GOES_ON = frozenset(NEXT.values())


class Sentence(NamedTuple):
    """One sentence; *masked* and *plain* have the length of *raw*. *number* 0 is the title, if any.

    *plain* is *raw* in simplified characters; *masked* is that with signs in the place of mentions.
    """

    number: int
    start: int
    end: int
    raw: str
    masked: str
    lower: str
    title: bool
    entities: tuple[Entity, ...]
    plain: str

    def words(self, start: int, end: int) -> str:
        """Return what is written from *start* to *end*; a mention that this cuts goes on to its end."""
        while self.masked[end : end + 1] in _GOES_ON:
            end += 1
        return self.raw[start:end]


class Registered(NamedTuple):
    """What the registry says beside names: whose a product is, who is a customer, whose site the text is from."""

    owners: Mapping[str, str] = {}
    customers: frozenset[str] = frozenset()
    publisher: str | None = None


UNKNOWN = Registered()


class Reading(NamedTuple):
    """What is known of a text before any frame is tried. *main* is the company it is about.

    *text* is what is read (nlp/entrance.py): its places are not always those of the text as it was.
    """

    text: str
    language: str
    title_end: int
    published: str | None
    entities: tuple[Entity, ...]
    sentences: tuple[Sentence, ...]
    main: Entity | None
    ranking: tuple[Entity, ...]
    registered: Registered = UNKNOWN

    def met(self, start: int, end: int) -> list[Entity]:
        """Return the mentions that have a character from *start* to *end* of the text, in its order."""
        return [one for one in self.entities if one.start < end and start < one.end]

    def slot(self, one: Entity) -> Slot:
        """Return a mention as it fills a slot: in the words of the text."""
        words = self.text[one.start : one.end]
        return Slot(text=words, start=one.start, end=one.end, entity=one.entity, value=one.value)


def read(
    text: str, title_end: int, language: str, published: str | None,
    entities: Sequence[Entity], publisher: Entity | None = None, registered: Registered = UNKNOWN,
) -> Reading:  # fmt: skip
    """Cut *text* into masked sentences and rank its companies."""
    ranking = _ranking(text, title_end, entities)
    main = publisher or _wire(text, entities)
    if main is None and language == "en":
        main = defined(text, entities) or signer(text, title_end, entities)
    main = main or (ranking[0] if ranking else _maker(text, entities, registered.owners))
    plain = _plain(text) if language == "zh" else text
    spans = sentences(text, language)
    spans = (
        list(_in_parts(plain, spans, entities))
        if language == "zh"
        else _whole(text, spans, entities)
    )
    inside = _inside(spans, entities)
    masked = _mask(plain, [one for group in inside for one in group])
    lower = _small(masked)
    cut = [
        Sentence(
            number,
            start,
            end,
            text[start:end],
            masked[start:end],
            lower[start:end],
            start < title_end,
            tuple(group),
            plain[start:end],
        )
        for number, ((start, end), group) in enumerate(zip(spans, inside, strict=True))
    ]
    return Reading(
        text, language, title_end, published, tuple(entities), tuple(cut), main, ranking, registered
    )


def _whole(text: str, spans: Sequence[Stretch], entities: Sequence[Entity]) -> list[Stretch]:
    """Return sentences of which none ends within a name: "sold to F.A. Dorrin Inc."."""
    crossing = sorted((one.start, one.end) for one in entities if " " in text[one.start : one.end])
    kept: list[Stretch] = []
    for span in spans:
        last = kept[-1] if kept else span
        while crossing and crossing[0][1] <= last.end:
            crossing.pop(0)
        within = bool(crossing) and crossing[0][0] < last.end and span.start < crossing[0][1]
        if kept and within and "\n" not in text[last.end : span.start]:
            kept[-1] = Stretch(last.start, span.end)
        else:
            kept.append(span)
    return kept


_PART = re.compile("；|，")
_CONTRASTED = re.compile("[^，。；]{0,2}?(?:则|却|反而|也|同样|随即|随后)(?!是)")
_PART_HEAD = 12  # characters of a part in which its company stands


def _in_parts(
    plain: str, spans: Sequence[Stretch], entities: Sequence[Entity]
) -> Iterator[Stretch]:
    """Yield the sentences of a Chinese text; one whose parts (；, or 乙则…) tell of a company each is as many."""
    firms = [one for one in entities if one.label == "ORG" and not is_body(one)]
    contrasted = {one.start for one in firms if _CONTRASTED.match(plain, one.end)}
    for span in spans:
        hits = (hit for hit in _PART.finditer(plain, *span))
        inner = (hit.end() for hit in hits if hit[0] == "；" or hit.end() in contrasted)
        cuts = [span.start, *inner, span.end]
        parts = [Stretch(*pair) for pair in pairwise(cuts) if pair[0] < pair[1]]
        heads = [next((f for f in firms if p.start <= f.start < p.end), None) for p in parts]
        named = {
            key_of(h)
            for p, h in zip(parts, heads, strict=True)
            if h and h.start - p.start < _PART_HEAD
        }
        yield from parts if len(parts) > 1 and len(named) == len(parts) else [span]


# Half-width punctuation in Chinese text, but not within numbers and times: 7,368 and 14:30.
_HALF_WIDTH = re.compile(r"(?<!\d)[,;:?!]|[,;:?!](?!\d)")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}


def _plain(text: str) -> str:
    """Return Chinese text as frames read it: simplified characters, full-width punctuation."""
    return _HALF_WIDTH.sub(lambda hit: _FULL_WIDTH[hit[0]], to_simplified(text))


def _small(masked: str) -> str:
    """Return a text in small letters and of the same length, so that places hold: İ has two, and stays."""
    lower = masked.lower()
    if len(lower) != len(masked):
        lower = "".join(one.lower() if len(one.lower()) == 1 else one for one in masked)
    for blank in _BLANKS:  # four times replaced is ten times as fast as translated
        lower = lower.replace(blank, " ")
    return lower


def _inside(spans: Sequence[Stretch], entities: Sequence[Entity]) -> list[list[Entity]]:
    """Return the mentions in each sentence; one that reaches over its end is in none."""
    found: list[list[Entity]] = []
    place = 0
    for start, end in spans:
        group = []
        while place < len(entities) and entities[place].start < end:
            one = entities[place]
            if start <= one.start and one.end <= end:
                group.append(one)
            place += 1
        found.append(group)
    return found


_SPEAKING = re.compile(r"[Pp]atent|专利|[Cc]ase\b|[Dd]ocket")


def _mask(plain: str, entities: Sequence[Entity]) -> str:
    pieces = []
    last = 0
    for one in entities:
        start, end = one.start, one.end
        if one.label == "LAW" and _SPEAKING.search(plain, start, end):
            continue  # "US patent 9,123,456": that it is a patent is what triggers
        if one.label == "DATE" and _DISTANT.search(plain, start, end):
            continue
        kind = _BODY_TAIL.search(plain[start:end]) if one.label == "ORG" else None
        if kind and kind.start():  # "Open Cell Consortium": that it is one is what triggers
            end = start + kind.start()
        pieces += [plain[last:start], FIRST[one.label], NEXT[one.label] * (end - start - 1)]
        last = end
    return "".join([*pieces, plain[last:]])


def _ranking(text: str, title_end: int, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return one entity per company, the most prominent first.

    A name in the title weighs as three, one in the first sentences as two; a registered company
    and the name that signs the text weigh more; of equals the earlier is first.
    """
    weight: Counter[str] = Counter()
    first: dict[str, Entity] = {}
    lead = title_end + len(text[title_end:]) - len(text[title_end:].lstrip())
    for one in entities:
        if one.label != "ORG":
            continue
        key = key_of(one)
        first.setdefault(key, one)
        weight[key] += 3 if one.start < title_end else 1
        if title_end <= one.start < lead + 120:
            weight[key] += 1
        if one.entity:
            weight[key] += 1
        if one.confidence < 0.6:
            weight[key] -= 1
        if is_body(one):
            weight[key] -= 2
        before = text[max(0, one.start - 8) : one.start]
        if one.end >= len(text.rstrip(" .。")) - 4 or (
            _SIGN_OFF.search(before[-3:]) and one.start > len(text) * 0.7
        ):
            weight[key] += 1
    in_body = {key_of(one) for one in entities if one.label == "ORG" and one.start >= title_end}
    for key in weight:
        if key not in in_body and title_end < len(text) - 40:
            weight[key] -= 2  # a word of the headline that the text never takes up
    order = sorted(first.values(), key=lambda e: (-weight[key_of(e)], e.start))
    return tuple(order)


# A wire's headline names its company before the ticker, or before what it reports: ACME CORP <ACM> 4TH QTR NET.
_TICKER = re.compile(
    r"^<?(?P<n>[A-Z0-9][A-Z0-9 .,&'’/-]{2,48}?)>?\s(?:<[A-Z.]{1,8}>|(?:\d\w\w QTR|(?:FIRST|SECOND|THIRD|FOURTH) QTR|YEAR|SIX MTHS|NINE MTHS|QTR|QTLY|QUARTERLY|REGULAR|SETS|REPORTS|DECLARES|RAISES|OMITS|SPLITS?)\b)"
)


def _wire(text: str, entities: Sequence[Entity]) -> Entity | None:
    """Return the company that a wire's headline is about, by the longest name found there."""
    wire = _TICKER.match(text)
    if wire is None:
        return None
    start, end = wire.span("n")
    found = next(
        (e for e in entities if e.label == "ORG" and e.start < end and start < e.end), None
    )
    return found or Entity(start, end, "ORG", wire["n"], confidence=0.5)


def _maker(text: str, entities: Sequence[Entity], owners: Mapping[str, str]) -> Entity | None:
    """Return, where a text names no company, whose product it names, or the one it is called after: Quillmark 6.2."""
    for one in entities:
        if one.label != "PRODUCT":
            continue
        if owner := owners.get(one.entity or ""):
            return one._replace(label="ORG", name=text[one.start : one.end], entity=owner)
        if name := re.match(r"[A-Z][A-Za-z]{3,}(?=\s\d)", text[one.start : one.end]):
            return one._replace(
                end=one.start + name.end(), label="ORG", name=name[0], confidence=0.4
            )
    return None


def key_of(entity: Entity) -> str:
    """Return what two mentions of one company share: registry id, else the longest name."""
    return entity.entity or entity.name.casefold()


def same_firm(one: Entity, other: Entity) -> bool:
    """Say whether two mentions are of one company, and neither of it and its subsidiary."""
    return key_of(one) == key_of(other) and one.firm == other.firm


def self_references(sentence: Sentence, language: str) -> list[tuple[int, int]]:
    """Return spans (in the text) of "the company", "we", 该公司 in *sentence*."""
    pattern = _ZH_SELF if language == "zh" else _EN_SELF
    return [
        (sentence.start + match.start(), sentence.start + match.end())
        for match in pattern.finditer(sentence.masked)
    ]


def speaks_of_itself(reading: Reading) -> bool:
    """Say whether a text speaks of a company that it need not name: "we", "the company", 我们, 该公司."""
    return any(self_references(one, reading.language) for one in reading.sentences)
