"""Edits that measure missed changes go to every kind of block, and to no navigation."""

import random

from lxml import html

from crawlers.pages.dom import parse
from evaluation.page_probes import probe_variants

PAGE = """
<body><nav><p>Berths for 14 ships are free in the harbour</p></nav>
<main><h2>Piers of Kade that 12 firms let</h2><p>The quay has room for 14 ships of any size.</p>
<ul><li>Storage for 300 tonnes of dry grain</li></ul><table><tr><td>Berths 14</td></tr></table>
<figure><figcaption>The old crane of Kade is 90 metres high</figcaption></figure>
<div class="tab-panel" hidden><p>Members of the club moor for 9 nights</p></div></main>
<div class="comments"><p>I counted 17 ships there only last week</p></div></body>
"""


def test_every_kind_of_block_is_edited_once_and_put_back() -> None:
    root = parse(PAGE)
    before = html.tostring(root)
    kinds = set()
    for name, expected, tree in probe_variants(root, random.Random(1), 3):
        kinds.add(name.removeprefix("probe: "))
        changed = html.tostring(tree, encoding="unicode")
        assert expected.words[0] in changed
        assert "Berths for 14 ships are free" in changed
        assert "I counted 17 ships there" in changed
    assert kinds == {"heading", "paragraph", "list entry", "table cell", "caption", "hidden tab"}
    assert html.tostring(root) == before
