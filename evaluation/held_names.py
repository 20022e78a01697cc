"""How well Chinese companies are named in texts that the name model did not learn from.

``python -m evaluation.held_names [--best]`` trains a name model without every fourth brief text
(about ten minutes), or, with ``--best``, of the texts alone in which every name was marked by hand,
and reads the left-out texts whose actors are marked. *Named*: the tagger marks the actor exactly as
a company. *Actor*: of the moves that it finds, the share with that actor (a longer or shorter form
of the name counts). The model of moves is the shipped one, which saw these texts with their names
hidden.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from nlp.corpora import Item
from nlp.corpora.brief import brief
from nlp.corpora.named import well_named
from nlp.names.chain import Chain
from nlp.names.storing import unpacked
from nlp.names.training import bracketed, train, train_ner
from nlp.tagger import Tagger
from schemas.registry import Registry

_SHARE = 4


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of texts with and without a headline."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else "")
    parser.add_argument("--best", action="store_true", help="learn from hand-marked names alone")
    asked = parser.parse_args(argv)
    texts = list(brief("zh"))
    held = [one for one in texts[::_SHARE] if any(move.actor for move in one.moves)]
    left_out = {one.id for one in held}
    tagger = Tagger(Registry(), names=_trained(left_out, best=asked.best))
    for name, some in (
        ("with a headline", [one for one in held if one.title]),
        ("without", [one for one in held if not one.title]),
    ):
        counts = score(some, tagger)
        print(
            f"{name}: {counts['moves']} moves, actor named exactly {counts['named'] / max(1, counts['moves']):.2f}, "
            f"actor of {counts['found']} moves found {counts['actor'] / max(1, counts['found']):.2f}"
        )
    return 0


def score(held: Iterable[Item], tagger: Tagger) -> Counter[str]:
    """Count *moves*, those whose actor is *named*, those *found*, and of these the right *actor*."""
    counts: Counter[str] = Counter()
    for item in held:
        tags = tagger.tag(item.title, item.text, published=item.published, language=item.lang)
        firms = {one.text for one in tags.mentions if one.label == "ORG"}
        read = {one.kind: one.actor.text if one.actor else "" for one in tags.moves}
        for move in item.moves:
            if not move.actor:
                continue
            counts["moves"] += 1
            counts["named"] += move.actor in firms
            if move.kind in read:
                name = read[move.kind]
                counts["found"] += 1
                counts["actor"] += bool(name) and (name in move.actor or move.actor in name)
    return counts


def _trained(left_out: AbstractSet[str], *, best: bool) -> Chain:
    """Return a model of names that learnt from none of the texts *left_out*, by their ids."""

    def held(item: Item) -> bool:
        return item.id in left_out

    if not best:
        return unpacked(train_ner("zh", held=held))
    marked_by_hand = [one for one in well_named("zh") if not held(one)]
    return train(marked_by_hand, "zh", passages=bracketed("zh"))


if __name__ == "__main__":
    raise SystemExit(main())
