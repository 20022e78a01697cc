"""Documents and queries to measure the search with: the same ones from the same numbers."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np

from schemas.kinds import FAMILY_OF, MOVE_KINDS, STATUSES
from schemas.registry import Company, Registry
from schemas.searching import IndexedDocument

NOW = datetime(2026, 11, 23, tzinfo=UTC)
_SYLLABLES = [
    "ba",
    "co",
    "di",
    "fe",
    "gu",
    "ha",
    "jo",
    "ki",
    "lu",
    "me",
    "no",
    "pa",
    "qui",
    "ro",
    "sa",
    "te",
    "vi",
    "wo",
    "xe",
    "zu",
]
_CHARACTERS = (
    "市场价格产品发布公司客户合作平台数据云计算服务企业增长业务技术方案团队软件供应链智能芯片"
    "研发投资融资收购季度同比营收裁员任命专利诉讼工厂物流交付评价优惠套餐上调下降席位合同续约"
)
_COMPANIES = 60
BLOCK = 1_000
"""Documents that are made together."""


def registry(count: int = _COMPANIES) -> Registry:
    """Return *count* companies with a name in each language."""
    draw = random.Random(1)  # noqa: S311 - the same figures from the same numbers
    made = []
    for number in range(count):
        english = "".join(draw.choices(_SYLLABLES, k=3)).capitalize()
        chinese = "".join(draw.sample(_CHARACTERS, 3))
        made.append(
            Company(id=f"company-{number}", names={"en": (f"{english}{number}",), "zh": (chinese,)})
        )
    return Registry(companies=tuple(made))


class Documents:
    """Generated documents; the same seed gives the same ones."""

    def __init__(self, companies: Registry, seed: int = 2) -> None:
        self._draw = random.Random(seed)  # noqa: S311
        self._companies = companies.companies
        english = [
            "".join(self._draw.choices(_SYLLABLES, k=n % 3 + 1)) + "s" * (n % 2)
            for n in range(20_000)
        ]
        chinese = ["".join(self._draw.choices(_CHARACTERS, k=n % 3 + 1)) for n in range(8_000)]
        self._words = {"en": english, "zh": chinese}
        # the n-th word is n times rarer than the first, as in real text
        self._shares = {
            language: np.cumsum(1 / (np.arange(len(words)) + 3))
            for language, words in self._words.items()
        }
        self._seed = seed
        self._numbers = np.random.default_rng(seed)

    def block(self, number: int) -> bytes:
        """Return :data:`BLOCK` documents as lines of JSON: the same whoever makes it, and when."""
        self._draw = random.Random(self._seed * 1_000_003 + number)  # noqa: S311
        self._numbers = np.random.default_rng((self._seed, number))
        first = number * BLOCK
        made = (self.make(one).model_dump_json() for one in range(first, first + BLOCK))
        return "".join(f"{line}\n" for line in made).encode()

    def words(self, language: str, count: int) -> list[str]:
        """Return *count* words as a text has them."""
        shares, words = self._shares[language], self._words[language]
        drawn = np.searchsorted(shares, self._numbers.random(count) * shares[-1])
        return [words[one] for one in drawn.tolist()]

    def make(self, number: int) -> IndexedDocument:
        """Return one document of about 3 kB."""
        draw = self._draw
        language = "zh" if number % 2 else "en"
        joint, size = ("", 430) if language == "zh" else (" ", 520)
        named = draw.sample(self._companies, 2)
        text = self.words(language, size) + [one.name(language) for one in named]
        published = NOW - timedelta(minutes=draw.randrange(60 * 24 * 700))
        kinds = draw.sample(MOVE_KINDS, draw.randrange(3))
        return IndexedDocument(
            id=f"d{draw.getrandbits(64):016x}", version=1, kind="article",
            url=f"https://news.example/{number}", language=language, source=f"s{number % 40}",
            title=joint.join([named[0].name(language), *self.words(language, 7)]),
            text=joint.join(text), published=published, day=published.date().isoformat(),
            first_seen=published, companies=tuple(one.id for one in named),
            about=(named[0].id,), moves=tuple(kinds),
            families=tuple(dict.fromkeys(FAMILY_OF[kind] for kind in kinds)),
            statuses=tuple(draw.choice(STATUSES) for _ in kinds), story=f"st{number // 3}",
            score=draw.random() * 40,
        )  # fmt: skip

    def query(self) -> str:
        """Return a query as people ask: words, a name, a field, a phrase."""
        draw = self._draw
        language = draw.choice(("en", "zh"))
        word, other = self.words(language, 2)
        company = draw.choice(self._companies)
        return draw.choice(
            (
                word, f"{word} {other}", f'"{word}{"" if language == "zh" else " "}{other}"',
                f"{company.name(language)} {word}", f"company:{company.id} move:pricing last:1y",
                f"{word} lang:{language} -{other}", f"{word[:2]}* company:{company.id}",
            )
        )  # fmt: skip


@cache
def _maker() -> Documents:
    return Documents(registry())


def block(number: int) -> bytes:
    """Return that block of documents, in a process of a pool."""
    return _maker().block(number)
