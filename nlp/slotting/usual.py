"""The slots that moves of a kind nearly always tell: there the likeliest words are taken, also where nothing is likelier."""

from collections.abc import Mapping

from schemas.kinds import MoveKind

# Filled in some three of four labelled moves of each language or more (English guidance: two of three; 28 Nov 2026).
USUAL: Mapping[MoveKind, frozenset[str]] = {
    "product-launch": frozenset({"product"}), "product-update": frozenset({"product", "feature"}),
    "product-retirement": frozenset({"product"}), "incident": frozenset({"product", "effect"}),
    "price-increase": frozenset({"product"}), "price-decrease": frozenset({"product"}),
    "packaging-change": frozenset({"plan"}), "promotion": frozenset({"product", "effective"}),
    "expansion": frozenset({"place", "unit"}), "market-exit": frozenset({"place"}),
    "customer-win": frozenset({"customer", "product"}), "customer-loss": frozenset({"customer"}),
    "award": frozenset({"award"}), "results": frozenset({"period"}), "guidance": frozenset({"period"}), "funding": frozenset({"amount"}),
    "capital-return": frozenset({"amount"}), "acquisition": frozenset({"target"}), "divestiture": frozenset({"target"}),
    "investment": frozenset({"target"}), "partnership": frozenset({"partner", "subject"}),
    "alliance": frozenset({"alliance"}), "patent": frozenset({"subject"}), "licensing": frozenset({"product"}),
    "restructuring": frozenset({"unit"}), "legal": frozenset({"counterparty", "subject"}),
    "appointment": frozenset({"person", "role"}), "departure": frozenset({"person", "role"}),
    "hiring": frozenset({"count", "role"}), "technology": frozenset({"technology"}),
    "delivery-model": frozenset({"product"}), "customer-review": frozenset({"product"}),
}  # fmt: skip
