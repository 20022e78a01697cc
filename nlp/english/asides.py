"""Who acts in an English clause and is no company: a town, a school, a minister (MOVES.md rule 8)."""

from nlp.clauses import Clause
from nlp.frames.compiling import CompiledRule, pattern
from nlp.reading import Sentence

_CIVIL = pattern("<civil>", "en")
_COMPANY = pattern("{ORG}|{PRODUCT}|{ROLE}|<firm>", "en")


def no_company(sentence: Sentence, rule: CompiledRule, clause: Clause) -> str:
    """Return the subject's noun where it is no company: a town, a school, a minister."""
    if not clause.subject or not rule.verb_forms or clause.passive:
        return ""
    subject = sentence.masked[slice(*clause.subject)]
    hits = list(_CIVIL.finditer(subject))
    return hits[-1][0] if hits and not _COMPANY.search(subject, hits[-1].start()) else ""
