"""Whether an English text tells the figures of a country, a central bank or a harvest: nobody's move (MOVES.md rule 8)."""

import re
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import place_set
from nlp.reading import Reading, is_body
from text.sieve import Sifted

# What only economies have.
_MACRO = Sifted(
    r"\b(?:current[- ]account|terms of trade|trade (?:surplus|deficit|balance|gap)|balance of (?:trade|payments)|payments (?:surplus|deficit)|money supply|M-?[0123]\b|G[ND]P|gross (?:national|domestic) product"
    r"|(?:consumer|wholesale|producer|retail|import|export|house) (?:prices?|price index)|CPI|inflation|unemploy\w+|jobless|payrolls|central bank|reserve bank|discount rate|base rate|key rate|repo rate|prime rate|lending rate"
    r"|federal reserve|the Fed|Bundesbank|bank of (?:england|japan|france|canada|italy|spain|korea)|(?:gold|currency|foreign|official|exchange|monetary) reserves|treasury (?:bills?|bonds?|notes?)|budget (?:deficit|surplus|gap)"
    r"|industrial (?:production|output)|factory orders|housing starts|economic (?:growth|outlook|forecasts?|planning)|(?:the|its|a|german|chinese|french|british|japanese|american|indian|brazilian|global|world|euro[- ]?zone) economy"
    r"|OPEC|OECD|FOMC|monetary policy|payroll employment|merchandise trade|(?:oil|energy|power|grain|gas) demand|(?:wheat|sugar|coffee|cocoa|grain|maize|corn|rice|soybean|cotton|copper|tin|oil|crude|rubber|palm oil|barley|steel) (?:imports?|exports?|output|production|harvest|crop|stocks|deliveries|prices)"
    r"|(?:imports?|exports?|harvest|crop|stocks|deliveries|output) of (?:wheat|sugar|coffee|cocoa|grain|maize|corn|rice|soybeans?|cotton|crude)|statistics (?:office|department|bureau|agency|canada)|(?:tin|steel|oil|sugar|coffee|cocoa|textile)[- ]exports?|finance ministry|economics? ministry|trade ministry|agriculture department|customs[- ]cleared"
    r"|retail sales|seasonally adjusted|(?:external|foreign|national|public|government) debt|(?:beef|meat|livestock|milk|fish|gas|coal|lumber) (?:imports?|exports?|output|production|supplies)|vehicle registrations|car registrations|tourist arrivals|births|population|wage (?:deal|round)s?|state spending|tax revenues?|sovereign|samurai bond)\b"
)
# A company in the headline or the first sentence: by its legal form, its ticker.
_FIRM = re.compile(
    r"<[A-Z][A-Z.]*>|\b(?:Inc|INC|Corp|CORP|Co|CO|Ltd|LTD|plc|PLC|Plc|AG|SA|S\.A|NV|GmbH|AB|Oyj|ASA|SpA|LLC|Holdings|Group|company|retailer|carrier|carmaker|lender|brewer|miner|firm|maker)\b"
)
_FIRST = 260
_STATES = frozenset({"US", "USA", "UK", "NZ", "EC", "EU", "UN", "UAE", "USSR"})


def economy(reading: Reading) -> str:
    """Return the words that make the headline or the first lines speak of an economy and of no company."""
    start = 0 if reading.title_end else 1
    head = reading.text[start : reading.title_end + 1 + _FIRST]
    told = _measure(head)
    if not told or _FIRM.search(head):
        return ""
    named = [
        e
        for e in reading.entities
        if e.label == "ORG" and e.end <= len(head) and not is_body(e) and not _is_state(e)
    ]
    titled = [e for e in named if e.start < reading.title_end]
    # In a headline that names the economy's own measure, a company must be named too to be what it is about.
    if _measure(reading.text[: reading.title_end]):
        return "" if titled else told
    return "" if named else told


def _is_state(one: Entity) -> bool:
    """Say whether a guessed name is a country's, its central bank's or that of what only economies have."""
    if one.entity is not None:
        return False
    name = one.name.removesuffix("'s").strip()
    plain = name.replace(".", "")
    places = place_set("en")
    return (
        _measure(name) != ""
        or plain in _STATES
        or any(word in places for word in (name, name.title()))
    )


@lru_cache(maxsize=256)  # every figure in a text asks the same of its first lines
def _measure(text: str) -> str:
    """Return the first words in *text* for what only economies have, or nothing."""
    hit = _MACRO.search(text)
    return hit[0] if hit else ""
