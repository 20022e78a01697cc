"""Whether a Chinese and a Latin name are one: read aloud (砚湖, Yanhu), or taken over by ear (格兰维克, Glanvick).

Pinyin gives the sound of Chinese characters. A foreign name's sound survives in its consonants: both
names are cut down to those, and compared by what they cost to turn into each other.
"""

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from text.folding import to_simplified
from text.han import HAN

_HAN = re.compile(f"[{HAN}]+")
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxzcsrwy])?([aeiouv]*)(ng|n|r)?")
_ACCENTS = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeooooiiiiuuuuvvvvvnnnm")
_INITIALS = {
    "b": "B", "p": "B", "m": "M", "f": "F", "d": "D", "t": "D", "n": "N", "l": "L", "r": "L",
    "g": "K", "k": "K", "h": "H", "j": "J", "q": "J", "x": "S", "zh": "J", "ch": "J", "sh": "S",
    "z": "S", "c": "S", "s": "S", "w": "W", "y": "",
}  # fmt: skip
_SPELT = (
    ("ng-", "N"),
    ("sch", "S"), ("tch", "J"), ("sh", "S"), ("ch", "J"), ("ph", "F"), ("th", "S"), ("gh", ""),
    ("ck", "K"), ("qu", "K"), ("wr", "L"), ("kn", "N"), ("ce", "S"), ("ci", "S"), ("cy", "S"),
    ("ge", "J"), ("gi", "J"), ("x", "KS"), ("c", "K"), ("g", "K"), ("q", "K"), ("j", "J"),
    ("b", "B"), ("p", "B"), ("d", "D"), ("t", "D"), ("f", "F"), ("v", "W"), ("w", "W"),
    ("h", "H"), ("k", "K"), ("l", "L"), ("r", "L"), ("m", "M"), ("n", "N"), ("s", "S"), ("z", "S"),
)  # fmt: skip
# What sounds alike is cheap to exchange, what is hardly heard cheap to leave out.
_NEAR = {
    frozenset(pair): cost
    for pair, cost in (
        ("MN", 0.4), ("KJ", 0.4), ("KH", 0.4), ("SJ", 0.3), ("SD", 0.6), ("FW", 0.2), ("BF", 0.5),
        ("BW", 0.6), ("HF", 0.5), ("HW", 0.5), ("DJ", 0.5),
    )
}  # fmt: skip
_WEAK = {"H": 0.5, "W": 0.5, "L": 0.6, "N": 0.8, "D": 0.8, "V": 0.7}
_LEAST_SOUNDS = 3
# How alike names must sound; measured on names of registries against all others of theirs.
ALIKE = 0.78
_HALF_ALIKE = 0.6


@lru_cache(maxsize=1)
def _readings() -> dict[str, str]:
    """Return pypinyin's readings by code point, from its own file: the package would load phrases, too."""
    package = find_spec("pypinyin")
    folders = package.submodule_search_locations if package is not None else None
    path = Path(*(folders or ())[:1], "pinyin_dict.json")
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=8192)
def _syllable(char: str) -> str:
    return _readings().get(str(ord(char)), "").split(",")[0].translate(_ACCENTS)


@lru_cache(maxsize=8192)
def read_aloud(name: str) -> tuple[str, ...]:
    """Return the syllables of the Chinese characters of a name, without tones."""
    return tuple(filter(None, map(_syllable, to_simplified("".join(_HAN.findall(name))))))


@lru_cache(maxsize=65536)
def one_name(chinese: str, latin: str) -> bool:
    """Say whether *chinese* is *latin* read aloud, or taken over by ear; *latin* is one word, small."""
    syllables = read_aloud(chinese)
    if len(syllables) < 2 or len(latin) < 4:
        return False
    size = len(syllables)
    if any(
        "".join(syllables[a:b]) == latin for a in range(size - 1) for b in range(a + 2, size + 1)
    ):
        return True
    # Behind the name stand words that say what sort of company it is: 奥斯特贝克化工.
    return any(sounds_alike(chinese[:end], latin) >= ALIKE for end in range(3, len(chinese) + 1))


def sounds_alike(chinese: str, latin: str) -> float:
    """Return how alike two names sound, from 0 to 1; 0 where one is too short to tell."""
    one, other = _chinese_sounds(chinese), _latin_sounds(latin)
    if min(len(one), len(other)) < _LEAST_SOUNDS or len(read_aloud(chinese)) < _LEAST_SOUNDS:
        return 0.0
    return max(0.0, 1 - _distance(one, other) / max(len(one), len(other)))


@lru_cache(maxsize=8192)
def one_person(chinese: str, latin: str) -> bool:
    """Say whether two names may be one person's: some part of one sounds like some part of the other."""
    words = re.findall("[a-z]+", latin)
    syllables = read_aloud(chinese)
    runs = [words[a:b] for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
    return any(
        sounds_alike(chinese, "-".join(run) + "-") >= _HALF_ALIKE or "".join(run) in syllables
        for run in runs
    )


def sound_keys(name: str) -> set[str]:
    """Return keys of which a Chinese and a Latin name that sound alike nearly always share one."""
    if _HAN.search(name):
        spelt = {"".join(read_aloud(name)[at : at + 2]) for at in (0, 1, 2)}
        sounds = _chinese_sounds(name)
    else:
        spelt = {name, *(name[:end] for end in range(4, len(name)))}
        sounds = _latin_sounds(name)
    return spelt | {sounds[0] + sounds[at] for at in (1, 2) if at < len(sounds)}


@lru_cache(maxsize=8192)
def _chinese_sounds(name: str) -> str:
    sounds = ""
    for place, syllable in enumerate(read_aloud(name)):
        match = _SYLLABLE.fullmatch(syllable)
        if match is None:
            continue
        initial, _vowels, coda = match.groups()
        sound = _INITIALS.get(initial or "", "")
        if not sound and not place:
            sound = "V"
        sounds += sound + {"n": "N", "ng": "N", "r": "L"}.get(coda or "", "")
    return sounds


@lru_cache(maxsize=8192)
def _latin_sounds(name: str) -> str:
    sounds = "V" if name[:1] in "aeiouy" else ""
    place = 0
    while place < len(name):
        for letters, sound in _SPELT:
            if name.startswith(letters, place):
                if not sound or not sounds.endswith(sound):
                    sounds += sound
                place += len(letters) - (letters[-1] in "eiy")
                break
        else:
            place += 1
    return sounds


def _distance(one: str, other: str) -> float:
    """Return what it costs to turn *one* into *other*, sound by sound."""
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _WEAK.get(sound, 1.0))
    for a in one:
        last, row = row, [row[0] + _WEAK.get(a, 1.0)]
        for place, b in enumerate(other):
            swapped = last[place] + (0.0 if a == b else _NEAR.get(frozenset((a, b)), 1.0))
            row.append(
                min(swapped, last[place + 1] + _WEAK.get(a, 1.0), row[-1] + _WEAK.get(b, 1.0))
            )
    return row[-1]
