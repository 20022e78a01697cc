"""The closed lists: move kinds and families, statuses, document and source kinds, labels."""

from typing import Literal, get_args

MoveKind = Literal[
    "product-launch", "product-update", "product-retirement", "incident",
    "price-increase", "price-decrease", "packaging-change", "promotion",
    "campaign", "expansion", "market-exit", "customer-win", "customer-loss", "award",
    "results", "guidance", "funding", "public-offering", "capital-return", "distress",
    "acquisition", "divestiture", "investment", "partnership", "alliance", "patent",
    "licensing", "restructuring", "legal",
    "appointment", "departure", "layoffs", "hiring",
    "technology", "delivery-model", "customer-review",
]  # fmt: skip
Family = Literal["product", "pricing", "market", "finance", "strategy", "people", "delivery"]

FAMILIES: dict[Family, tuple[MoveKind, ...]] = {
    "product": ("product-launch", "product-update", "product-retirement", "incident"),
    "pricing": ("price-increase", "price-decrease", "packaging-change", "promotion"),
    "market": ("campaign", "expansion", "market-exit", "customer-win", "customer-loss", "award"),
    "finance": (
        "results", "guidance", "funding", "public-offering", "capital-return", "distress",
    ),
    "strategy": (
        "acquisition", "divestiture", "investment", "partnership", "alliance", "patent",
        "licensing", "restructuring", "legal",
    ),
    "people": ("appointment", "departure", "layoffs", "hiring"),
    "delivery": ("technology", "delivery-model", "customer-review"),
}  # fmt: skip
FAMILY_OF: dict[MoveKind, Family] = {
    kind: family for family, kinds in FAMILIES.items() for kind in kinds
}
MOVE_KINDS: tuple[MoveKind, ...] = get_args(MoveKind)
# The kinds under which one event is told from two sides, or loosely.
KIN: tuple[frozenset[MoveKind], ...] = (
    frozenset({"product-launch", "product-update"}),
    frozenset({"acquisition", "divestiture", "investment"}),
    frozenset({"results", "guidance"}),
    frozenset({"partnership", "alliance", "customer-win", "licensing"}),
    frozenset({"layoffs", "restructuring", "market-exit"}),
    frozenset({"price-increase", "price-decrease", "packaging-change"}),
    frozenset({"funding", "investment"}),
    frozenset({"customer-loss", "customer-win"}),
    frozenset({"packaging-change", "promotion"}),
)


def are_kin(one: MoveKind, other: MoveKind) -> bool:
    """Say whether one event may be told under both kinds."""
    return one == other or any({one, other} <= group for group in KIN)


Status = Literal["rumoured", "announced", "done", "denied"]
STATUSES: tuple[Status, ...] = get_args(Status)

DocumentKind = Literal["article", "offer", "product", "job", "people", "filing", "review"]
SourceKind = Literal["feed", "sitemap", "listing", "page", "jobs", "filings", "reviews", "inbox"]
Label = Literal["ORG", "PERSON", "PRODUCT", "PLACE", "MONEY", "DATE", "PERCENT", "ROLE", "LAW"]
Role = Literal["competitor", "self", "customer", "partner"]
Tier = Literal["strategic", "key", "general"]

ChangeKind = Literal[
    "price", "plan", "feature", "promotion", "availability", "product", "person", "job", "text",
    "logo", "legal", "headline",
]  # fmt: skip

# What the guide (docs/analysts.md) names as slots of moves.
SLOTS: frozenset[str] = frozenset(
    {
        "product", "date", "feature", "count", "effect", "from", "to", "percent", "effective", "plan", "name", "partner", "place", "unit", "amount", "customer", "period", "successor", "award", "issuer", "revenue", "profit", "change", "round", "investors", "valuation", "price", "stake", "target", "buyer", "subject", "alliance", "number", "counterparty", "person", "role", "technology", "purpose", "supplier", "aspect", "polarity", "reason"
    }
)  # fmt: skip
