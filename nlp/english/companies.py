"""Companies in English text: legal names, names the world knows, and what the trained model sees."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from nlp.english.runs import plain_words
from nlp.english.tickers import traded
from nlp.entities import DOUBTFUL, Entity
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import Guess, known_small
from nlp.names.phrases import Phrase
from text.begins import found_at, holds_one, places_of_words

_LEGAL = re.compile(
    r"(?<=[\w’'&.]) ?,? (?:(?:Inc|INC|Corp|CORP|Ltd|LTD)\b(?: ?\.(?! ?[A-Z][a-z]+ [a-z]))?"
    r"|(?:Corporation|CORPORATION|Limited|LIMITED|LLC|LLP|plc|PLC|GmbH|AG|SE|SpA|Oyj|ASA|Holdings|Bancorp|Bhd|A/S)\b|(?:S\.A\.|S\.p\.A\.|N\.V\.|B\.V\.|K\.K\.)(?!\w))"
)
_LEGAL_WORDS = (
    "Inc", "INC", "Corp", "CORP", "Ltd", "LTD", "Limited", "LIMITED", "LLC", "LLP", "plc", "PLC", "GmbH", "AG", "SE",
    "S.A.", "SpA", "S.p.A.", "N.V.", "B.V.", "Oyj", "ASA", "Holdings", "Bancorp", "Bhd", "A/S", "K.K.",
)  # fmt: skip
_HEAD = re.compile(r"(?:[A-Z0-9][\w’'&.-]*[ ](?:(?:&|and|of|de)[ ])?){0,5}[A-Z0-9][\w’'&.-]*$")
# A word with a stop ends the sentence before a name, where it is no letter and no St. or Mt.
_ENDED = re.compile(r"[\w’'&-]{3,}\. (?=[A-Z0-9])")
_DETERMINED = re.compile(
    r"\b(?:the|any|each|such|all|this|an?|no|every|its|their|our|your|his|her|my|these|those|other|another|some)\s$",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"\(\s?(?:the\s)?[\"“”]\s?(?:the\s)?(?P<name>[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,3})\s?[\"“”]\s?\)"
)
# A loan agreement: there "Bank" is one of its parties, and names it like a name.
_CONTRACT = re.compile(
    r"\b(?:B(?:orrower|ORROWER)|L(?:ender|ENDER)|Loan Documents?|Obligations|Collateral|Credit Extensions?|hereunder|hereof|hereby)\b"
)
_CONTRACT_WORDS = (
    "orrower", "ORROWER", "ender", "ENDER", "Loan Document", "Obligations", "Collateral", "Credit Extension",
    "hereunder", "hereof", "hereby",
)  # fmt: skip
_BANK = re.compile(r"(?<![\w’'-])(?:Bank|BANK)(?![\w-])")
_WORD_BEFORE = re.compile(r"([A-Z][\w’'-]*)\s(?:['’]\s?s\s)?$")
_CAMEL = re.compile(r"[a-z][A-Z]|^[A-Z]{2,6}$")
_COMPANY_AFTER = re.compile(
    r"^(?:['’]s\b|\s(?:said|says|has|announced|announces|will|plans|raised|cut|posted|reported|agreed|is|was|and|shares|employees|executives|stores?)\b|\s?[,.)])"
)
_BRIEF = 600
_GENITIVE = re.compile(r"\s?['’]\s?s$")
_OUTSIDE = " ,.;:-–—&'’“”\"()"
# A model or a version after the company's name: a product. "Toyota Corolla" is left to the model.
_MODEL_AFTER = re.compile(r"^\s(?:[A-Z]*\d[\w-]*)")
# So sure the model must be of a company in a text without a headline that is about no business; tried 3 to 12 on texts left out.
_UNTITLED = 12.0
# Margins the names of the model need: the best on a fifth of the marked texts, left out, and even halves (29 Nov 2026).
_LEAST, _DETERMINED_LEAST, _ODD_LEAST, _PLAIN_LEAST = 0.5, 5.0, 7.0, 2.0
# Fewer words than these in a text that speaks of no business: the model is asked for more.
_BUSINESS = re.compile(
    r"(?:compan(?:y|ies)|business|group|firm|customers?|clients?|revenue|sales|profits?|shares?|stake|acqui\w+|invest\w+|fund\w*|launch\w*|products?|market\w*|suppl\w+|contracts?|plants?|factory|stores?|brand|board|chief|CEO|executive"
    r"|director|employees|staff|jobs|workers|price\w*|million|billion|quarter\w*|orders?|partner\w*|vendor|software|platform|service\w*|retail\w*|bank\w*|insur\w+|industr\w+|manufactur\w+|announce[sd]|agreed|deal|plan[s]?|subscri\w+|users?|licen[cs]\w+|plc|inc|corp|ltd|llc|gmbh|takeovers?|merge[rd]s?|rivals?|makers?|dlrs)",
    re.IGNORECASE,
)


_WORD = re.compile(r"\w+")
_ROMAN = re.compile(r"[IVX]+")


def companies(
    text: str, guesses: Sequence[Guess], listed: Sequence[Phrase], title_end: int
) -> list[Entity]:
    """Return the companies that *text* names, from the model's *guesses* and the *listed* phrases."""
    found = [*_legal_names(text), *_known(text, listed, guesses), *traded(text, title_end)]
    found += _banks(text, found)
    firm = [(one.start, one.end) for one in found]
    business = is_business(text, title_end)
    more = 0.0 if business else 4.0
    for guess in guesses:
        if guess.label == "ORG" and not any(s < guess.end and guess.start < e for s, e in firm):
            one = _of_guess(text, guess, more)
            if one is not None:
                sure = business or title_end > 0 or guess.margin >= _UNTITLED
                found.append(one if sure else one._replace(confidence=DOUBTFUL))
    return [*found, *_defined(text, found), *_bought(text, found, guesses)]


def _banks(text: str, found: Sequence[Entity]) -> Iterator[Entity]:
    """Yield "Bank" where a contract's party is called so: Bank may, the Bank shall, BORROWER AND BANK."""
    if not is_contract(text):
        return
    for match in _BANK.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - 30), match.start())
        part = before is not None and before[1].lower() not in _not_names()
        if not part and not any(one.start <= match.start() < one.end for one in found):
            yield Entity(match.start(), match.end(), "ORG", match[0], rank=58, confidence=0.8)


@lru_cache(maxsize=2)
def is_contract(text: str) -> bool:
    """Say whether *text* is a loan agreement or a part of one."""
    return holds_one(text, _CONTRACT_WORDS) and _CONTRACT.search(text) is not None


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    return word_set("en", "contract_terms") | common_english() | {"and", "all", "each", "owes"}


def terms_only(name: str) -> bool:
    """Say whether a name is made of what contracts write with capitals: Permitted Liens, Borrower."""
    return all(word.lower() in _not_names() for word in re.findall(r"[^\W_]+", name))


@lru_cache(maxsize=4)
def is_business(text: str, title_end: int) -> bool:
    """Say whether *text* speaks of business: a brief with a headline, or a word in every 300 characters."""
    if title_end and len(text) < _BRIEF:
        return True
    needed = max(1, min(len(text) // 300, 6))
    words = filter(_of_business, map(itemgetter(0), _WORD.finditer(text)))
    return next(islice(words, needed - 1, None), None) is not None


@lru_cache(maxsize=20_000)  # the pattern is dear, words come again
def _of_business(word: str) -> bool:
    return _BUSINESS.fullmatch(word) is not None


def _legal_names(text: str) -> Iterator[Entity]:
    forms = places_of_words(text, _LEGAL_WORDS)
    before = sorted({max(0, place - by) for place in forms for by in (1, 2, 3)})
    for match in found_at(_LEGAL, text, before):
        head = _HEAD.search(
            text, max(0, match.start() - 70, text.rfind("\n", 0, match.start()) + 1), match.start()
        )
        if head is None:
            continue
        start = head.start()
        ended = [hit.end() for hit in _ENDED.finditer(head[0])]
        start += ended[-1] if ended else 0
        for word in text[start : match.start()].split(" ")[:-1]:
            if word.lower() not in common_english():
                break
            start += len(word) + 1
        name = text[start : match.end()]
        if text[start : match.start()].lower() not in common_english():
            yield Entity(start, match.end(), "ORG", name, rank=60, confidence=0.95)


def _known(text: str, listed: Sequence[Phrase], guesses: Sequence[Guess]) -> Iterator[Entity]:
    for one in listed:
        if one.kind not in {"known", "maybe"}:
            continue
        inside = next((g for g in guesses if g.start <= one.start and one.end <= g.end), None)
        longer = inside is not None and (inside.end - inside.start > one.end - one.start)
        if longer:
            continue  # the model sees a longer name: Apple Valley, Ford Prefect
        rest = text[one.end : one.end + 14]
        model = _MODEL_AFTER.match(rest)
        if model:
            end = one.end + model.end()
            yield Entity(one.start, end, "PRODUCT", text[one.start : end], rank=57, confidence=0.6)
            continue
        if one.kind == "maybe":
            seen = inside is not None and inside.label == "ORG" and inside.margin > 3
            if not seen and not (
                _COMPANY_AFTER.match(rest)
                and text[one.start - 2 : one.start - 1] not in {".", "!", "?", ""}
            ):
                continue
        yield Entity(
            one.start, one.end, "ORG", text[one.start : one.end], rank=55,
            confidence=0.85 if one.kind == "known" else 0.7,
        )  # fmt: skip


def _of_guess(text: str, guess: Guess, more: float) -> Entity | None:
    """Judge a name that only the model sees; *more*: how much surer it must be here."""
    start, end = guess.start, guess.end
    while start < end and text[start] in _OUTSIDE:
        start += 1
    while (
        end > start
        and text[end - 1] in _OUTSIDE
        and not text[start:end].endswith(("S.A.", "Inc.", "Co."))
    ):
        end -= 1
    genitive = _GENITIVE.search(text, start, end)
    if genitive:
        end = genitive.start()
    start = _first_capital(text, start, end)
    name = text[start:end]
    if (
        len(name) < 2
        or terms_only(name)
        or name.lower() in common_english()
        or name in word_set("en", "acronyms")
    ):
        return None
    if (
        _shouted(name)
        or name in word_set("en", "technologies")
        or name in place_set("en")
        or name.isdigit()
        or _ROMAN.fullmatch(name)
    ):
        return None
    if guess.margin < _needed(text, start, name, more):
        return None
    return Entity(
        start, end, "ORG", name, rank=54, confidence=round(min(0.92, 0.6 + guess.margin / 60), 2)
    )


def _needed(text: str, start: int, name: str, more: float) -> float:
    """Return the margin that a name needs: least with a company's ending, more for a plain word or behind "the"."""
    last = name.rsplit(" ", maxsplit=1)[-1]
    if " " in name and (last in word_set("en", "org_suffixes") or last in word_set("en", "bodies")):
        return _LEAST
    needed = _LEAST + more
    if _DETERMINED.search(text, max(0, start - 9), start) and not _CAMEL.search(name):
        needed = max(needed, _DETERMINED_LEAST + more)
    if name.isupper() and len(name) > 6:
        needed += _ODD_LEAST
    if " " not in name and name.lower() in known_small():
        needed = max(needed, _PLAIN_LEAST)
    return needed


def _first_capital(text: str, start: int, end: int) -> int:
    """Return where a name begins that the model began with small words: like | Dora, to | Nick."""
    while text[start : start + 1].islower():
        word, blank, _rest = text[start:end].partition(" ")
        if not blank or not word.islower():
            break
        start += len(word) + 1
    return start


def _shouted(name: str) -> bool:
    """Say whether a name is a plain word of a headline in capitals: BUYS, SELLS."""
    return name.isupper() and len(name) > 3 and name.lower() in known_small()


def _defined(text: str, found: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the short name that a contract gives a company: Harbor State Bank ("Bank")."""
    for match in _DEFINED.finditer(text):
        for one in found:
            if terms_only(match["name"]):
                break
            if 0 <= match.start() - one.end <= 60 and "\n" not in text[one.end : match.start()]:
                yield Entity(*match.span("name"), "ORG", one.name, rank=59, confidence=0.9)
                break


# A guess of a place below this is none (nlp/english/names.py), and hides no company either.
SURE_PLACE = 6.0
# What is bought whole is a company: "has bought Sandholt"; so is who is told to be one: "Sandholt, a maker of kettles,".
_BUYS = r"\b(?:bought|buys?|buying|acquir(?:e|es|ed|ing)|takeover of|takes? over|took over|taken over|(?:stake|shareholding|shares) in|merge[sd]? with|merger with|control of|bid for)\s"
_BOUGHT = re.compile(rf"{_BUYS}$", re.IGNORECASE)
_BOUGHT_BEFORE = re.compile(rf"{_BUYS}(?=[A-Z])")
_APPOSED = re.compile(r",\s(?:an?|the)\s((?:[\w-]+\s){0,4}[\w-]+)")


_STRANGE = re.compile(r"(?<= )[A-Z][a-z]{3,}(?! [A-Z]|[\w’'-])")


def _bought(text: str, found: Sequence[Entity], guesses: Sequence[Guess]) -> Iterator[Entity]:
    """Yield words that no text writes small where what is bought stands, whatever else the model takes them for: a 12% stake in Tillworks."""
    spans = [(one.start, one.end) for one in found]
    spans += [(one.start, one.end) for one in guesses if one.label == "PERSON"]
    taken = {place for span in spans for place in range(*span)}
    for hit in _BOUGHT_BEFORE.finditer(text):
        name = _STRANGE.match(text, hit.end())
        if name is None or hit.end() in taken or name[0].lower() in plain_words():
            continue
        if name[0] not in place_set("en") and not terms_only(name[0]):
            yield Entity(*name.span(), "ORG", name[0], rank=43, confidence=0.6)


def is_told(text: str, start: int, end: int) -> bool:
    """Say whether a name is that of a company, whatever it looks like, as it is bought, or told to be a maker of something."""
    if _BOUGHT.search(text, max(0, start - 18), start):
        return True
    apposed = _APPOSED.match(text, end)
    return apposed is not None and not word_set("en", "descriptors").isdisjoint(
        apposed[1].lower().split()
    )
