"""Forms of English verbs, so that frames name a verb once."""

from functools import lru_cache
from typing import Literal, NamedTuple

from nlp.lexicon import word_set

VerbForm = Literal["base", "third", "past", "participle", "ing"]

_IRREGULAR = {
    "buy": ("bought", "bought"), "sell": ("sold", "sold"), "take": ("took", "taken"),
    "win": ("won", "won"), "lose": ("lost", "lost"), "leave": ("left", "left"),
    "quit": ("quit", "quit"), "cut": ("cut", "cut"), "shut": ("shut", "shut"),
    "put": ("put", "put"), "set": ("set", "set"), "let": ("let", "let"), "hit": ("hit", "hit"),
    "pay": ("paid", "paid"), "lay": ("laid", "laid"), "make": ("made", "made"),
    "give": ("gave", "given"), "get": ("got", "got"), "go": ("went", "gone"),
    "fall": ("fell", "fallen"), "rise": ("rose", "risen"), "grow": ("grew", "grown"),
    "bring": ("brought", "brought"), "build": ("built", "built"), "spend": ("spent", "spent"),
    "spin": ("spun", "spun"), "break": ("broke", "broken"), "find": ("found", "found"),
    "lead": ("led", "led"), "hold": ("held", "held"), "draw": ("drew", "drawn"),
    "drive": ("drove", "driven"), "pull": ("pulled", "pulled"), "sue": ("sued", "sued"),
    "swallow": ("swallowed", "swallowed"), "slash": ("slashed", "slashed"), "run": ("ran", "run"),
    "become": ("became", "become"), "begin": ("began", "begun"), "choose": ("chose", "chosen"),
    "see": ("saw", "seen"), "show": ("showed", "shown"), "withdraw": ("withdrew", "withdrawn"),
    "wind": ("wound", "wound"), "split": ("split", "split"), "stop": ("stopped", "stopped"),
    "step": ("stepped", "stepped"), "drop": ("dropped", "dropped"), "tap": ("tapped", "tapped"),
    "scrap": ("scrapped", "scrapped"), "axe": ("axed", "axed"), "ship": ("shipped", "shipped"),
    "tip": ("tipped", "tipped"), "hire": ("hired", "hired"), "snap": ("snapped", "snapped"),
    "refer": ("referred", "referred"), "trim": ("trimmed", "trimmed"), "ban": ("banned", "banned"),
    "swap": ("swapped", "swapped"), "overhaul": ("overhauled", "overhauled"), "bid": ("bid", "bid"),
    "write": ("wrote", "written"), "do": ("did", "done"), "know": ("knew", "known"),
    "plug": ("plugged", "plugged"), "rebrand": ("rebranded", "rebranded"), "beat": ("beat", "beaten"),
    "team": ("teamed", "teamed"), "roll": ("rolled", "rolled"), "come": ("came", "come"),
    "stand": ("stood", "stood"), "bow": ("bowed", "bowed"), "ax": ("axed", "axed"),
    "upgrade": ("upgraded", "upgraded"), "offload": ("offloaded", "offloaded"), "hike": ("hiked", "hiked"),
    "commit": ("committed", "committed"), "submit": ("submitted", "submitted"), "plan": ("planned", "planned"),
    "join": ("joined", "joined"), "tie": ("tied", "tied"), "die": ("died", "died"), "free": ("freed", "freed"),
    "seek": ("sought", "sought"), "send": ("sent", "sent"), "lend": ("lent", "lent"), "shed": ("shed", "shed"),
    "freeze": ("froze", "frozen"), "shrink": ("shrank", "shrunk"), "sink": ("sank", "sunk"), "strike": ("struck", "struck"),
    "tear": ("tore", "torn"), "throw": ("threw", "thrown"), "teach": ("taught", "taught"), "think": ("thought", "thought"),
    "keep": ("kept", "kept"), "sweep": ("swept", "swept"), "creep": ("crept", "crept"), "leap": ("leapt", "leapt"),
    "meet": ("met", "met"), "feed": ("fed", "fed"), "speed": ("sped", "sped"), "read": ("read", "read"),
    "spread": ("spread", "spread"), "cast": ("cast", "cast"), "cost": ("cost", "cost"), "burst": ("burst", "burst"),
    "say": ("said", "said"), "tell": ("told", "told"), "speak": ("spoke", "spoken"), "steal": ("stole", "stolen"),
    "wear": ("wore", "worn"), "bear": ("bore", "borne"), "swear": ("swore", "sworn"), "fly": ("flew", "flown"),
    "blow": ("blew", "blown"), "drink": ("drank", "drunk"), "ring": ("rang", "rung"), "swim": ("swam", "swum"),
    "swing": ("swung", "swung"), "cling": ("clung", "clung"), "hang": ("hung", "hung"), "dig": ("dug", "dug"),
    "stick": ("stuck", "stuck"), "catch": ("caught", "caught"), "fight": ("fought", "fought"), "sit": ("sat", "sat"),
    "ride": ("rode", "ridden"), "hide": ("hid", "hidden"), "slide": ("slid", "slid"), "shake": ("shook", "shaken"),
    "wake": ("woke", "woken"), "forget": ("forgot", "forgotten"), "undergo": ("underwent", "undergone"),
    "undertake": ("undertook", "undertaken"), "overtake": ("overtook", "overtaken"), "undercut": ("undercut", "undercut"),
    "bind": ("bound", "bound"), "grind": ("ground", "ground"), "feel": ("felt", "felt"), "deal": ("dealt", "dealt"),
    "mean": ("meant", "meant"), "bend": ("bent", "bent"), "forgo": ("forwent", "forgone"), "outsell": ("outsold", "outsold"),
    "eat": ("ate", "eaten"), "slim": ("slimmed", "slimmed"), "chop": ("chopped", "chopped"), "kit": ("kitted", "kitted"),
    "admit": ("admitted", "admitted"), "permit": ("permitted", "permitted"), "equip": ("equipped", "equipped"),
    "format": ("formatted", "formatted"), "transfer": ("transferred", "transferred"), "defer": ("deferred", "deferred"),
    "incur": ("incurred", "incurred"), "omit": ("omitted", "omitted"), "cancel": ("cancelled", "cancelled"),
    "shun": ("shunned", "shunned"), "prefer": ("preferred", "preferred"), "allot": ("allotted", "allotted"),
}  # fmt: skip
_VOWELS = "aeiou"


class Forms(NamedTuple):
    """The forms of one verb; a phrasal verb's particles are not part of them."""

    base: str
    third: str
    past: str
    participle: str
    ing: str


@lru_cache(maxsize=2048)
def forms(verb: str) -> Forms:
    """Return the forms of *verb* (one word, base form), regular or from the list."""
    past, participle = _IRREGULAR.get(verb, (_regular_past(verb),) * 2)
    return Forms(verb, _third(verb), past, participle, _ing(verb))


def forms_of_word(word: str) -> frozenset[str]:
    """Return all forms of a *word* in small letters, as a noun and as a verb, and itself: gather, gathers, gathered."""
    return frozenset((*forms(word), f"{word}s"))


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


_DOUBLING = frozenset(
    ["begin", "refer", "commit", "submit", "permit", "quit", "defer", "transfer", "cancel", "omit", "admit", "equip", "refit", "outfit", "prefer", "incur", "allot", "up", "format", "control", "signal", "rebut", "regret"]
)  # fmt: skip


def _doubles(verb: str) -> bool:
    """One syllable, vowel and single consonant at the end: cut, plug, trim; and listed ones."""
    if verb in _DOUBLING:
        return True
    vowels = sum(char in _VOWELS for char in verb)
    return vowels == 1 and len(verb) > 2 and verb[-1] not in "wxyaeiou" and verb[-2] in _VOWELS


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if _doubles(verb) else verb + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + verb[-1] + "ing" if _doubles(verb) else verb + "ing"


_PAST_FORMS = frozenset(form for pair in _IRREGULAR.values() for form in pair)


def is_past(word: str) -> bool:
    """Say whether *word* looks like a verb in the past: "bought", "signed"."""
    return word not in word_set("en", "no_past") and (
        word in _PAST_FORMS or (word.endswith("ed") and len(word) > 4)
    )
