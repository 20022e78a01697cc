"""The fillers of English slots by the names that ``nlp/frames/_slots.en.yaml`` uses."""

from nlp.english import changes, parties, people, things, topics, values
from nlp.english.phrases import Filler

ENGLISH: dict[str, Filler] = {
    "product_here": things.product_here, "product_anywhere": things.product_anywhere, "name_done_to": things.name_done_to,
    "name_doing": things.name_doing, "name_anywhere": things.name_anywhere, "done_to": things.done_to, "own": things.own,
    "for_what": things.for_what, "of_what": things.of_what, "priced_subject": things.priced_subject, "goods": things.goods,
    "person": people.person, "post": people.post, "staff": people.staff, "exchange": topics.exchange, "own_shares": values.own_shares,
    "of_target": parties.of_target, "noun": parties.noun, "product": parties.product, "named": parties.named_product, "priced": parties.priced, "planned": parties.planned,
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
    "from": changes.from_to("f"), "to": changes.from_to("t"),
}  # fmt: skip
