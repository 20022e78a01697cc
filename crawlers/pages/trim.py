"""Takes out of a found body what is not of the article: teasers, link lists, bylines, calls to act.

Works on the blocks between the first and the last of the body. Lists of rules first, words after:
shapes (a linked heading and a line under it, again and again) hold in every language.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby

from crawlers.pages.blocks import Block
from crawlers.pages.noise import Noise, ends_sentence, noise_of
from crawlers.pages.refusals import says

_QUOTES = frozenset(("blockquote", "q"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Latin characters' worth: a line that says something, and one that is no more than a label.
_SENTENCE = 80
_LABEL = 120
# A teaser's text is cut or short; sections of an article under linked headings are longer.
_TEASER = 420
_FEWEST_TEASERS = 3
# This many linked lines in a row are a thread, a list of headlines or a table of contents.
_FEWEST_LINKED = 8
# A paywall's words stand among so many last lines.
_WALLS = 5
_WORD = re.compile(r"[\W_]+")
# Most of what is no letter is plain: bytes lose it many times as fast as an expression finds it.
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


@dataclass(slots=True)
class Trimmed:
    """What stays of a body: its paragraphs, and captions kept apart."""

    kept: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


def trim(
    blocks: list[Block], title: str, names: tuple[str, ...] = (), language: str = "und"
) -> Trimmed:
    """Return what of *blocks* is the article. *title* and authors' *names* are not of its text.

    *language* chooses the words that tell noise; every language's are tried where it is ``und``.
    """
    noise = noise_of(language)
    found = Trimmed()
    body = []
    for block in blocks:
        if block.caption:
            found.captions.append(block.text)
        else:
            body.append(block)
    body = _without_lists(_without_teasers(body))
    body = _without_pointers(_until_tail(body, noise), noise)
    found.kept = _without_ends(_without_doubles(body, title), names, noise)
    return found


def letters(text: str) -> str:
    """Return the letters and digits of *text* alone, to compare by."""
    plain = text.encode("utf-8", "surrogatepass").translate(None, _SIGNS)
    return _WORD.sub("", plain.decode("utf-8", "surrogatepass")).casefold()


def _is_linked(block: Block) -> bool:
    return block.link_share > 0.8


def _without_teasers(blocks: list[Block]) -> list[Block]:
    """Drop runs of linked headings with at most two short lines under each."""
    starts = [
        i
        for i, one in enumerate(blocks)
        if _is_linked(one) and 20 <= one.weight <= 400 and one.tag != "blockquote"
    ]
    dropped: set[int] = set()
    run: list[int] = []
    for start, after in zip(starts, [*starts[1:], len(blocks)], strict=False):
        under = blocks[start + 1 : after]
        short = len(under) <= 2 and sum(one.weight for one in under) <= _TEASER
        last = after == len(blocks)
        if short or (run and last):
            run.append(start)
        if (not short or last) and len(run) >= _FEWEST_TEASERS:
            end = after if short else start
            dropped.update(range(run[0], end))
        if not short:
            run = []
    return [one for i, one in enumerate(blocks) if i not in dropped]


def _without_lists(blocks: list[Block]) -> list[Block]:
    """Drop long runs of lines that each begin as a link and end in no sentence."""
    kept: list[Block] = []
    for linked, group in groupby(blocks, key=lambda one: one.link_share > 0.15):
        run = list(group)
        share = sum(one.linked for one in run) / max(1, sum(len(one.text) for one in run))
        items = sum(1 for one in run if one.tag in {"li", "td", "dd", "div"})
        if linked and len(run) >= _FEWEST_LINKED and share > 0.35 and items > 0.8 * len(run):
            continue
        kept.extend(run)
    return kept


def _until_tail(blocks: list[Block], noise: Noise) -> list[Block]:
    """Cut at the heading of what follows articles, if most of the text came before it."""
    weight = sum(one.weight for one in blocks)
    so_far = 0.0
    for index, block in enumerate(blocks):
        if index > 1 and so_far > 0.4 * weight and noise.starts_tail(block.text):
            after = [one for one in blocks[index + 1 :] if not _is_linked(one)]
            # A box in the middle of the text: only the box goes.
            if sum(one.weight for one in after if ends_sentence(one.text)) < 0.3 * weight:
                return blocks[:index]
        so_far += block.weight
    return blocks


def _without_pointers(blocks: list[Block], noise: Noise) -> list[Block]:
    """Drop noise lines, and the links that follow a line which announces them."""
    kept: list[Block] = []
    announced = credited = False
    for block in blocks:
        label = block.weight < _LABEL and not ends_sentence(block.text)
        if credited and label:  # "Photo:" in one element, whose it is in the next
            credited = False
            continue
        if announced and (_is_linked(block) or (block.link_share > 0.5 and block.weight < 600)):
            continue
        announced = (noise.points_elsewhere(block.text) or noise.starts_tail(block.text)) and label
        credited = block.text.endswith((":", "：")) and noise.is_noise(block.text)
        if announced or credited or noise.is_noise(block.text) or _is_link_line(block):
            continue
        kept.append(block)
    return kept


def _is_link_line(block: Block) -> bool:
    """Say whether a block is links and no sentence: a teaser, tags, a row of buttons."""
    if block.tag == "li":
        return block.link_share > 0.5 and not ends_sentence(block.text)
    if _is_linked(block):
        return block.weight < _LABEL or block.tag in {"td", "div"} or not ends_sentence(block.text)
    return block.link_share > 0.6 and 40 < block.weight < _LABEL and not ends_sentence(block.text)


def _without_doubles(blocks: list[Block], title: str) -> list[Block]:
    """Drop a line said again at once, the title at the start, and quotes repeated from the text."""
    head = letters(title)
    quotes = any(one.tag in _QUOTES for one in blocks)
    whole = [letters(one.text) for one in blocks] if quotes else []
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        if index and block.text == blocks[index - 1].text:
            continue
        if (
            len(kept) < 3
            and head
            and len(block.text) < 2 * len(title)
            and letters(block.text) == head
        ):
            continue
        if block.tag in _QUOTES and _is_said_again(whole, index):
            continue
        kept.append(block)
    return kept


def _is_said_again(whole: list[str], index: int) -> bool:
    """Say whether a quote set apart repeats a part of the text."""
    text = whole[index]
    return len(text) > 20 and any(
        text in other for i, other in enumerate(whole) if i != index and len(other) > len(text)
    )


def _without_ends(blocks: list[Block], names: tuple[str, ...], noise: Noise) -> list[Block]:
    """Drop bylines and labels before the first sentence, and after the last."""
    known = tuple(one for one in map(letters, names) if len(one) > 3)
    first = 0
    for index, block in enumerate(blocks[:12]):
        if block.weight >= _SENTENCE and (ends_sentence(block.text) or block.weight >= 2 * _LABEL):
            break
        if _is_credit(block, known, noise):
            first = index + 1
    kept = [one for i, one in enumerate(blocks) if i >= first or not _is_credit(one, known, noise)]
    walls = [one for one in kept[-_WALLS:] if one.weight < 400 and says("paywall", one.text)]
    kept = [one for one in kept if not any(one is wall for wall in walls)]
    while kept and _is_loose_end(kept[-1], known, noise) and len(kept) > 1:
        kept.pop()
    return kept


def _is_credit(block: Block, names: tuple[str, ...], noise: Noise) -> bool:
    if block.weight > 1.5 * _LABEL or ends_sentence(block.text):
        return False
    text = letters(block.text)
    return noise.is_byline(block.text) or any(
        name in text and len(text) < len(name) + 60 for name in names
    )


def _is_loose_end(block: Block, names: tuple[str, ...], noise: Noise) -> bool:
    """A heading over nothing, a name, a date or a row of tags."""
    if block.tag in _HEADINGS:
        return not ends_sentence(block.text)
    return _is_credit(block, names, noise) and block.tag not in {"li", "td", "blockquote"}
