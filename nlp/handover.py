"""Who loses a customer to whom: the customer won is the one lost, and the winner the successor, where a Chinese text tells both."""

from collections.abc import Sequence

from schemas.language import Move, Slots


def with_handovers(moves: Sequence[Move], language: str) -> list[Move]:
    """Return moves; a customer lost by one company and won by another in one text is the same, and so is the successor."""
    won = [one for one in moves if one.kind == "customer-win"]
    lost = [one for one in moves if one.kind == "customer-loss"]
    if language != "zh" or len(won) != 1 or len(lost) != 1:
        return list(moves)
    winner, loser = won[0].actor, lost[0].actor
    if winner is None or loser is None or winner.text == loser.text:
        return list(moves)
    told: Slots = {"successor": winner}
    if "customer" in won[0].slots:
        told["customer"] = won[0].slots["customer"]
    whole = lost[0].model_copy(update={"slots": told | lost[0].slots})
    return [whole if one is lost[0] else one for one in moves]
