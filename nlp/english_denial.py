"""Whether an English text holds anything that can deny a move: words of a model alone deny nothing."""

import re

from nlp.reading import Reading, Sentence
from schemas.kinds import MoveKind

# Without one of these nothing is denied and nothing called off, whatever else the words are like.
_REFUSING = re.compile(
    r"\b(?:no|not|never|nor|neither|none|nobody|nothing|nowhere|without|cannot|instead|stays?|staying|remain\w*|keeps?|kept|off|away|out|dead"
    r"|false|fake|wrong\w*|erroneous|errors?|hoax|fiction|fantas\w+|invent\w+|nonsense|rubbish|rumou?r\w*|speculat\w+|talk|claim\w*|stor(?:y|ies)|fairy|forge(?:d|ry|ries)"
    r"|mis(?:read|led|lead|tak|under|repre|quot|inform|chie)\w*|dis(?:own|miss|pute|pel|prov|agree|contin|card)\w*|un(?:true|founded|substant|support|chang|likely|wound)\w*|in(?:accurate|correct)|baseless|groundless|contra\w+"
    r"|den(?:y|ies|ied|ying|ials?)|refut\w+|refus\w+|reject\w*|rebut\w*|rul(?:e|es|ed|ing) out|scrap\w*|abandon\w*|drop\w*|ditch\w*|cancel\w*|shelv\w+|ax(?:e|es|ed|ing)|halt\w*|stop\w*|end(?:s|ed|ing)?"
    r"|laps\w+|terminat\w+|collaps\w+|withdr\w+|revers\w+|suspen\w+|postpon\w+|delay\w*|defer\w*|freez\w+|froze\w*|ice|fell|falls?|fail\w*|pull\w*|kill\w*|brok\w*|bin(?:s|ned)|torn|think\w*|thoughts)\b|n['’]t\b",
    re.IGNORECASE,
)


# "The unit is not for sale" denies nothing else that the same headline tells.
OF_SALES = re.compile(r"\b(?:(?:is|are|was|were) )?not (?:for sale|selling)\b")
SALES: frozenset[MoveKind] = frozenset(
    ["divestiture", "acquisition", "investment", "public-offering", "market-exit"]
)


def deniable(reading: Reading, sentence: Sentence, kind: MoveKind) -> bool:
    """Say whether anything in or near a sentence, or in the headline, can deny the move of *kind* that it tells or call it off."""
    first, last = max(0, sentence.number - 2), sentence.number + 3
    near = [*reading.sentences[:1], *reading.sentences[first:last]]
    said = (one.raw if kind in SALES else OF_SALES.sub("", one.raw) for one in near)
    return any(_REFUSING.search(words) for words in said)
