"""What adapting the pace gains: ``python -m evaluation.polling``; simulated sources, fixed seed.

Each source changes as a Poisson process: steadily, on weekdays only, in bursts, or with a rate that
turns over half-way. Checked at a fixed period and at the adapted pace; told are requests and the mean
delay between a change and the check that finds it, at the adapted number of requests for both.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas.health import SourceStats
from schemas.registry import Source
from store.health import PACED
from store.pacing import pace

_START = datetime(2026, 1, 5, tzinfo=UTC)
_DAYS = 60.0
_EVERY = timedelta(hours=6)
_SOURCE = Source(id="s", kind="feed", urls=("http://rival.example/f",), every=_EVERY, delay=0.5)
Next = Callable[[list[SourceStats]], timedelta]


def changes(noise: random.Random, rate: float, shape: str) -> list[float]:
    """Return the days at which a source changes, *rate* a day on average."""
    found: list[float] = []
    day = 0.0
    while day < _DAYS:
        now = rate * 8 if shape == "turns" and day > _DAYS / 2 else rate
        day += noise.expovariate(now)
        if shape == "weekdays" and int(day) % 7 >= 5:
            continue
        found += [
            day + 0.02 * more for more in range(noise.randint(1, 4) if shape == "bursts" else 1)
        ]
    return [one for one in found if one < _DAYS]


def watch(events: list[float], following: Next) -> tuple[int, float]:
    """Return how many checks were made and the summed delay, in hours, of all changes."""
    history: list[SourceStats] = []
    at, seen, delay = 0.0, 0, 0.0
    while at < _DAYS:
        new = [one for one in events[seen:] if one <= at]
        seen += len(new)
        delay += sum(at - one for one in new) * 24
        moment = _START + timedelta(days=at)
        history.append(
            SourceStats(
                source="s", run=f"{len(history):05}", at=moment, ok=True, lists=1, new=len(new)
            )
        )
        at += following(history[-PACED:]) / timedelta(days=1)
    delay += sum(_DAYS - one for one in events[seen:]) * 24
    return len(history), delay


def measure(sources: int = 24, seed: int = 5) -> dict[str, float]:
    """Return the figures over *sources* simulated sources."""
    noise = random.Random(seed)  # noqa: S311 - a simulation, the same each time
    fleet = [
        changes(
            noise,
            2.0 ** noise.uniform(-5, 4),
            noise.choice(("steady", "weekdays", "bursts", "turns")),
        )
        for _ in range(sources)
    ]
    total = max(1, sum(len(one) for one in fleet))
    adapted = [watch(one, lambda past: pace(_SOURCE, past).wanted) for one in fleet]
    requests = sum(one[0] for one in adapted)
    fixed = [watch(one, lambda _: _EVERY) for one in fleet]
    same = timedelta(days=_DAYS * sources / requests)
    equal = [watch(one, lambda _: same) for one in fleet]
    return {
        "fixed: requests": float(sum(one[0] for one in fixed)),
        "fixed: mean delay, hours": sum(one[1] for one in fixed) / total,
        "adapted: requests": float(requests),
        "adapted: mean delay, hours": sum(one[1] for one in adapted) / total,
        "fixed at as many requests: mean delay, hours": sum(one[1] for one in equal) / total,
    }


def main(_: Path | None = None) -> None:
    """Print the figures."""
    for name, value in measure().items():
        print(f"{name:<48} {value:10.2f}")


if __name__ == "__main__":
    main()
