"""Products by what is done to them and said of them: launched, retired, out, "Velmora, its wallet", "for Android".

What companies do as well tells nothing: a name that acts as a company anywhere in the text stays one.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.english.runs import Run, next_word, plain_words, word_before
from nlp.lexicon import common_english, word_set
from nlp.names.occurrences import occurrences

_APPOSED = re.compile(
    r",? ?[”\"’]?, (?P<det>its|our|an?|the|their|his|her|my) (?P<all>(?:(?:[a-z][\w-]*|[A-Z][a-z]+|\d[\w-]*) ){0,4}?)(?P<noun>[a-z][\w-]*)(?=[,.;:!?)”\"\n]| (?:that|which|for|of|in|on|at|with|made|built|from|and|it|behind|to|by|against|aimed|used|is|was|has|will|costs?|the|an?|[A-Z]|released|announced|sold|bought|launched|called|last|this|whose)\b|$)"
)
_STATE = re.compile(
    r" (?:(?:is|are|was|were|will be|has been|have been|had been) (?:now |also |already |still |finally |currently |being )?(?:available|out(?= (?:now|today|on|in|of beta|this|for))|out(?=[.!,])|discontinued|recalled|open-sourced|relaunched|in beta|back on (?:sale|the (?:menu|shelves|market))|on sale|sold (?:in|at|for|as|under|through|by|only)|(?:built|made|brewed|assembled) (?:in|by|from|at) |priced|pre-installed|switched off)"
    r"|costs? (?:[$€£¥]|\d|from|about|up|less|more|nothing|twice|half)|ships (?:in|from|on|with|today)|comes (?:in|with) (?:a|an|two|three|four|five|six|\d)|runs on (?!time)|(?:has |have )?sold (?:[\w.,]+ ){1,3}copies|goes on sale|went on sale|will go on sale|hits? (?:the )?(?:shelves|stores|shops)|sells for|retails? (?:at|for)"
    r"|(?:lets|allows) (?:you|users|customers|players|shoppers|drivers|teams|patients|readers|people|clubs|anyone)|now (?:works|runs|speaks|supports|reads|syncs)|weighs (?:\d|just|only|less)|will launch(?: on| in| as|[.,])|launche[sd](?= (?:on|in) (?:\d|January|February|March|April|May|June|July|August|September|October|November|December))"
    r"|for (?:iPad|iPhone|Android|iOS|Windows|macOS|Mac|Linux|PlayStation|Xbox|PC)\b|, which [A-Z][\w&’' -]{1,30}? (?:makes|launched|released|put out|introduced|sells|unveiled|discontinued|developed|publishes|brews|built))"
)
_STATE_WORDS = frozenset(["is", "are", "was", "were", "will", "has", "have", "had", "sold", "cost", "costs", "ships", "comes", "runs", "goes", "went", "hit", "hits", "sells", "retail", "retails", "lets", "allows", "now", "weighs", "launches", "launched", "for"])  # fmt: skip
# What companies do or have, and nothing that they make.
_ACTS = re.compile(
    r"['’]s? (?:\w+ )?(?:chief|boss|founder|co-founder|shares?|employees|staff|board|investors?|shareholders|headquarters|office|stock|executives?|customers|plants?|factory|profits?|revenue|lead|head|director|spokes\w+|CEO|CFO|CTO|reps|managers?|regional)\b"
    r"|(?: (?:has|had|will|is|was|are|were|to|also|now|just|may|could|might|would|wants|plans|hopes|agreed|that|it|set|about|not|being|been|be|on|in|talks)){0,4} (?P<verb>[a-z]+)\b"
    r"| (?:President|CEO|CFO|CTO|COO|Chief|Chairman|Chairwoman|Chair|Founder|Vice|analyst|strategist|economist|spokes\w+|researcher) [A-Z]| (?:for (?:a )?comment|(?:did|would|could) not (?:immediately )?(?:comment|respond|reply|say))\b|,? (?:based in|headquartered in|founded in|whose (?:shares|chief|founder))\b| declined to|[’']s? (?:rival|competitor)"
)
_DOES = re.compile(
    r"said|says|told|announc\w+|plan(?:s|ned|ning)?|agree[ds]?|hir(?:e|es|ed|ing)|appoint\w*|nam(?:e|es|ed|ing)|report(?:s|ed|ing)|post(?:s|ed|ing)|acquir\w+|bought|buys?|buying|rais(?:e|es|ed|ing)|fil(?:e|es|ed|ing)|su(?:e|es|ed|ing)|den(?:y|ies|ied|ying)|declin(?:e|es|ed|ing)|confirm(?:s|ed|ing)?|employ(?:s|ed|ing)?|sign(?:s|ed|ing)?|join(?:s|ed|ing)?|laid|lays?|own(?:s|ed)?|expects?|expected|hopes|wants?|invest(?:s|ed|ing)?|expand(?:s|ed|ing)?|settl(?:e|es|ed|ing)|bankrupt|insolvent|listed|blam(?:e|es|ed|ing)|drop(?:s|ped|ping)?|clos(?:e|es|ed|ing)|scrap(?:s|ped|ping)?|charg(?:e|es|ed|ing)|offer(?:s|ed|ing)?|launch(?:es|ed|ing)|unveil\w*|introduc\w+|recall(?:s|ed|ing)|withdraw(?:s|ing)?|withdrew|retire[sd]?|mak(?:es|ing)|sells|selling|pay(?:s|ing)?|paid|pull(?:s|ed|ing)?|lends?|owes?|owed|wrote|writes|apologi[sz]ed|seeks?|sought|build(?:s|ing)?|open(?:s|ed|ing)?|slash\w*|extend(?:s|ed|ing)?|award(?:s|ed|ing)?|order(?:s|ed|ing)?|licens\w+|open-sourc\w+|hike[sd]?|dismiss\w+|ruled|rules|vow(?:s|ed)|pledge[sd]|warn(?:s|ed)|insist(?:s|ed)|admit(?:s|ted)"
)
# So what is told of things, by the same verbs: has been launched, was acquired.
_PASSIVE = re.compile(
    r"\b(?:is|was|are|were|been|be|being) (?:now |also |just |not )?(?:[a-z]+ed|sold|bought|built|made|withdrawn)\b"
)
_COMPANY_BEFORE = frozenset(["at", "rival", "firm", "company", "retailer", "maker", "group", "lender", "carmaker", "supplier", "airline", "operator", "insurer", "start-up", "startup", "publisher", "chain", "subsidiary", "competitor", "consultancy", "agency", "acquire", "acquired", "acquires", "buys", "bought", "asked", "customer", "partner", "distributor", "reseller", "shareholder", "investor"])  # fmt: skip
# What a name is called behind it: "Velmora, a long-time customer of Pell", "Velmora, Pell's biggest rival".
_CALLED = re.compile(
    r",\s(?:(?:long\s)?(?:an?|the)|[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2}['’]s?)(?:\s[a-z][\w-]*){0,4}?\s(?P<noun>[a-z][\w-]*)(?=[,.;:)!?\n]|\s(?:from|by|of|for|to|in)\b|$)"
)


def told_things(text: str, found: Sequence[Run]) -> Iterator[tuple[int, int, bool]]:
    """Yield where names of things stand, among the runs of a text, and whether that outweighs a guess of a company."""
    nouns, verbs, counts = _thing_nouns(), word_set("en", "thing_verbs"), word_set("en", "thing_counts")  # fmt: skip
    for run in found:
        start, end, name, head = run
        if not _may_be(name, head=head):
            continue
        mark = text[end : end + 2]
        if (
            mark[:1] == ","
            and (apposed := _APPOSED.match(text, end))
            and _is_thing(apposed, nouns)
            and not text.startswith("and ", max(0, start - 4))
        ) or ((mark == ", " or next_word(text, end) in _STATE_WORDS) and _STATE.match(text, end)):
            yield start, end, True
            continue
        if head:
            continue
        far, near = word_before(text, start)
        if near.lower() in verbs or (near in {"of", "for"} and far.lower() in counts) or (near == "down" and far in _DOWN):  # fmt: skip
            yield start, end, True
        elif near[:1].isdigit() or near.lower() in _BESIDE or near.endswith(("'s", "’s")):
            told = mark[:1] == " " and _is_told(_NOUN.match(text, end))
            if told or (near == "the" and far.endswith(",") and _apposes(text, start, end, nouns)):
                yield start, end, near in _OWN or near.endswith(("'s", "’s"))


_DOWN = frozenset(["took", "taken", "knocked", "knocks", "brought", "takes"])
_NOUN = re.compile(
    r" (?P<noun>[a-z][a-z-]+)(?: (?P<next>[a-z][a-z-]+))?(?P<more> (?:maker|manufacturer|firm|company|group|retailer|owner|operator|developer|supplier|division|unit|business|industry|market|shop|bar|house|store|chain|dealer|trade|exporter|importer|worker|driver|farm|field)s?\b)?"
)
_TO_THE = re.compile(
    r"\b(?:an?|its|our|their|new) (?:[a-z][a-z-]* ){0,3}?(?P<noun>[a-z][a-z-]*), the $"
)


def _is_told(hit: re.Match[str] | None) -> bool:
    """Say whether the noun of a thing follows a name, also with a word before it: camp stoves."""
    if hit is None or hit["more"]:
        return False
    noun, behind = hit["noun"], hit["next"] or ""
    if singular(noun) in _thing_nouns():
        return noun not in _NO_UNITS and singular(behind) not in word_set("en", "no_thing_nouns")
    modifies = (
        noun not in common_english()
        and noun not in _VERBS
        and not noun.endswith(("s", "ed", "ing"))
    )
    return modifies and singular(behind) in _thing_nouns() and behind not in _NO_UNITS


def _apposes(text: str, start: int, end: int, nouns: frozenset[str]) -> bool:
    """Say whether a name stands behind a thing's noun and "the": a vegan burger, the Green Whale."""
    hit = _TO_THE.search(text, max(0, start - 60), start)
    return (
        hit is not None and singular(hit["noun"]) in nouns and text[end : end + 1] in {",", ".", ""}
    )


_VERBS = frozenset(
    [
        "will",
        "may",
        "can",
        "has",
        "had",
        "is",
        "was",
        "could",
        "would",
        "might",
        "must",
        "said",
        "sold",
        "made",
        "won",
        "lost",
        "cut",
        "put",
        "got",
        "went",
        "took",
        "kept",
        "saw",
        "paid",
        "sent",
        "bought",
        "brought",
        "built",
    ]
)
_OWN = frozenset(["the", "The", "its", "their", "our", "his", "her", "own"])
_BESIDE = frozenset(["last", "first", "new", "its", "the", "their", "our", "a", "an", "of", "for", "on", "more", "his", "her", "own"])  # fmt: skip
_NO_UNITS = frozenset(["bar", "press", "series", "fare", "fares", "line", "show", "test", "tests", "play", "can", "pot", "bond", "bonds", "spread", "foundation", "lock", "hub"])  # fmt: skip


def acts(text: str, name: str) -> bool:
    """Say whether *name* does, anywhere in the text, what only companies do."""
    for start, end in occurrences(text, [name], whole=True):
        hit = _ACTS.match(text, end)
        if hit and (not hit["verb"] or _is_act(hit)):
            return True
        if {word_before(text, start)[1].lower(), is_called(text, end)} & _COMPANY_BEFORE:
            return True
    return False


def is_called(text: str, end: int) -> str:
    """Return the noun that an apposition gives to the name that ends at *end*: "a rival of Pell"; "" for none."""
    hit = _CALLED.match(text, end)
    return hit["noun"] if hit is not None else ""


def _is_act(hit: re.Match[str]) -> bool:
    """Say whether a verb behind a name tells what companies do; alone it must be no noun: its Flexi plan."""
    verb = hit["verb"]
    bare = hit[0].strip() == verb and not verb.endswith(("s", "ed")) and verb not in _PAST
    return not bare and _DOES.fullmatch(verb) is not None and not _PASSIVE.search(hit[0])


_PAST = frozenset(
    ["said", "told", "bought", "laid", "paid", "withdrew", "wrote", "sought", "built"]
)


def singular(noun: str) -> str:
    """Return a noun without the ending of its plural."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


@cache
def _thing_nouns() -> frozenset[str]:
    listed = ("thing_nouns", "ware_nouns", "things_before")
    return frozenset[str]().union(*(word_set("en", one) for one in listed))


def _is_thing(apposed: re.Match[str], nouns: frozenset[str]) -> bool:
    """Say whether an apposition tells of a thing: "its backup service", not "its cold-chain arm" nor "a maker of lamps"."""
    noun = singular(apposed["noun"])
    firms = word_set("en", "no_thing_nouns")
    if noun in firms or any(singular(word) in firms for word in apposed["all"].split()):
        return False
    return noun in nouns or (apposed["det"] in {"its", "our"} and noun in _SERVICES)


_SERVICES = frozenset(["service", "platform", "software", "product", "site", "website", "marketplace", "card", "account", "system", "tool", "wallet", "range", "label", "title", "programme", "program", "model", "flagship", "brand", "line", "product", "scheme", "offer"])  # fmt: skip


@cache
def _trades() -> frozenset[str]:
    listed = ("org_suffixes", "firm_tails", "bodies")
    return frozenset[str]().union(*(word_set("en", one) for one in listed))


def _may_be(name: str, *, head: bool) -> bool:
    """Say whether a run may be a thing's name: no plain word at the head of a sentence, no trade at the end."""
    if " " not in name and name.lower() in plain_words():
        return False
    first, last = name.split(" ", 1)[0], name.rsplit(" ", 1)[-1]
    if last in _trades() or ("-" in name and _SMALL_PART.search(name)):
        return False
    if " " in name:
        return not (head and first.lower() in plain_words())
    return len(name) > _SHORT and name.lower() not in word_set("en", "calendar")


_SHORT = 3
_SMALL_PART = re.compile(r"-[a-z]")  # X-rays
