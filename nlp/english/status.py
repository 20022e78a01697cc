"""Whether an English trigger reports a move, and with which status (MOVES.md rules 2 to 4).

Asked in this order: is it denied, is it no report at all, is it told by rumour, what do the verb
group, adverbs and dates say. The words are data (``nlp/frames/_status.yaml``).
"""

import re

from nlp.clauses import Clause, clause_of
from nlp.english.asides import asks, described, long_past, no_company, recap
from nlp.english.days import (
    REACH,
    TO,
    day_to_come,
    moved,
    old_date,
    takes_effect,
    told_aside,
    until,
    was,
)
from nlp.english.deals import DEALS, pending
from nlp.english.denial import apart, denied, explicit
from nlp.english.economy import economy
from nlp.english.movers import moved as moved_share
from nlp.english.papers import of_papers
from nlp.english.reach import own_part_of
from nlp.frames.compiling import PLAIN, CompiledRule, pattern
from nlp.framing import ended, framed, since_confirmed
from nlp.hearsay import elsewhere, expected, own_part, taken_back
from nlp.inflection import VerbForm, is_past
from nlp.reading import Reading, Sentence, is_signature
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
# A text up to this many characters that says "in our view" is an opinion as a whole.
_OPINION = 900
# "Somebody should buy it": advice on what companies decide.
_ADVISED: frozenset[MoveKind] = frozenset(
    ["acquisition", "divestiture", "investment", "price-increase", "price-decrease", "market-exit", "layoffs", "partnership"]
)  # fmt: skip
# Figures and opinions are done once they are told.
_TOLD: frozenset[MoveKind] = frozenset({"results", "guidance", "customer-review"})
# "A letter of intent for the sale of": a pact has the deal for its subject.
_PACT = re.compile(
    r"\b(?:agree\w*|letters? of intent|deals?|contracts?|memorandum|pacts?|terms|plans?|offers?|bids?|negotiat\w+|talks) ",
    re.IGNORECASE,
)
# What somebody "said it had" done is told in the past of the past for grammar's sake.
_SAID_IT_HAD = re.compile(
    r"\b(?:said|announced|reported|confirmed|told|stated|disclosed|revealed|statement)\b(?:(?!\b(?:which|who|whose|where|when|after|since|because)\b)[^.;]){0,90}\s(?:it|they|he|she|we|(?:the|its|his|her|our) (?:[\w-]+ ){0,2}[\w-]+|[\ue000-\ue0ff]+|and),? had (?:already |now |also )?$"
)
# "Said on Monday that it has bought": what is said hangs to the verb of saying, not to a noun.
_SAID_THAT = pattern(
    r"\b(?:sa(?:id|ys?|ying)|announc(?:ed|es|ing)|confirm(?:ed|s)|told|tells?|stat(?:ed|es|ement|ing)|disclos(?:ed|es|ing)|reveal(?:ed|s)|report(?:ed|s)|add(?:ed|s)|show(?:ed|s)|notif(?:ied|ies)|inform(?:ed|s)|declared|wrote|writes|explain(?:ed|s)|noted|notes|news|pleased|proud|happy|delighted|condition|receiv(?:ed|es)|learn(?:ed|s|t)|got)"
    r"(?:,? (?:written|formal|notification|word|from|on|in|at|to|via|through|an?|the|its|his|her|their|this|last|late|early|earlier|yesterday|today|\w+day|week|month|statement|filing|interview|reporters|analysts|investors|shareholders|customers|employees|staff|workers|readers|letter|note|notice|press|release|news|conference|call|blog|post|e-?mail|commission|exchange|regulators?|us|me|them|you|{DATE}|{ORG}|{PERSON})){0,9},? (?P<that>that) (?:(?!\b(?:that|which|who|where)\b)[^,;]){0,60}$",
    "en",
)
# "Who is retiring", "which will close": what goes on, or is to come, is no background.
_RUNNING = re.compile(r"(?:is|are|will)\b")
_RELATIVE = re.compile(r"(?:which|who|that|where)\b")
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
# "Will merge two teams and open an office": a verb in its bare form shares the one before "and".
_COORDINATED = re.compile(
    r"(?:\b(?:will|shall|would|to)|['’]ll)\s[^;:]{1,120}?,? (?:and|or|then) (?:\w+ly |then |also |to )?$"
)
# In these kinds the act is what goes on: "is recalling", "is hiring", "is offering".
_GOES_ON: frozenset[MoveKind] = frozenset({"incident", "promotion", "hiring"})
# A participle behind a comma, or what comes "with" an act, is told in the tense of the main verb.
_ADDED = re.compile(r"(?:,|\bwith)(?: (?:the|an?|thus|thereby|also|\w+ly))* $")
_MAIN = re.compile(
    r"\b(?:will|shall|would|(?:plans?|intends?|is|are|wants?|proposes?|expects?) to)\s|['’]ll\s"
)
_PAST_AFTER = re.compile(r"\b(?:has|have|had|was|were)\b")
_IS = re.compile(r"\b(?:is|are)\b(?: (?:\w+ly|now|also|again|currently))* $")
# "Today we are folding two plans into one": it happens as it is told.
_TODAY = re.compile(
    r"(?i)\W*(?:as of |from |starting |effective )?(?:today|this morning|now),? (?:[\w’'&.-]+ ){1,5}?(?:are|is|['’]re)(?: also| now| \w+ly)* $|\W*(?:as of |from |starting )?(?:today|this morning),? we['’]re(?: also| now| \w+ly)* $"
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
    if is_signature(reading, sentence):
        return Verdict(None, "background", sentence.raw.strip(), sure=True)
    governed = framed(reading, sentence, rule.kind, start, end)
    verdict = governed or _judged(reading, sentence, rule, start, end)
    if verdict.status in {"done", "announced"} and apart(sentence, (start, end)):
        return verdict._replace(sure=True)  # what the sentence denies is something else
    return verdict


def _judged(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict:
    words = markers("en")
    if nobody := _nobodys(reading, sentence, rule, start, end):
        return nobody
    clause = clause_of(rule, sentence.masked, start, end)
    left = sentence.masked[max(0, start - words.left_reach) : start]
    forms = rule.verb_forms.get(sentence.masked[start:end].lower().partition(" ")[0])
    around = _around(sentence.masked, start, end, _CLAUSE if forms else _SENTENCE_PART)
    if denial := denied(reading, sentence, rule.kind, (start, end), (left, around)):
        return Verdict("denied", "denied", denial, sure=explicit(denial, rule.kind))
    if aside := _set_aside(reading, sentence, rule, words, left, (start, end), clause):
        return aside
    if rumour := _rumoured(reading, sentence, words, left, rule, start):
        denial = taken_back(reading, sentence)
        return Verdict("denied", "denied", denial, sure=True) if denial else rumour
    if rule.fixed or rule.kind in _TOLD:
        once = words.search("at_once", around)
        told = "done" if once or rule.kind in _TOLD else rule.default_status
        why = "done" if once else "rule"
        plain = rule.fixed and rule.weight >= PLAIN
        return Verdict(rule.status or told, why, once[0] if once else "", sure=plain)
    return _by_tense(reading, sentence, rule, words, (start, end), clause)


def _nobodys(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, end: int
) -> Verdict | None:
    """Set aside figures of an economy, and those that no word calls a result, an outlook or a payout."""
    if rule.kind in _MEASURED and (whole := economy(reading)):
        return Verdict(None, "economy", whole)
    if asked := asks(reading, rule.kind):
        return Verdict(None, "papers", asked)
    if aside := long_past(reading, sentence, rule.kind) or described(sentence, rule, start, end):
        return Verdict(None, "unsaid", aside)
    if papers := of_papers(reading, sentence, rule.kind):
        return Verdict(None, "papers", papers)
    if rule.rule_id == "words" and not _said(reading, sentence, rule.kind):
        return Verdict(None, "unsaid", sentence.raw[start:end])
    return None


def _said(reading: Reading, sentence: Sentence, kind: MoveKind) -> bool:
    """Say whether, where no frame fires, a word near says of what the figure, the payout or the purchase is."""
    if kind in _WHOLLY:
        return _WHOLE.search(sentence.masked) is not None or not _GOODS.search(sentence.masked)
    core = _CORE.get(kind)
    near = reading.sentences[max(0, sentence.number - 1) : sentence.number + 2]
    return core is None or any(core.search(one.masked) for one in near)


def _set_aside(
    reading: Reading,
    sentence: Sentence,
    rule: CompiledRule,
    words: Markers,
    left: str,
    span: tuple[int, int],
    clause: Clause,
) -> Verdict | None:
    start = span[0]
    if words.search("question", sentence.raw):
        return Verdict(None, "question", sentence.raw[-20:])
    for name, text in (
        ("negated_left", left),
        ("hypothetical", sentence.masked),
        ("hypothetical_after", sentence.masked[start:]),
        ("outsider", sentence.masked),
    ):
        for hit in words.hits(name, text):
            if name != "hypothetical" or not told_aside(sentence, hit.start(), start):
                return Verdict(None, name.partition("_")[0], hit[0])
    if rule.kind in _ADVISED and (advice := words.search("advised_left", left)):
        return Verdict(None, "hypothetical", advice[0])
    opinion = len(reading.text) <= _OPINION and words.search("outsider_text", reading.text)
    if opinion:
        return Verdict(None, "outsider", opinion[0])
    if other := no_company(sentence, rule, clause):
        return Verdict(None, "no company", other)
    behind = _background(reading, sentence, rule, words, left, span)
    return Verdict(None, "background", behind) if behind else None


def _background(
    reading: Reading, sentence: Sentence, rule: CompiledRule, words: Markers, left: str, span: tuple[int, int]
) -> str:  # fmt: skip
    """Return the words that make a trigger background: what it explains, a clause on the past, a date."""
    start, end = span
    # "costs related to the acquisition of": a deal that only explains something else
    deal = rule.kind in DEALS and not rule.verb_forms
    hit = words.search("deal_behind", left) if deal else None
    if hit and not (hit[0].startswith("for ") and _PACT.search(sentence.masked, 0, start)):
        return hit[0]
    if said := _SAID_THAT.search(sentence.masked, 0, start):
        that = max(0, said.start("that") - start + len(left))
        left = left[:that] + left[that + len("that ") :]
    near = left[ended("en", left) :]
    hit = words.search("background_clause", near)
    told = hit and not (_RUNNING.match(sentence.masked, start) and _RELATIVE.match(hit[0]))
    if hit and told and not _SAID_IT_HAD.search(left) and not moved_share(sentence, start):
        return hit[0]
    return old_date(reading, sentence, start) or recap(reading, sentence, rule, start, end)


def _rumoured(
    reading: Reading, sentence: Sentence, words: Markers, left: str, rule: CompiledRule, start: int
) -> Verdict | None:
    """Say whether the sentence, the headline over it or a refusal to comment marks a rumour."""
    if rule.kind == "customer-review":
        return None
    if sure := words.search("rumoured_sure", sentence.masked):
        return Verdict("rumoured", "rumoured", sure[0], sure=True)
    # "May contain glass" tells a defect, not a rumour of one.
    hit = None if rule.kind == "incident" else words.search("rumoured_left", left)
    after = since_confirmed("en", sentence.masked[:start])
    hit = None if hit and expected(sentence, hit) else hit
    told = words.hits("rumoured_sentence", own_part(sentence, start)[after:])
    probed = (
        rule.kind == "legal" and not sentence.title
    )  # an authority that looks into something does so
    hit = hit or next(
        (
            one
            for one in told
            if not (expected(sentence, one) or (probed and _LOOKS.search(one[0])))
        ),
        None,
    )
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
            if near is not sentence and not elsewhere(sentence, near):
                hit = (
                    hit
                    or words.search("no_comment", near.masked)
                    or words.search("hearsay", near.masked)
                )
    return Verdict("rumoured", "rumoured", hit[0]) if hit else None


def _by_tense(  # noqa: C901, PLR0911 - one return per rung of MOVES.md rule 2
    reading: Reading, sentence: Sentence, rule: CompiledRule, words: Markers, span: tuple[int, int], clause: Clause
) -> Verdict:  # fmt: skip
    start, end = span
    left = sentence.masked[max(0, start - words.left_reach) : start]
    trigger = sentence.masked[start:end].lower()
    forms = rule.verb_forms.get(trigger.split()[0] if trigger.split() else "", frozenset())
    past = bool({"past", "participle"} & forms)
    if rule.kind in _EFFECTIVE and (
        later := takes_effect(reading, sentence, rule, start, past=past)
    ):
        return Verdict("announced", "future date", later)
    if past and trigger.split()[0] in _STATES and " to " in sentence.masked[start : end + 4]:
        return Verdict("announced", "future", trigger)  # "agreed to sell"
    if told := moved(sentence, start, end):
        return Verdict("announced", "future", told, sure=True)
    left = own_part_of(left, trigger)
    if told := pending(reading, sentence, rule.kind):
        return Verdict("announced", "future", told)
    if running := _runs(reading, sentence, rule, words, start, forms):
        return Verdict("done", "done", running, sure=True)
    done_left = words.search("done_left", left)
    announced_left = _to_come(words, sentence, rule.kind, left, (start, forms))
    after = bool(done_left and announced_left and done_left.start() >= announced_left.start())
    if announced_left and not after and (not past or TO.search(announced_left[0])):
        return Verdict("announced", "future", announced_left[0])
    if done_left:
        return Verdict("done", "done", done_left[0])
    if past:
        return Verdict("done", "past tense")
    verb = "" if forms else _past_verb(left, trigger)
    future = day_to_come(reading, sentence, rule, start)
    if future and not (verb and was(sentence, future, start)):
        return Verdict("announced", "future date", future)
    if hit := words.search("done_sentence", sentence.masked):
        return Verdict("done", "done", hit[0])
    if verb:
        return Verdict("done", "past tense", verb)
    if hit := _planned(words, rule.kind, _around(sentence.masked, start, end), verb=bool(forms)):
        return Verdict("announced", "future", hit[0])
    return Verdict(rule.status or rule.default_status, "rule")


def _runs(
    reading: Reading, sentence: Sentence, rule: CompiledRule, words: Markers, start: int, forms: frozenset[VerbForm]
) -> str:  # fmt: skip
    """Return the words that say that it runs now: "as of today", "is offering 30% off until May"."""
    now = words.search("at_once", sentence.plain)
    if now and (
        rule.kind in _GOES_ON or now.start() == 0 or now[0][:4].lower() in {"with", "effe"}
    ):
        return now[0]
    if "ing" in forms and (today := _TODAY.match(sentence.plain, 0, start)):
        return today[0]
    goes_on = _IS.search(sentence.masked[max(0, start - words.left_reach) : start])
    if rule.kind != "promotion" or "ing" not in forms or goes_on is None:
        return ""
    return "" if day_to_come(reading, sentence, rule, start) else goes_on[0]


def _planned(words: Markers, kind: MoveKind, about: str, *, verb: bool) -> re.Match[str] | None:
    """Return what the clause about a trigger says of a time to come, or, about a noun, of a plan."""
    hit = words.search("announced_time", about)
    if hit and not (kind == "promotion" and until(about, hit)):
        return hit
    return None if verb else words.search("announced_sentence", about)


def _to_come(
    words: Markers, sentence: Sentence, kind: MoveKind, left: str, of: tuple[int, frozenset[VerbForm]]
) -> re.Match[str] | None:  # fmt: skip
    """Return what left of a trigger (*of*: its place and forms) says that it is to come.

    Before a noun a bare "to" does not; nor does "is" before what goes on.
    """
    start, forms = of
    hit = words.search("announced_left", left)
    if hit and not forms and hit[0].strip().lower() in _BARE:
        hit = None
    hit = hit or _shared(sentence, forms, start)
    return None if kind in _GOES_ON and _IS.search(left) else hit


def _shared(sentence: Sentence, forms: frozenset[VerbForm], start: int) -> re.Match[str] | None:
    """Return the "will" that a trigger shares with the verb before it: "will sell and close", "will leave, closing"."""
    before = max(0, start - REACH)
    if "base" in forms:
        return _COORDINATED.search(sentence.masked, before, start)
    if forms - {"ing"} or not _ADDED.search(sentence.masked, before, start):
        return None
    hit = _MAIN.search(sentence.masked, before, start)
    return None if hit and _PAST_AFTER.search(sentence.masked, hit.end(), start) else hit


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
