"""Whether robots.txt is obeyed as RFC 9309 and Google's description of it say, on real files.

``python -m evaluation.robots DATA`` reads every file below ``DATA/robots/real`` and asks of addresses made
from its own rules, and of some that every site has, whether they may be fetched: once of the reader
that the crawl uses, once of a plain second reading of the standard, written here for that. Where the two
differ, one of them is wrong; differences are listed for the half that may be looked at.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from crawlers import robots
from evaluation.extraction_scores import odd
from evaluation.floors import worse

_LINE = re.compile(r"^\s*([A-Za-z-]+)\s*:\s*([^#\r\n]*)")
_USUAL = (
    "/",
    "/news/",
    "/blog/2026/11/a-story",
    "/search?q=x",
    "/feed.xml",
    "/wp-admin/",
    "/pricing",
)
_MOST_RULES = 60


class Rule(NamedTuple):
    """One allow or disallow line."""

    allow: bool
    pattern: str


def main(data: Path) -> None:
    """Print how many files were read, and how many decisions agree."""
    folder = data / "robots" / "real"
    files = sorted(folder.glob("*")) if folder.exists() else []
    if not files:
        print("  robots: not there, left out")
        return
    asked, agreed, crashes = 0, 0, 0
    differing: list[str] = []
    for file in files:
        text = file.read_bytes().decode("utf-8", errors="replace").removeprefix("\ufeff")
        rules = plain_rules(text)
        try:
            reader = robots.parse(text)
            for url in addresses(file.name, rules):
                asked += 1
                same = reader.allows(url) == plain_allows(rules, url)
                agreed += same
                if not same and not odd(file.name):
                    differing.append(f"{url}: the crawl says {reader.allows(url)}")
        except Exception as error:  # noqa: BLE001 - a crash is what is counted here
            crashes += 1
            print(f"  CRASH {file.name if not odd(file.name) else ''} {type(error).__name__}")
    share = agreed / max(1, asked)
    print(
        f"  {len(files)} files, {crashes} crashes, {asked:,} decisions, {share:.4f} as the standard"
    )
    for line in differing[:20]:
        print(f"  DIFFERS {line}")
    for line in worse("robots", {"agreement": share, "read": 1 - crashes / len(files)}):
        print(f"  WORSE: {line}")


def addresses(host: str, rules: list[Rule]) -> Iterator[str]:
    """Yield addresses that the rules speak of, just beside them, and usual ones."""
    for path in _USUAL:
        yield f"https://{host}{path}"
    for rule in rules[:_MOST_RULES]:
        made = rule.pattern.rstrip("$").replace("*", "any")
        if made.startswith("/"):
            yield f"https://{host}{made}"
            yield f"https://{host}{made}more"
            yield f"https://{host}{made.rstrip('/')}"


def plain_rules(text: str, agent: str = robots.AGENT) -> list[Rule]:
    """Return the rules of the group for *agent*, else of the group for everybody."""
    groups: dict[str, list[Rule]] = {}
    names: list[str] = []
    in_rules = False
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            names, in_rules = ([] if in_rules else names), False
            names.append(value.lower())
            groups.setdefault(value.lower(), [])
        elif key in {"allow", "disallow"}:
            in_rules = True
            if value:
                for name in names:
                    groups[name].append(Rule(key == "allow", value))
                    # As Google reads it: who allows a folder's index.html allows the folder.
                    if key == "allow" and (index := re.match(r"(.*/)index\.html?$", value)):
                        groups[name].append(Rule(allow=True, pattern=f"{index[1]}$"))
    own = [name for name in groups if re.split(r"[^a-z_-]", name)[0] == agent.lower()]
    return [rule for name in own for rule in groups[name]] if own else groups.get("*", [])


def plain_allows(rules: list[Rule], url: str) -> bool:
    """Return the decision of the longest rule that matches; allow wins among equals."""
    path = _normal("/" + url.split("/", 3)[3] if url.count("/") > 2 else "/")
    best = max(
        ((len(_normal(one.pattern)), one.allow) for one in rules if _matches(one.pattern, path)),
        default=(0, True),
    )
    return best[1]


def _matches(pattern: str, path: str) -> bool:
    body, end = (pattern[:-1], r"\Z") if pattern.endswith("$") else (pattern, "")
    parts = (re.escape(_normal(part)) for part in body.split("*"))
    return re.match(".*".join(parts) + end, path, re.DOTALL) is not None


def _normal(path: str) -> str:
    """Return a path with every octet written in one way."""
    return quote(
        unquote(path, errors="surrogateescape"), safe="/?&=*$,;:@!'()+~", errors="surrogateescape"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
