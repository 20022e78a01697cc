"""Whether an English trigger reports a move, and with which status (MOVES.md rules 2 to 4).

Asked in this order: is it denied, is it no report at all, is it told by rumour, what do the verb
group, adverbs and dates say. The words are data (``nlp/frames/_status.yaml``).
"""

import re

from nlp.clauses import clause_of
from nlp.english.asides import no_company
from nlp.english.days import TO, day_to_come, old_date, takes_effect, told_aside
from nlp.english.denial import denied
from nlp.english.economy import economy
from nlp.english.outsiders import guessed
from nlp.english.papers import of_papers
from nlp.frames.compiling import PLAIN, CompiledRule, pattern
from nlp.framing import framed
from nlp.inflection import VerbForm, is_past
from nlp.reading import Reading, Sentence
from nlp.said import says_it
from nlp.status import Markers, Verdict, markers
from schemas.kinds import MoveKind

# A headline's hedge or denial covers the first sentences under it; later ones speak for themselves.
_UNDER_TITLE = 3
_CLAUSE = re.compile(r"[;:,–—]|\s-\s|\b(?:and|but|while|after|before|although|though)\b")
# "The pact between A and B was ended": names are joined by "and", too.
_SENTENCE_PART = re.compile(r"[;:,–—]|\s-\s|\b(?:but|while|although|though)\b")
# What takes effect on a day: with a day to come it is announced, whatever the tense.
_EFFECTIVE: frozenset[MoveKind] = frozenset(
    ["appointment", "departure", "price-increase", "price-decrease", "packaging-change", "promotion", "product-launch",
     "product-retirement", "market-exit", "expansion"]
)  # fmt: skip
# What somebody is asked and answers is told by the two together.
_ANSWERS = re.compile(r"[\"“„—–-]|\W*(?:no|yes|nope|not|it|they|we|that['’]s)\b", re.IGNORECASE)
# "Somebody should buy it": advice on what companies decide.
_ADVISED: frozenset[MoveKind] = frozenset(
    ["acquisition", "divestiture", "investment", "price-increase", "price-decrease", "market-exit", "layoffs", "partnership"]
)  # fmt: skip
# Figures and opinions are done once they are told.
_TOLD: frozenset[MoveKind] = frozenset({"results", "guidance", "customer-review"})
# Past verbs that state a plan: what they govern is still to come.
# Where no frame fires, a figure is a result, an outlook or a payout only beside a word for one.
_FIGURE = r"\b(?:<figure>|earn(?:s|ed|ings)?|profits?|loss(?:es)?|lost|net|revenues?|sales|turnover|in the (?:red|black)|break-?even|broke even|made|sold|delivered|shipped|carried|booked|took in|cups|copies|boxes|bottles|EBIT\\w*|margins?|results?|shr|qtr|quarter\\w*|half[- ]year|accounts|revs?|EPS|ARPU|vs|deposits|premiums|bookings|handed over|subscribers?|users?|members|customers|orders?|deliver(?:y|ies)|units|visitors|passengers|guests|record|best (?:\w+ )?(?:month|quarter|year))\b"
# Goods and papers that are bought by the tonne and the issue: no company is.
_GOODS = re.compile(
    r"\b(?:tonnes?|tons|bushels|barrels|bales|ounces|wheat|maize|corn|rice|soybeans?|rapeseed|barley|grain|sugar|coffee|cocoa|cotton|beef|pork|butter|crude|gold|copper|treasur(?:y|ies)|bills?|bonds?|eurobonds?|gilts?|warrants?|debentures?|notes?|securities|currenc(?:y|ies)|dollars|yen|marks|sterling|repos?|repurchase agreements|(?:stock|share|underwritten|public) offerings?|offerings? of)\b",
    re.IGNORECASE,
)
_WHOLLY: frozenset[MoveKind] = frozenset({"acquisition", "divestiture", "investment"})
_WHOLE = pattern(
    r"{ORG}.*{ORG}|<firm>|<unit>|\b(?:merge\w*|take-?overs?|bid for|stakes?|assets|majority|subsidiar\w+)\b",
    "en",
)
_CORE: dict[MoveKind, re.Pattern[str]] = {
    "investment": pattern(r"\b(?:stakes?|shares?|shareholding|holdings?|interest|invest\w*|rounds?|funds?|back(?:s|ed|ing)?|capital|capex|spend\w*|put(?:s|ting)?|pour\w*|cheque|check|bet|bets|slice|part|subscri\w+|budget|programme|program|{MONEY})\b|{MONEY}|{ORG}.*{ORG}", "en"),
    "results": pattern(_FIGURE, "en"),
    "guidance": pattern(_FIGURE + r"|\b(?:outlook|guid\w+|forecasts?|targets?|expects?|expected|sees?|projects?|reckons?|aims?|view|promised?|pencilled|budget|goal)\b", "en"),
    "capital-return": pattern(r"\b(?:dividends?|div|payouts?|pay(?:s|ing)? out|buy-?backs?|b(?:uy|ought|uying) back|buy in|repurchas\w+|own (?:shares|stock)|splits?|bonus (?:shares|issue)|redeem\w*|return\w*|hand\w* back|distribut\w+|one share|for each|stock)\b", "en"),
}  # fmt: skip
# What countries and harvests have as well: figures, outlooks, prices, jobs, loans.
_MEASURED: frozenset[MoveKind] = frozenset(
    ["results", "guidance", "capital-return", "price-increase", "price-decrease", "funding", "distress", "layoffs", "hiring", "investment", "acquisition"]
)  # fmt: skip
_STATES = frozenset(
    ["announced", "proposed", "planned", "agreed", "approved", "declared", "recommended", "expected", "scheduled", "unveiled", "pledged", "promised", "said", "told", "considered", "asked", "wanted", "decided", "resolved", "voted", "committed", "concluded", "confirmed", "revealed", "outlined", "presented", "filed"]
)  # fmt: skip
# In these kinds the act is what goes on: "is recalling", "is hiring", "is offering".
_GOES_ON: frozenset[MoveKind] = frozenset({"incident", "promotion", "hiring"})
_IS = re.compile(r"\b(?:is|are)\b(?: (?:\w+ly|now|also|again|currently))* $")
# A profile, an author's line (MOVES.md rule 4): "has been chief executive since 2021", "founded by X, the former finance chief of Y".
_HELD = re.compile(
    r"(?<!who )(?<!which )\b(?:ha(?:s|ve)|['’](?:s|ve)) (?:been|served|led|run|headed|held)\b[^;]{0,80}?\bsince (?:\w+ )?(?P<year>(?:19|20)\d\d)\b"
)
_FOUNDED = re.compile(
    r"\b(?:founded|co-founded|started|set up|built|created|run|owned|backed)\b(?:(?! by )[^;]){0,60} by [^;]{0,80}?\b(?:former(?:ly)?|previously|once|ex-)\b"
)
_LOOKS = re.compile(r"\b(?:looking (?:at|to|into)|studying|examining|evaluating)\b")
# Before a noun these say nothing of what is to come: "to 9 pence", "is a member".
_BARE = frozenset(
    ["to", "is", "are", "be", "is the", "are the", "is a", "is an", "to the", "to a", "to its", "is its"]
)  # fmt: skip


def judge(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    """Judge the trigger at *start* to *end* of *sentence* (offsets within the sentence)."""
    governed = framed(reading, sentence, rule.kind, start, end)
    if governed is None and (guess := guessed(reading, sentence, rule.kind, start, end)):
        governed = Verdict(None, "outsider", guess, sure=True)
    return governed or _judged(reading, sentence, rule, start, end)


def _judged(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    words = markers("en")
    if nobody := _nobodys(reading, sentence, rule, (start, end)):
        return nobody
    left = sentence.masked[max(0, start - words.left_reach) : start]
    forms = rule.verb_forms.get(sentence.masked[start:end].lower().partition(" ")[0])
    around = _around(sentence.masked, start, end, _CLAUSE if forms else _SENTENCE_PART)
    if denial := denied(reading, sentence, rule.kind, (start, end), (left, around)):
        return Verdict("denied", "denied", denial)
    if aside := _set_aside(reading, sentence, rule, words, left, (start, end)):
        return aside
    if rumour := _rumoured(reading, sentence, words, rule):
        return rumour
    if rule.fixed or rule.kind in _TOLD:
        told = "done" if rule.kind in _TOLD else rule.default_status
        return Verdict(rule.status or told, "rule", sure=rule.fixed and rule.weight >= PLAIN)
    return _by_tense(reading, sentence, rule, words, (start, end))


def _nobodys(
    reading: Reading, sentence: Sentence, rule: CompiledRule, span: tuple[int, int]
) -> Verdict | None:
    """Set aside figures of an economy, and those that no word calls a result, an outlook or a payout."""
    if rule.kind in _MEASURED and (whole := economy(reading)):
        return Verdict(None, "economy", whole)
    alone = rule.rule_id == "words"
    if papers := of_papers(reading, sentence, rule.kind, None if alone else span):
        return Verdict(None, "papers", papers)
    if alone and not _said(reading, sentence, rule.kind):
        return Verdict(None, "unsaid", sentence.raw)
    return None


def _said(reading: Reading, sentence: Sentence, kind: MoveKind) -> bool:
    """Say whether, where no frame fires, a word near says of what the figure, the payout or the purchase is."""
    if kind in _WHOLLY:
        told = _WHOLE.search(sentence.masked) is not None or not _GOODS.search(sentence.masked)
    else:
        core = _CORE.get(kind)
        near = reading.sentences[max(0, sentence.number - 1) : sentence.number + 2]
        told = core is None or any(core.search(one.masked) for one in near)
    return told and says_it(reading, sentence, kind)


def _set_aside(
    reading: Reading, sentence: Sentence, rule: CompiledRule, words: Markers, left: str, span: tuple[int, int]
) -> Verdict | None:  # fmt: skip
    start, end = span
    following = reading.sentences[sentence.number + 1 : sentence.number + 2]
    answered = any(_ANSWERS.match(one.raw) for one in following)
    if words.search("question", sentence.raw) and not answered:
        return Verdict(None, "question", sentence.raw[-20:])
    if hit := words.search("negated_left", left):
        return Verdict(None, "negated", hit[0])
    for hit in words.hits("hypothetical", sentence.masked):
        if not told_aside(sentence, hit.start(), start):
            return Verdict(None, "hypothetical", hit[0])
    if rule.kind in _ADVISED and (advice := words.search("advised_left", left)):
        return Verdict(None, "hypothetical", advice[0])
    if other := no_company(sentence, rule, clause_of(rule, sentence.masked, start, end)):
        return Verdict(None, "no company", other)
    behind = old_date(reading, sentence, start) or _held(reading, sentence, rule)
    return Verdict(None, "background", behind) if behind else None


def _held(reading: Reading, sentence: Sentence, rule: CompiledRule) -> str:
    """Return the words that say that somebody has held a post for long, or held one elsewhere, where no frame saw an appointment."""
    if rule.kind != "appointment" or rule.rule_id != "words":
        return ""
    if former := _FOUNDED.search(sentence.raw):
        return former[0]
    since = _HELD.search(sentence.raw)
    return since[0] if since and since["year"] < (reading.published or "")[:4] else ""


def _rumoured(
    reading: Reading, sentence: Sentence, words: Markers, rule: CompiledRule
) -> Verdict | None:
    """Say whether the sentence, the headline over it or a refusal to comment marks a rumour."""
    if rule.kind == "customer-review":
        return None
    probed = (
        rule.kind == "legal" and not sentence.title
    )  # an authority that looks into something does so
    told = words.hits("rumoured_sentence", sentence.masked)
    hit = next((one for one in told if not (probed and _LOOKS.search(one[0]))), None)
    if hit is None and not words.search("confirmed", sentence.masked):
        title = reading.sentences[0]
        if title.title and not sentence.title and sentence.number <= _UNDER_TITLE:
            hit = words.search("rumoured_sentence", title.masked)
        if sentence.title and len(reading.sentences) > 1:
            lead = reading.sentences[1].masked
            hit = (
                None if words.search("confirmed", lead) else words.search("rumoured_sentence", lead)
            )
        for near in reading.sentences[max(0, sentence.number - 1) : sentence.number + 3]:
            if near is not sentence:
                hit = hit or words.search("no_comment", near.masked)
    return Verdict("rumoured", "rumoured", hit[0]) if hit else None


def _by_tense(  # noqa: PLR0911 - one return per rung of MOVES.md rule 2
    reading: Reading, sentence: Sentence, rule: CompiledRule, words: Markers, span: tuple[int, int]
) -> Verdict:
    start, end = span
    left = sentence.masked[max(0, start - words.left_reach) : start]
    trigger = sentence.masked[start:end].lower()
    forms = rule.verb_forms.get(trigger.split()[0] if trigger.split() else "", frozenset())
    past = bool({"past", "participle"} & forms)
    if rule.kind in _EFFECTIVE and (later := takes_effect(reading, sentence, rule, start)):
        return Verdict("announced", "future date", later)
    if past and trigger.split()[0] in _STATES and " to " in sentence.masked[start : end + 4]:
        return Verdict("announced", "future", trigger)  # "agreed to sell"
    if running := _runs(reading, sentence, rule, words, start, forms):
        return Verdict("done", "done", running, sure=True)
    done_left = words.search("done_left", left)
    announced_left = _to_come(words, rule.kind, left, forms)
    after = bool(done_left and announced_left and done_left.start() >= announced_left.start())
    if announced_left and not after and (not past or TO.search(announced_left[0])):
        return Verdict("announced", "future", announced_left[0])
    if done_left:
        return Verdict("done", "done", done_left[0])
    if past:
        return Verdict("done", "past tense")
    if future := day_to_come(reading, sentence, rule, start):
        return Verdict("announced", "future date", future)
    if not forms and (verb := _past_verb(left, trigger)):
        return Verdict("done", "past tense", verb)
    return Verdict(rule.status or rule.default_status, "rule")


def _runs(
    reading: Reading, sentence: Sentence, rule: CompiledRule, words: Markers, start: int, forms: frozenset[VerbForm]
) -> str:  # fmt: skip
    """Return the words that say that it runs now: "As of today it costs", "is offering 30% off until May"."""
    now = words.search("at_once", sentence.plain)
    if now and (rule.kind in _GOES_ON or now.start() == 0):
        return now[0]
    goes_on = _IS.search(sentence.masked[max(0, start - words.left_reach) : start])
    if rule.kind != "promotion" or "ing" not in forms or goes_on is None:
        return ""
    return "" if day_to_come(reading, sentence, rule, start) else goes_on[0]


def _to_come(
    words: Markers, kind: MoveKind, left: str, forms: frozenset[VerbForm]
) -> re.Match[str] | None:
    """Return what left of a trigger says that it is to come.

    Before a noun a bare "to" does not; nor does "is" before what goes on.
    """
    hit = words.search("announced_left", left)
    if hit and not forms and hit[0].strip().lower() in _BARE:
        return None
    return None if kind in _GOES_ON and _IS.search(left) else hit


def _around(masked: str, start: int, end: int, parts: re.Pattern[str] = _CLAUSE) -> str:
    """Return the clause of a trigger; *parts*: what clauses are parted by."""
    begins = [hit.end() for hit in parts.finditer(masked, 0, start)]
    after = parts.search(masked, end)
    return masked[begins[-1] if begins else 0 : after.start() if after else len(masked)]


def _past_verb(left: str, trigger: str) -> str:
    """Return the verb in the past that a nominal trigger is, begins with or is governed by."""
    head = trigger.split(maxsplit=1)[0] if trigger else ""
    if is_past(head):
        return head
    words = trigger.split()
    if head in {"has", "have", "had"} and is_past(words[1] if words[1:] else ""):
        return "" if words[1] in _STATES else trigger  # "has bought", not "has agreed"
    clause = re.split(r"[;:]|[,.](?=\s)", left)[-1].lower().split()[-5:]
    plain = (word for word in reversed(clause) if "-" not in word)  # "radio-based" is no verb
    verb = next((word for word in plain if is_past(word) or word in _STATES), "")
    return "" if verb in _STATES else verb
