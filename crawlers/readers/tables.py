"""Imported files: each row of a spreadsheet of patents, tenders, reviews or articles is a document.

The columns are found by their headers (``columns.yaml``), or as the person who imported it named
them. The file is archived with that choice beside it, so that it can be read again.
"""

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from crawlers.pages.dom import squeeze
from crawlers.pages.people_names import clean_authors
from crawlers.readers import sheets
from crawlers.readers.made import Input, Reading, address, date_of, make
from crawlers.readers.sheets import Row
from schemas.documents import Document
from schemas.errors import QuarantineError, WrongUseError
from schemas.ids import content_urn
from schemas.kinds import DocumentKind
from text.price import read_price

KINDS: dict[str, DocumentKind] = {
    "patents": "filing", "tenders": "filing", "reviews": "review", "articles": "article",
}  # fmt: skip
_COLUMNS = Path(__file__).parent / "columns.yaml"
_MOST_NOTES = 500
_LONGEST_OUTLET = 80
_SEVERAL = re.compile(r"\s*[;；|、\n]\s*")
# A header may name its unit: 金额（万元）, Amount (USD).
_UNIT = re.compile(r"\s*（(?:人民币)?(?:万元|元|亿元|万|[a-z]{3}|%)）$")
_WAN = re.compile(r"万\s*元?|（万元）|\(万元\)")


class Spec(NamedTuple):
    """How a file is read: what its rows are, and which column is which field (file's name to ours)."""

    kind: str
    columns: dict[str, str]

    @property
    def header(self) -> str:
        """Return it as the header that is archived with the file."""
        return json.dumps({"as": self.kind, "columns": self.columns})


def spec_of(kind: str, columns: dict[str, str]) -> Spec:
    """Return the specification a person gave. Raises WrongUseError for a kind or field unknown."""
    if kind not in KINDS:
        raise WrongUseError(f"{kind!r} cannot be imported", remedy=f"Kinds: {', '.join(KINDS)}")
    fields = names_of(kind)
    for column, field in columns.items():
        if field not in fields:
            raise WrongUseError(
                f"{field!r} (for {column!r}) is no field of {kind}", remedy=f"Fields: {', '.join(fields)}"
            )  # fmt: skip
    return Spec(kind, columns)


@cache
def names_of(kind: str) -> dict[str, list[str]]:
    """Return the known headers of each field of *kind*, its own name the last."""
    loaded = YAML(typ="safe").load(_COLUMNS.read_text(encoding="utf-8"))
    return {
        str(field): [_plain(str(one)) for one in (*names, field)]
        for field, names in loaded[kind].items()
    }


def mapping(columns: tuple[str, ...], spec: Spec) -> dict[str, str]:
    """Return field to column: named ones first, then by header, each column once.

    Raises WrongUseError for a named column that the file does not have.
    """
    by_name = {_UNIT.sub("", _plain(one)): one for one in columns}
    by_name |= {_plain(one): one for one in columns}
    found: dict[str, str] = {}
    for column, field in spec.columns.items():
        if _plain(column) not in by_name:
            raise WrongUseError(
                f"the file has no column {column!r}", remedy=f"It has: {', '.join(columns[:30])}"
            )
        found[field] = by_name[_plain(column)]
    used = set(found.values())
    for field, headers in names_of(spec.kind).items():
        known = (by_name[name] for name in headers if name in by_name)
        fitting = next((one for one in known if one not in used), None)
        if field not in found and fitting is not None:
            found[field] = fitting
            used.add(fitting)
    return found


def read(given: Input, header: str) -> Reading:
    """Return a document per good row; :attr:`Reading.notes` name the bad ones by their line.

    Raises QuarantineError (``broken-table``, ``no-columns``, ``empty``).
    """
    try:
        stated = json.loads(header)
        spec = Spec(str(stated["as"]), {str(k): str(v) for k, v in stated["columns"].items()})
        fields = names_of(spec.kind)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuarantineError("the import's own note is damaged", reason="invalid") from error
    sheet = sheets.read(given.body, given.name)
    try:
        where = mapping(sheet.columns, spec)
    except WrongUseError as error:
        raise QuarantineError(str(error), reason="no-columns") from error
    if "title" not in where and not (spec.kind == "reviews" and "text" in where):
        raise QuarantineError(
            f"no column is the title; the file has: {', '.join(sheet.columns[:30])}", reason="no-columns",
            remedy=f"Name it: --column 'THEIR NAME=title'; fields: {', '.join(fields)}",
        )  # fmt: skip
    documents: list[Document] = []
    notes = list(sheet.bad)
    for row in sheet.rows:
        cells = {field: row.cells.get(column, "").strip() for field, column in where.items()}
        problem = _missing(cells, spec.kind)
        try:
            if not problem:
                documents.append(_READ[spec.kind](cells, row, where, given))
                continue
        except QuarantineError as error:
            problem = error.what
        notes.append(f"line {row.line}: {problem}")
    told = ", ".join(f"{field} ← {column}" for field, column in where.items())
    return Reading(tuple(documents), None, tuple(notes[:_MOST_NOTES]), told)


def _missing(cells: dict[str, str], kind: str) -> str:
    if not (
        cells.get("title") or (kind == "reviews" and (cells.get("text") or cells.get("rating")))
    ):
        return "has no title"
    for name in ("published", "filed"):
        if cells.get(name) and not re.search(r"\d", cells[name]):
            return f"{cells[name][:40]!r} is no date"
    return ""


def _place(cells: dict[str, str], row: Row, given: Input, *identity: str) -> str:
    """Return a row's own address: its link, else one made of what identifies it."""
    own = address(cells.get("url", ""), "http://import.invalid/")
    if own and "//import.invalid" not in own:
        return own
    known = [one for one in identity if one]
    return content_urn("\x1f".join(known or [json.dumps(row.cells, sort_keys=True)]).encode())


def _patent(cells: dict[str, str], row: Row, where: dict[str, str], given: Input) -> Document:
    number = cells.get("number") or cells.get("application", "")
    filed = cells.get("filed", "")
    zh, owners = _is_zh(where), _several(cells.get("filer", ""))
    labels = ("申请人", "申请日", "公开号") if zh else ("Applicant", "Filed", "Publication")
    told = zip(labels, ("; ".join(owners), filed, number), strict=True)
    facts = [f"{label}{'：' if zh else ': '}{value}" for label, value in told if value]
    text = "\n\n".join(filter(None, [squeeze(cells.get("text")), *facts, cells.get("status", "")]))
    return make(
        "filing", given, "import:patents", form="patent", title=cells["title"], text=text,
        url=_place(cells, row, given, "patent", number or cells["title"], "" if number else cells.get("filer", "")),
        filer="; ".join(owners) or None, number=number or None,
        parties=_several(cells.get("parties", "")), items=_several(cells.get("items", ""))[:40],
        period=filed or None, published=_date(cells.get("published") or filed, given),
    )  # fmt: skip


def _tender(cells: dict[str, str], row: Row, where: dict[str, str], given: Input) -> Document:
    raw = cells.get("amount", "")
    amount, currency = _money(
        raw, where.get("amount", ""), cells.get("currency", ""), zh=_is_zh(where)
    )
    parties = _several(cells.get("parties", ""))
    zh = _is_zh(where)
    said = [
        squeeze(cells.get("text")),
        (f"采购人：{cells['filer']}" if zh else f"Buyer: {cells['filer']}") if cells.get("filer") else "",
        (f"中标人：{'、'.join(parties)}" if zh else f"Winner: {', '.join(parties)}") if parties else "",
        (f"金额：{raw}" if zh else f"Amount: {raw}") if raw else "",
        cells.get("status", ""),
    ]  # fmt: skip
    return make(
        "filing", given, "import:tenders", form="tender", title=cells["title"],
        text="\n\n".join(filter(None, said)),
        url=_place(cells, row, given, "tender", cells.get("number") or cells["title"], cells.get("published", "") if not cells.get("number") else "", "" if cells.get("number") else cells.get("filer", "")),
        filer=cells.get("filer"), number=cells.get("number"), parties=parties, amount=amount,
        currency=currency, items=_several(cells.get("items", ""))[:40], period=cells.get("filed"),
        published=_date(cells.get("published", ""), given),
    )  # fmt: skip


def _review(cells: dict[str, str], row: Row, where: dict[str, str], given: Input) -> Document:
    match = re.search(r"\d{1,3}(?:[.,]\d{1,2})?", cells.get("rating", ""))
    rating = Decimal(match[0].replace(",", ".")) if match else None
    stated = re.search(r"(?:/|out of|满分)\s*(5|10|100)", cells.get("rating", ""))
    best = (
        Decimal(stated[1])
        if stated
        else None
        if rating is None
        else Decimal(5 if rating <= 5 else 10 if rating <= 10 else 100)
    )
    text = cells.get("text", "")
    return make(
        "review", given, "import:reviews", title=cells.get("title") or text[:80], text=text,
        url=_place(cells, row, given, "review", cells.get("filer", ""), cells.get("number") or f"{cells.get('authors', '')}|{cells.get('published', '')}|{text}"),
        reviewed=cells.get("filer"), rating=rating, rating_max=best, pros=cells.get("pros"),
        cons=cells.get("cons"), authors=clean_authors([cells.get("authors", "")]) if cells.get("authors") else (),
        published=_date(cells.get("published", ""), given),
    )  # fmt: skip


def _article(cells: dict[str, str], row: Row, where: dict[str, str], given: Input) -> Document:
    text = "\n\n".join(
        filter(None, map(squeeze, (cells.get("text") or cells.get("lead", "")).splitlines()))
    )
    if not text and not cells.get("url"):
        raise QuarantineError("has neither text nor address", reason="invalid")
    return make(
        "article", given, "import:articles", title=cells["title"], text=text or cells["title"],
        url=_place(cells, row, given, "article", cells.get("number") or cells["title"], cells.get("published", "")),
        lead=squeeze(cells.get("lead"))[:1000], authors=clean_authors([cells.get("authors", "")]) if cells.get("authors") else (),
        published=_date(cells.get("published", ""), given), flags=() if len(text) > 140 else ("thin",),
        outlet=_outlet(cells.get("outlet", "")),
    )  # fmt: skip


def _outlet(raw: str) -> str:
    """Return the paper that a row names; an address says no more than the row's own does."""
    return "" if "://" in raw else squeeze(raw)[:_LONGEST_OUTLET]


_READ = {"patents": _patent, "tenders": _tender, "reviews": _review, "articles": _article}


def _date(raw: str, given: Input) -> Any:
    if re.fullmatch(r"\d{5}", raw) and 30_000 < int(raw) < 60_000:  # a spreadsheet's day number
        from datetime import date, timedelta  # noqa: PLC0415

        raw = (date(1899, 12, 30) + timedelta(days=int(raw))).isoformat()
    found = date_of(raw, given, "import", 0.95)
    if (
        raw
        and found is None
        and not date_of(
            raw, given._replace(seen=given.seen.replace(year=given.seen.year + 50)), "import"
        )
    ):
        raise QuarantineError(f"{raw[:40]!r} is no date", reason="invalid")
    return found


def _money(raw: str, column: str, currency: str, *, zh: bool) -> tuple[Decimal | None, str | None]:
    """Read an amount; a column called 金额（万元） counts in ten thousands."""
    if not raw:
        return None, None
    price = read_price(raw, currency or ("CNY" if zh else None))
    amount = price.amount
    if amount is not None and _WAN.search(column) and not re.search(r"[万亿]", raw):
        amount *= 10_000
    stated = re.search(r"[(（]([A-Z]{3})[)）]", column)
    currency = currency or (stated[1] if stated else "")
    code = currency.upper() if re.fullmatch(r"[A-Za-z]{3}", currency) else price.currency
    return amount, code


def _several(raw: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in map(squeeze, _SEVERAL.split(raw)) if one))[:100]


def _is_zh(where: dict[str, str]) -> bool:
    return any(re.search(r"[\u4e00-\u9fff]", column) for column in where.values())


def _plain(name: str) -> str:
    return (
        re.sub(r"[\s_*]+", " ", name).strip(" ：:").casefold().replace("(", "（").replace(")", "）")
    )
