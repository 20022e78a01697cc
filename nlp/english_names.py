"""Companies, people, products, places and roles that no registry names, in English text.

Capitalised sequences are judged by what stands around them: legal forms and trade words, nouns such
as "retailer" before them, verbs only companies govern, titles and roles beside people's names. A
name found once is then found everywhere, in its short forms too.
"""

import re
from collections import Counter
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import common_english, places, word_set
from schemas.kinds import Label

_WORD = r"[A-ZÀ-Þ][\w’'&-]*(?:\.(?=\s?[a-z]))?"
_SEQUENCE = re.compile(
    rf"(?<![\w$€£@#])(?:[a-z]{{1,2}}(?=[A-Z]))?(?:[A-Z]\.){{2,}}|(?<![\w$€£@#])(?:[a-z](?=[A-Z]))?{_WORD}"
    rf"(?:[ ](?:(?:&|of(?:[ ]the)?|de|du|del|der|van|von|la|le)[ ])?(?:{_WORD}|(?:plc|Inc\.|Ltd\.|Corp\.|Co\.)|\d+[A-Za-z]?(?=[\s,.;:)]|$)(?!\s(?:million|billion|per|percent|%|January|February|March|April|May|June|July|August|September|October|November|December))))*"
)
_ROLE = re.compile(
    r"\b(?:(?:co-|vice\s|deputy\s|non-executive\s|executive\s|interim\s|acting\s|senior\s|group\s|global\s|founding\s|managing\s|general\s|regional\s"
    r"|country\s|finance\s|sales\s|marketing\s|commercial\s|technical\s|technology\s|operations\s|creative\s|delivery\s|plant\s|product\s|design\s|research\s|engineering\s|store\s|chief\s)*"
    r"(?:chief\s(?:executive(?:\sofficer)?|[a-z]+(?:\s[a-z]+)?\sofficer|scientist|economist|architect|designer|engineer|of\sstaff)"
    r"|executive\s(?:officer|director|chairman|chair)|C[EFTOIMP]O|CHRO|CISO|chair(?:man|woman|person)?|(?:vice[\s-])?presidents?|directors?|treasurer|co-founders?|founders?"
    r"|head\sof\s(?:[a-z]+(?:\sand\s[a-z]+|\s[a-z]+(?=[\s,.]))?|[A-Z]\w+)|heads?(?=\sof\b)|managers?|managing\spartner|general\scounsel|board\smember|country\smanager|spokes(?:man|woman|person)))\b"
    r"|\b(?:Chief\s(?:Executive|Financial|Operating|Technology|Technical|Marketing|Commercial|Product|Information|People|Revenue|Strategy|Data|Science|Scientific|Legal|Sustainability|Medical|Customer|Growth|Digital|Innovation)(?:\sOfficer)?"
    r"|Chief\s(?:Scientist|Engineer|Architect|Designer)|(?:Executive\s|Senior\s|Group\s)?Vice\sPresident(?:\sof\s[A-Z]\w+)?|(?:Non-Executive\s|Executive\s|Interim\s)?(?:Chairman|Chairwoman|Chair|President)"
    r"|(?:Managing|Finance|Sales|Commercial|Technical|Executive|Non-Executive|Creative|Delivery|Marketing|Operations)\sDirector|(?:Co-)?[Ff]ounder|General\s(?:Manager|Counsel)|Head\sof\s[A-Z]\w+(?:\s(?:and\s)?[A-Z]\w+)?)\b",
)  # fmt: skip
_AFTER_PERSON = re.compile(
    r"^(?:,?\s(?:who|aged|the\s(?:founder|chief|company['’]s|group['’]s|firm['’]s))\b|,\s(?:its|the|a|our)?\s?(?:chief|head|founder|co-founder|president|director|managing|vice|CEO|CFO|CTO|COO|finance|sales|chair)|\s\(\w+)"
)
_BEFORE_PERSON = re.compile(
    r"(?:\b(?:named|appointed|appoints|names|hired|hires|promoted|promotes|succeeded\sby|replaced\sby|replaces|succeeds|led\sby|said|says|by|welcomes?|poached|taps|tapped|elevates|with)\s|\b(?:Mr|Ms|Mrs|Dr|Sir|Dame|Prof(?:essor)?|Lord|Lady)\.?\s)$"
)
_TITLE_BEFORE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Sir|Dame|Prof(?:essor)?|Lord|Lady)\.?\s$")
_PERSON_VERB = re.compile(
    r"^\s(?:will\s(?:join|lead|head|succeed|replace|become|step|leave|retire|take)|has\s(?:left|resigned|joined|stepped)|stepp(?:ed|ing)|resign(?:s|ed)|retire[sd]?|joins\sas|was\s(?:named|appointed|removed|fired|dismissed)|is\s(?:leaving|retiring|stepping)|takes\sover|comes\sfrom|to\s(?:head|lead|step|retire|leave|succeed))\b"
)
_LAW = re.compile(
    r"\b(?:[A-Z][\w’-]+\s){1,5}(?:Act|Directive|Regulation|Law|Code)\b(?:\s(?:19|20)\d\d)?"
)
_PRODUCT_SIGN = re.compile(
    r"^(?:[A-Z][\w-]*\s)*(?:[A-Z]*[a-z]*\d[\w.]*|\d+(?:\.\d+)*|Pro|Max|Ultra|Mini|Plus|EV|XL)$"
)
_LAUNCH_BEFORE = re.compile(
    r"\b(?:launch(?:e[sd]|ing)?|unveil(?:s|ed|ing)?|introduc(?:e|es|ed|ing)|releas(?:e|es|ed|ing)|ship(?:s|ped|ping)?|called|named|dubbed|discontinu(?:e|es|ed|ing)|retir(?:e|es|ed|ing)|recall(?:s|ed|ing)?|of|for|the|its|new|our|on|in)\s(?:the\s|its\s|a\s|new\s)*$"
)
_NO_NAME = re.compile(
    r"^(?:Series [A-H]|Form [\w-]+|[A-D][+-]|[A-Z]{2,}, |Go-live|Christmas|Easter|Board of .*|Risk Factors|Class [AB]|Interviewer|Phase \w+)$"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_DESCRIBED = re.compile(r"([\w-]+)\s$")
_VERB_AFTER = re.compile(r"^(?:['’]s?)?,?\s([a-z]+)")
_CAMEL = re.compile(r"[a-z][A-Z]|^[A-Z]{3,}$")


@lru_cache(maxsize=1)
def _place_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, places('en')))})(?![\w-])")


def find(text: str, title_end: int, known: list[Entity]) -> list[Entity]:
    """Return unregistered names in *text*, whose title ends at *title_end*."""
    found = [Entity(m.start(), m.end(), "ROLE", rank=40) for m in _ROLE.finditer(text)]
    found += [
        Entity(m.start(), m.end(), "LAW", rank=60, confidence=0.8) for m in _LAW.finditer(text)
    ]
    found += [
        Entity(m.start(), m.end(), "PLACE", m[0], rank=30, confidence=0.9)
        for m in _place_pattern().finditer(text)
    ]
    named = _sequences(text, title_end, found + known)
    found += named
    return found + _short_forms(text, named, found + known)


def is_title_case(title: str) -> bool:
    """Say whether a headline capitalises nearly every word, so that capitals mean nothing."""
    longer = [word for word in re.findall(r"[A-Za-z][\w'’-]*", title) if len(word) > 3]
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)


def _sequences(text: str, title_end: int, beside: list[Entity]) -> list[Entity]:
    spans = {place for one in beside for place in range(one.start, one.end) if one.label != "PLACE"}
    roles = [one for one in beside if one.label == "ROLE"]
    role_ends, role_starts = {r.end for r in roles}, {r.start for r in roles}
    place_names = {(one.start, one.end) for one in beside if one.label == "PLACE"}
    weak_title = is_title_case(text[:title_end])
    counts = Counter(match[0] for match in _SEQUENCE.finditer(text))
    lower_words = set(re.findall(r"\b[a-z]{3,}\b", text))
    found: list[Entity] = []
    for match in _SEQUENCE.finditer(text):
        for start, end in _parts(text, match.start(), match.end(), spans):
            if (start, end) in place_names:
                continue
            weak = weak_title and start < title_end
            one = _judge(text, start, end, role_ends, role_starts, counts, lower_words, weak)
            if one is not None:
                found.append(one)
    return found


def _parts(text: str, start: int, end: int, taken: set[int]) -> list[tuple[int, int]]:
    """Trim a capitalised sequence of words that belong to no name; cut it at spans already named."""
    pieces: list[tuple[int, int]] = []
    begin: int | None = None
    last = start
    for word in re.finditer(r"\S+", text[start:end]):
        left, right = start + word.start(), start + word.end()
        if left in taken:
            if begin is not None:
                pieces.append((begin, last))
            begin = None
            continue
        begin = left if begin is None else begin
        last = right
        if _POSSESSIVE.search(word[0]):
            pieces.append((begin, last))
            begin = None
    if begin is not None:
        pieces.append((begin, last))
    return [trimmed for piece in pieces if (trimmed := _trim(text, *piece))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    common = common_english()
    while True:
        surface = text[start:end]
        possessive = _POSSESSIVE.search(surface)
        if possessive:
            end -= len(possessive[0])
            continue
        head, _, rest = surface.partition(" ")
        low = head.rstrip(".").lower()
        if (
            rest
            and (low in common or low in word_set("en", "titles"))
            and not _kept_head(head, rest)
        ):
            start += len(head) + 1
            continue
        words = surface.split(" ")
        if len(words) > 1 and (
            words[-1].lower() in {"of", "the", "and", "&", "de"}
            or words[-1].lower() in word_set("en", "never_last")
        ):
            end -= len(words[-1]) + 1
            continue
        break
    surface = text[start:end].rstrip(",")
    if not surface.endswith(_DOTTED):
        surface = surface.rstrip(".")
    return (start, start + len(surface)) if len(surface) > 1 else None


_DOTTED = (" Inc.", " Ltd.", " Corp.", " Co.", "S.A.", "N.V.", "B.V.", "S.p.A.", "U.S.", "U.K.")


def _kept_head(head: str, rest: str) -> bool:
    """A common word stays when it begins a body's or company's name: General Motors, City of Ely."""
    if rest.startswith("of "):
        return head in word_set("en", "bodies")
    words = rest.split(" ")
    return (
        len(words) == 1
        and rest in word_set("en", "org_suffixes")
        and head.lower() not in word_set("en", "never_first")
    )


def _judge(
    text: str, start: int, end: int, role_ends: set[int], role_starts: set[int],
    counts: Counter[str], lower_words: set[str], weak: bool,
) -> Entity | None:  # fmt: skip
    """Return what the capitalised words at *start* to *end* name, or None."""
    surface = text[start:end]
    if _names_nothing(surface):
        return None
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    label, rank, confidence = _by_form(surface, before, after, role_before=start - 1 in role_ends)
    if label is not None:
        return Entity(start, end, label, surface, rank=rank, confidence=confidence)
    if counts[surface] == 1 and _is_site(surface, before, after):
        return Entity(start, end, "PLACE", surface, rank=35, confidence=0.6)
    score = _company_score(text, start, surface, before, after, counts, lower_words) - 2 * weak
    if score < 1:
        return None
    return Entity(start, end, "ORG", surface, rank=42, confidence=min(0.9, 0.4 + 0.1 * score))


def _names_nothing(surface: str) -> bool:
    return (
        surface.lower() in common_english()
        or surface in word_set("en", "acronyms")
        or surface.isdigit()
        or _NO_NAME.match(surface) is not None
        or surface.split(" ", maxsplit=1)[0] in word_set("en", "technologies")
    )


def _by_form(  # noqa: PLR0911 - one return per label, in the order they are tried
    surface: str, before: str, after: str, *, role_before: bool
) -> tuple[Label | None, int, float]:
    """Return label, rank and confidence where the words' own form tells them; else no label."""
    words = surface.split(" ")
    suffixes = word_set("en", "org_suffixes")
    last = words[-1].rstrip(".")
    suffix = (
        words[-1] in suffixes or last in suffixes or (last.isupper() and last.title() in suffixes)
    )
    if surface in word_set("en", "plan_names"):
        return "PRODUCT", 45, 0.6
    if _is_person(words, before, after, role_before, suffix):
        return "PERSON", 52, 0.85
    if len(words) > 1 and suffix:
        return "ORG", 55, 0.9
    if len(words) > 1 and any(word in word_set("en", "bodies") for word in words):
        return "ORG", 50, 0.8
    if len(words) > 1 and _PRODUCT_SIGN.match(surface):
        return "PRODUCT", 45, 0.7
    if _OWNED.search(before) and _THING_AFTER.match(after):
        return "PRODUCT", 45, 0.6
    return None, 0, 0.0


# "its new Halo soundbar": a name between an owner's pronoun and a thing is a product's.
_OWNED = re.compile(
    r"\b(?:its|their|our|his|her)\s(?:own\s|new\s|first\s|latest\s|popular\s|flagship\s)*$"
)
_THING_AFTER = re.compile(
    r"^\s(?!(?:plants?|offices?|factory|sites?|stores?|unit|subsidiary|works|brand|business|division|and|in|for|to|with|at|on)\b)[a-z]+"
)
_SITE_BEFORE = re.compile(r"\b(?:in|near|outside|around|to|from)\s$")
_SITE_AFTER = re.compile(r"^(?:[,.;]|\s(?:on|in|to|by|will|and|next|from)\b|$)")
_SITE_WORDS = re.compile(
    r"\b(?:plants?|factory|office|site|works|store|shop|centre|center|hub|based|fair|conference|near"
    r"|outside|built|open\w*|moved|headquarters)\b"
)


def _is_site(surface: str, before: str, after: str) -> bool:
    """Say whether one word after "in" or "near" is a town: a site, a fair or a factory is told of."""
    return (
        " " not in surface
        and not _CAMEL.search(surface)
        and _SITE_BEFORE.search(before) is not None
        and _SITE_AFTER.match(after) is not None
        and _SITE_WORDS.search(before + after) is not None
        and not _company_like(before, after)
    )


def _is_person(words: list[str], before: str, after: str, role_before: bool, suffix: bool) -> bool:
    if _TITLE_BEFORE.search(before):
        return True
    if not 2 <= len(words) <= 4 or (
        suffix and words[0].lower() not in word_set("en", "first_names")
    ):
        return False
    if any(char.isdigit() for word in words for char in word) or "of" in words:
        return False
    if words[0].lower().split("-")[0] in word_set("en", "first_names") and words[
        -1
    ] not in word_set("en", "org_suffixes"):
        return True
    return (
        role_before or bool(_AFTER_PERSON.match(after)) or bool(_PERSON_VERB.match(after))
    ) and not (set(words) & word_set("en", "org_suffixes"))


def _company_like(before: str, after: str) -> bool:
    described = _DESCRIBED.search(before)
    if described and described[1].lower() in word_set("en", "descriptors"):
        return True
    verb = _VERB_AFTER.match(after)
    return after.startswith(("'s", "’s")) or bool(
        verb and verb[1] in word_set("en", "company_verbs")
    )


def _company_score(
    text: str, start: int, surface: str, before: str, after: str,
    counts: Counter[str], lower_words: set[str],
) -> int:  # fmt: skip
    """Add up what speaks for a company: at 1 it is taken for one."""
    initial = not before.strip(" \"'“‘(") or text[:start].rstrip(" \"'“‘(—-")[-1:] in ".!?\n:|"
    score = 0 if initial and " " not in surface else 1
    if initial and surface.lower() in lower_words:
        score -= 1
    if _company_like(before, after):
        score += 1
    if counts[surface] > 1:
        score += 1
    if _CAMEL.search(surface):
        score += 1
    return score


def _short_forms(text: str, named: list[Entity], known: list[Entity]) -> list[Entity]:
    """Find "Tollgate" after "Tollgate Motors", "Mr Feldt" after "Marcus Feldt"."""
    forms: dict[str, tuple[Label, str, str | None]] = {}
    for one in sorted([*named, *known], key=lambda e: -e.rank):
        words = one.name.split(" ")
        if one.label == "ORG" and len(words) > 1 and len(words[0]) > 2:
            if words[0].lower() not in common_english() and words[0] not in places("en"):
                forms.setdefault(words[0], ("ORG", one.name, one.entity))
            if len(words) > 2:
                forms.setdefault(" ".join(words[:2]), ("ORG", one.name, one.entity))
        elif one.label == "PERSON" and len(words) > 1 and len(words[-1]) > 2:
            if any(o.label == "ORG" and o.name == words[-1] and o.start < one.start for o in named):
                continue  # the founder bears the company's name
            forms.setdefault(words[-1], ("PERSON", one.name, one.entity))
    for one in named:  # every further occurrence of a name found once
        if one.label in {"ORG", "PERSON", "PRODUCT"}:
            forms.setdefault(one.name, (one.label, one.name, one.entity))
    if not forms:
        return []
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
    return [
        Entity(
            m.start(),
            m.end(),
            label,
            name,
            entity,
            rank=50 if label == "ORG" else 51,
            confidence=0.75,
        )
        for m in pattern.finditer(text)
        for label, name, entity in [forms[m[0]]]
    ]
