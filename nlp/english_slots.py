"""The fillers of English slots by the names that ``nlp/frames/_slots.en.yaml`` uses."""

from nlp import english_parties as parties
from nlp import english_topics as topics
from nlp import english_values as values
from nlp.english_phrases import Filler

ENGLISH: dict[str, Filler] = {
    "noun": parties.noun, "product": parties.product, "named": parties.named_product, "priced": parties.priced, "planned": parties.planned,
    "customer": parties.customer, "target": parties.target, "unit_object": parties.unit_object, "about": topics.topic("on", "for", "covering", "protecting", "protects?", "describing", "of"),
    "joint": topics.topic("to", "on", "for", "in", "around"),
    "cause": topics.topic("for", "over", "of", "alleging", "into", "about"),
    "span": values.span, "effect": topics.effect,
    "polarity": topics.polarity, "aspect": topics.aspect, "honour": topics.honour, "issuer": topics.issuer, "body": parties.body, "members": parties.members,
    "against": parties.against, "purpose": topics.purpose, "technology": topics.technology, "supplier": topics.supplier, "talent": topics.talent,
    "where": topics.where, "site": topics.site, "team": topics.team, "feature": topics.feature, "quote": topics.title_of, "successor": parties.successor,
    "backers": parties.backers, "money": values.amount, "valuation": values.valuation, "share_price": values.share_price,
    "shares": values.shares, "revenue": values.figure("revenue"), "profit": values.figure("profit"),
    "count": values.count, "fraction": values.fraction, "stake": values.stake, "period": values.period,
    "when": values.when, "rating": values.rating, "credit": values.credit, "patent_number": values.patent_number,
    "from": values.from_to("f"), "to": values.from_to("t"),
}  # fmt: skip
