"""Which pages the fast parser may be given: it builds what HTML says, however deep or often.

The standard makes a parser repeat every unclosed formatting element in each new paragraph, and look
through all open elements at each new block: a small page can become millions of nodes. Such pages
go to the general extractor, whose parser cuts them off.
"""

import re

# Larger pages of text do not exist; what is larger is data, and the general extractor's business.
LARGEST = 4_000_000
_CHUNK = 65_536
# Elements open at once, void ones such as images counted in: real pages have some hundreds.
_MOST_OPEN = 1_500
# From this many tags on, unclosed formatting is counted exactly.
_MANY_TAGS = 6_000
_MOST_FORMATTING = 60
_FORMATTING = re.compile(
    rb"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)


def is_tame(body: bytes) -> bool:
    """Say whether the tree of *body* grows in proportion to it."""
    if len(body) > LARGEST:
        return False
    if body.count(b"<") <= _MOST_OPEN:  # as on most pages: not so many can be open
        return True
    opened = tags = 0
    for start in range(0, len(body), _CHUNK):
        chunk = body[start : start + _CHUNK]
        all_tags = chunk.count(b"<")
        tags += all_tags
        opened = max(0, opened + all_tags - 2 * chunk.count(b"</"))
        if opened > _MOST_OPEN:
            return False
    return tags <= _MANY_TAGS or _formatting_closed(body)


def _formatting_closed(body: bytes) -> bool:
    opened = 0
    for closing in _FORMATTING.findall(body):
        opened = max(0, opened - 1) if closing else opened + 1
        if opened > _MOST_FORMATTING:
            return False
    return True
