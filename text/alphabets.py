"""How much a text looks like what a language really writes: to tell encodings apart by.

The same bytes decode without an error in many encodings; only one reading has the commonest letters
of some language. Counts are our own, over news and company pages.
"""

import re
from collections import Counter

# The commonest characters of running text: three in ten of any Chinese or Korean one.
_COMMON_ZH = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过"
    "家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本"
    "见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此實為國來會時過對說們個這"
    "业年月日新市场部司产品企技术加工全部报導業產經濟發開動學點長後從東門關於與將並內網"
)
_COMMON_JA = frozenset(
    "のにはをたがでてとしれさいるなもあこまりっうらすくよだんけどーンスルトイリア"
)
_COMMON_KO = frozenset(
    "이다는에의을가고하지은를로한도자사아리기인대서나어시정으해수일부제전보스그있과원장상들라년만"
    "구것했주지여경성공동국조트관선오위소방세중비최회신경개"
)
# The commonest letters, lower case: seven in ten of a text in that script.
_SCRIPTS = {
    "ru": frozenset("оеаинтсрвлкмдпу"),
    "el": frozenset("αοιετσνηυρπκμςλ"),
    "he": frozenset("יוהלארתבמשנכ"),
    "ar": frozenset("اليمونرتبةعدسف"),
    "th": frozenset("านรอกเง่มยลวดท้สะี"),
}
# Letters beyond ASCII by language, as used in running text.
_LATIN = {
    "cp1252": ("äöüßÄÖÜ", "éèàêçùôîâûëïœæÉÀÈÊÇÔ", "áéíóúñüÁÉÍÓÚÑ", "ãõçáéíóúâêôàÃÕÇÁÉ", "åäöæøéÅÄÖÆØ",
               "àèéìòùÈÀ", "ëéïöüèá", "àèéíïòóúüç", "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ"),
    "cp1250": ("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
               "ăâîşţĂÂÎŞŢ", "čćđšžČĆĐŠŽ", "áäčďéíĺľňóôŕšťúýžÁČĎÉÍĽŇÓŠŤÚÝŽ"),
    "cp1254": ("çğıöşüâîÇĞİÖŞÜ",),
    "cp1257": ("ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "äöõüšžÄÖÕÜ"),
}  # fmt: skip
_NEUTRAL = frozenset("’‘“”„‚‹›«»–—…£€¥©®°·§¿¡•™ºª²½¼×\u00a0\u00ad´`¨")
# Signs that running text of any kind has, and no wrong reading much of.
_SIGNS = frozenset("’‘“”—…–·、。，：；！？「」『』《》（）【】％～　\u00a0©®«»•€£°")
_COMMON_RU = _SCRIPTS["ru"]
_LONG_RUN = re.compile(rb"[\x80-\xff]+")
SINGLE = {
    "cp1251": "ru", "koi8-r": "ru", "cp866": "ru", "iso-8859-5": "ru", "cp1253": "el", "cp1255": "he",
    "cp1256": "ar", "cp874": "th",
}  # fmt: skip
LATIN = tuple(_LATIN)
WIDE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")


def run_length(sample: bytes) -> float:
    """Return the mean length of runs of bytes beyond ASCII: near one in Latin scripts."""
    runs = _LONG_RUN.findall(sample)
    return sum(map(len, runs)) / max(1, len(runs))


def plausible(sample: bytes, encoding: str, run: float) -> float:
    """Return how much of *sample* beyond ASCII is what some language writes, if in *encoding*.

    1 is all of it, negative is nonsense; *run* is :func:`run_length` of the sample.
    """
    counts = Counter(char for char in sample.decode(encoding, "replace") if char > "\x7f")
    total = sum(counts.values())
    if not total:
        return 0.0
    bad = counts["\ufffd"] / total
    # Control codes are where wrong decodings land; private use too, but icons have it as well.
    odd = sum(n for c, n in counts.items() if c <= "\x9f") / total
    odd += sum(n for c, n in counts.items() if "\ue000" <= c <= "\uf8ff") / (4 * total)
    if encoding == "utf-8":
        return 1.0 - 6 * bad
    if encoding in WIDE:
        return _wide(counts, total) - 4 * bad - 2 * odd
    if encoding in SINGLE:
        share = _script(counts, SINGLE[encoding])
        return (share if run >= 2 else 0.2 * share) - 3 * bad - 2 * odd
    share = _latin(counts, encoding)
    # Western text has accents here and there: long runs of them are something else.
    return (share if run < 2 else 0.2 * share) - 3 * bad - 2 * odd


def _wide(counts: Counter[str], total: int) -> float:
    """The weight of what is common in any of these languages, and of letters and signs in between."""
    score = 0.0
    for char, count in counts.items():
        if char in _COMMON_ZH or char in _COMMON_KO:
            score += 2.0 * count
        elif char in _COMMON_JA:
            score += 1.2 * count
        elif char in _SIGNS or char in _COMMON_RU:
            score += count
        elif char < "\u024f" and char.isalpha():
            score += 0.8 * count
        elif "\uff61" <= char <= "\uff9f":  # half-width kana, which wrong readings are full of
            score -= 2.0 * count
    return score / total


def _script(counts: Counter[str], script: str) -> float:
    telling = max(1, sum(n for c, n in counts.items() if c not in _NEUTRAL))
    common = sum(counts[char] for char in _SCRIPTS[script])
    upper = sum(n for c, n in counts.items() if c.isupper())
    return min(1.0, 1.4 * common / telling) - (upper > 0.5 * telling)


def _latin(counts: Counter[str], encoding: str) -> float:
    telling = sum(n for c, n in counts.items() if c not in _NEUTRAL)
    if not telling:  # quotation marks and dashes alone
        return 0.8 if encoding == "cp1252" else 0.7
    shares = [sum(counts[char] for char in one) / telling for one in _LATIN[encoding]]
    if encoding != "cp1252":
        return 0.85 * max(shares)
    # Of equal readings the commoner encoding's; Icelandic is rare and Turkish looks like it.
    *common, icelandic = shares
    return max(0.85 * max(common) + 0.1, 0.85 * icelandic)
