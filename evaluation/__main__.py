"""All figures of quality: ``python -m evaluation [--data FOLDER]``.

Without a folder only what needs no data of others runs: the invented market, if its workspace is there,
and the hand-written lists.
"""

import argparse
import importlib
from pathlib import Path

from evaluation import (
    deliveries,
    dense_names,
    digests,
    entities,
    health,
    importance,
    linking,
    listings,
    market,
    offers,
    polling,
    schedules,
    search,
    summaries,
)
from pipeline.workspace import open_workspace

# Each has ``main(data)``, which prints its figures on the sets it finds below the folder.
WITH_DATA = (
    "extraction",
    "encoding",
    "templates",
    "feeds",
    "robots",
    "moves",
    "names",
    "stories",
    "changes",
)


def main() -> None:
    """Read the arguments and run what can be run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="Folder of public sets, as docs/figures.md lists")
    parser.add_argument("--workspace", type=Path, default=Path("demo-workspace"))
    given = parser.parse_args()
    if (given.workspace / "zhibi.yaml").exists():
        print("== the invented market (flatters: its authors wrote the rules too)")
        workspace = open_workspace(given.workspace)
        try:
            market.report(workspace, 12)
            print("== its digests")
            digests.report(workspace, 12)
        finally:
            workspace.close()
    print("== deliveries and schedules")
    deliveries.main(1_000)
    schedules.main()
    print("== listings")
    listings.main()
    print("== pages of plans and prices")
    offers.main()
    print("== layouts that break")
    health.main()
    print("== what matters most")
    importance.measure()
    print("== searches that were judged")
    search.main()
    print("== names linked to the registry")
    linking.main()
    print("== entities of all labels, and values")
    entities.main()
    print("== names in passages full of them")
    dense_names.main([])
    print("== summaries")
    summaries.report()
    print("== how often to look")
    polling.main()
    if given.data is None:
        return
    for name in WITH_DATA:
        print(f"== {name}")
        importlib.import_module(f"evaluation.{name}").main(given.data)


if __name__ == "__main__":
    main()
