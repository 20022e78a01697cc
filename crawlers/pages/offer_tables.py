"""Prices in tables: a row per plan, or a column per plan with features below."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from crawlers.pages.pricing import (
    Setting,
    billing_of,
    flat,
    has_price,
    page_tax,
    read_mark,
    read_plan,
)
from schemas.documents import PlanPrice
from text.price import hides_price, read_period, read_price, read_unit

_UNIT_HEAD = re.compile(r"单位|^unit|计量|计费单位|billing unit", re.IGNORECASE)
_PRICE_HEAD = re.compile(r"price|rate|fee|cost|单价|价格|费用|报价|售价|金额|元", re.IGNORECASE)


def from_tables(soup: BeautifulSoup, setting: Setting) -> list[PlanPrice]:
    """Return the prices of every table that holds some."""
    found: list[PlanPrice] = []
    for table in soup.find_all("table"):
        if table.find("table"):
            continue
        rows = [row for row in _rows(table) if row]
        if len(rows) < 2:
            continue
        columns = list(_by_column(rows, setting))
        found.extend(columns or _by_row(rows, setting))
    return found


def _rows(table: Tag) -> Iterator[list[Tag]]:
    for row in table.find_all("tr")[:400]:
        yield row.find_all(["td", "th"], recursive=False)


def _priced(cell: Tag) -> bool:
    text = flat(cell)
    return len(text) <= 120 and (has_price(cell) or hides_price(text))


def _by_column(rows: list[list[Tag]], setting: Setting) -> Iterator[PlanPrice]:
    """Plans across the top: one row holds two prices or more, the first row the names."""
    head = [flat(cell) for cell in rows[0]]
    for row in rows[1:]:
        cells = row[1:]
        if (
            len(row) < 3
            or len(row) != len(head)
            or sum(_priced(cell) for cell in cells) < max(2, len(cells) - 1)
        ):
            continue
        if all(read_period(name) for name in head[1:]):
            return  # columns are billing periods, not plans
        for index, cell in enumerate(cells, 1):
            features = {
                flat(other[0])[:120]: read_mark(flat(other[index]))
                for other in rows[1:]
                if other is not row and len(other) == len(head) and flat(other[0])
            }
            for price in read_plan(cell, head[index], setting):
                yield price.model_copy(update={"features": features})
        return


def _by_row(rows: list[list[Tag]], setting: Setting) -> Iterator[PlanPrice]:
    """A plan per row: the name first, the price in the first cell that states one."""
    head = [flat(cell) for cell in rows[0]]
    named = not any(has_price(cell) for cell in rows[0])
    for row in rows[1:] if named else rows:
        name = flat(row[0])
        cells = [
            (index, cell)
            for index, cell in enumerate(row[1:], 1)
            if _priced(cell) or _bare(cell, index, head, setting)
        ]
        if not name or not cells:
            continue
        several = len(cells) > 1
        unit = next(
            (
                flat(row[i])
                for i, title in enumerate(head)
                if _UNIT_HEAD.search(title) and i < len(row)
            ),
            "",
        )
        for index, cell in cells[:4]:
            column = head[index] if named and index < len(head) else ""
            yield from _cell_prices(
                cell, name, column if several else "", f"{column} {unit}", setting, unit
            )


def _bare(cell: Tag, index: int, head: list[str], setting: Setting) -> bool:
    """A number alone is a price where its column says so: ``单价（元）``."""
    return (
        index < len(head)
        and bool(_PRICE_HEAD.search(head[index]))
        and bool(re.fullmatch(r"[\d,.]+", flat(cell)))
        and setting.hint != ""
    )


def _cell_prices(
    cell: Tag, name: str, column: str, beside: str, setting: Setting, unit: str
) -> Iterator[PlanPrice]:
    prices = read_plan(cell, name, setting)
    if (
        not prices
        and (bare := read_price(f"{flat(cell)} {beside}", setting.hint)).amount is not None
    ):
        prices = [
            PlanPrice(
                name=name,
                plan=name,
                amount=bare.amount,
                currency=bare.currency,
                raw=flat(cell),
                confidence=0.6,
            )
        ]
    for price in prices:
        words = f"{beside} {billing_of(cell)}"
        yield price.model_copy(
            update={
                "name": f"{name} ({column})" if column and price.state == "known" else price.name,
                "period": price.period or read_period(words),
                "unit": price.unit or read_unit(f"/{unit}") or (unit[:30] or None),
                "tax": price.tax or page_tax(column),
            }
        )
