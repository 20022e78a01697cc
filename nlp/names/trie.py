"""The longest listed word that begins at each place of a text, for all places at once.

The words lie in a trie whose steps are found by hashing in arrays: a text of two thousand characters takes
a few steps of numpy instead of thousands of look-ups.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
SOURCE = Path(__file__)  # what is kept is made anew when this changes
CHARACTERS = 1 << 16  # rarer characters than those of the basic plane are in no word
_BITS = 20  # of a hash: twice as many places as there are steps
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Trie(NamedTuple):
    """Words and their values, in arrays.

    *first*: the node of a first character. *keys*: node and character of a step, at the place that their hash
    tells or up to *reach* behind; *nodes*: where it leads. *values*: one more than that of the word that ends
    at a node, or 0.
    """

    first: NDArray[np.int32]
    keys: Ints
    nodes: NDArray[np.int32]
    values: NDArray[np.uint8]
    reach: int

    def longest(self, chars: Ints, starts: Ints) -> tuple[Ints, Ints]:
        """Return for each of *starts* the length and the value of the longest word there; 0 and -1 for none."""
        lengths = np.zeros(len(starts), np.int64)
        values = np.full(len(starts), -1, np.int64)
        place = np.flatnonzero(self.first.take(chars.take(starts)))
        at = starts[place]
        node = self.first.take(chars.take(at))
        step = 1
        while True:
            inside = at + step < len(chars)
            if not inside.all():
                place, at, node = place[inside], at[inside], node[inside]
            if not len(place):
                return lengths, values
            hit, node = self._step(node, chars.take(at + step))
            place, at = place[hit], at[hit]
            step += 1
            value = self.values.take(node)
            ends = place[value > 0]
            lengths[ends] = step
            values[ends] = value[value > 0] - np.int64(1)

    def _step(self, node: NDArray[np.int32], char: Ints) -> tuple[Ints, NDArray[np.int32]]:
        """Return which of the nodes a character leads on from, and where to."""
        key = (node.astype(np.int64) << 16) | char
        places = _hashed(key)[:, None] + np.arange(self.reach)
        found = np.flatnonzero(self.keys.take(places) == key[:, None])
        return found // self.reach, self.nodes.take(places.ravel().take(found))


def _hashed(key: Ints) -> Ints:
    mixed = key.view(np.uint64) * _MIX >> np.uint64(64 - _BITS)
    return mixed.view(np.int64)


def built(words: Mapping[str, int]) -> Trie:
    """Return the trie of *words* to values below 255. Words with rarer characters are left out."""
    listed = [word for word in words if max(map(ord, word)) < CHARACTERS and "\0" not in word]
    longest = max(map(len, listed))
    letters = "".join(word.ljust(longest, "\0") for word in listed).encode("utf-16-le")
    chars = np.frombuffer(letters, "<u2").reshape(-1, longest).astype(np.int64)
    node = np.zeros(len(listed), np.int64)
    keys: list[Ints] = []
    count = 1
    for column in chars.T:
        going = np.flatnonzero(column)
        steps, way = np.unique((node[going] << 16) | column[going], return_inverse=True)
        node[going] = count + way
        keys.append(steps)
        count += len(steps)
    values = np.zeros(count, np.uint8)
    values[node] = [1 + words[word] for word in listed]
    first = np.zeros(CHARACTERS, np.int32)
    first[keys[0]] = 1 + np.arange(len(keys[0]))
    return _placed(first, np.concatenate(keys), values)


def _placed(first: NDArray[np.int32], keys: Ints, values: NDArray[np.uint8]) -> Trie:
    """Put steps, numbered by the nodes they lead to, where their hashes tell, or right behind."""
    order = np.argsort(_hashed(keys), kind="stable")
    wanted = _hashed(keys[order])
    running = np.arange(len(keys))
    place = np.maximum.accumulate(wanted - running) + running
    reach = int((place - wanted).max()) + 1
    table = np.full((1 << _BITS) + 2 * reach + len(keys) // 8, -1, np.int64)
    nodes = np.zeros(len(table), np.int32)
    table[place] = keys[order]
    nodes[place] = order + 1
    return Trie(first, table, nodes, values, reach)


def plain(one: Trie) -> tuple[tuple[bytes, ...], int]:
    """Return a trie as bytes and a number, to be kept."""
    return tuple(np.ascontiguousarray(array).tobytes() for array in one[:4]), one.reach


def read(arrays: Sequence[bytes], reach: int) -> Trie:
    """Return the trie of what :func:`plain` gave."""
    first, keys, nodes, values = arrays
    return Trie(
        np.frombuffer(first, np.int32),
        np.frombuffer(keys, np.int64),
        np.frombuffer(nodes, np.int32),
        np.frombuffer(values, np.uint8),
        reach,
    )
