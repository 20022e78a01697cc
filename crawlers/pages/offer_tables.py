"""Prices in tables: a row per plan, or a column per plan with features below."""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from crawlers.pages.plan_words import (
    Setting,
    billing_by_label,
    billing_of,
    flat,
    has_price,
    is_broken,
    page_tax,
    read_mark,
)
from crawlers.pages.pricing import read_plan
from schemas.documents import PlanPrice
from text.price import currency_symbol, hides_price, read_period, read_price, read_unit

_UNIT_HEAD = re.compile(
    r"单位|^unit|计量|计费单位|billing unit|^einheit|^unité|^単位", re.IGNORECASE
)
_PRICE_HEAD = re.compile(
    r"price|rate|fee|cost|charge|tariff|monthly|yearly|annual|单价|价格|费用|报价|售价|金额|元|料金|価格|preis|prix|tarif|honorar",
    re.IGNORECASE,
)
# Columns of what is paid once beside the plan's own price.
_ASIDE_HEAD = re.compile(
    r"set-?up|activation|installation|初期費用|事務手数料|入会金|einrichtung|安装费|开通费|押金|frais d'installation",
    re.IGNORECASE,
)
_MOST_COLUMNS = 40
_NUMBER = re.compile(r"[\d,.'\u00a0 ]*\d[\d,.'\u00a0 ]*[*†]?")
_TIMES = {"stunde": "hour", "tag": "day", "woche": "week", "monat": "month", "jahr": "year", "hour": "hour", "day": "day",
          "week": "week", "month": "month", "year": "year", "小时": "hour", "天": "day", "人天": "day", "月": "month", "人月": "month",
          "年": "year", "時間": "hour", "日": "day", "人日": "day", "heure": "hour", "jour": "day", "mois": "month"}  # fmt: skip


def from_tables(soup: BeautifulSoup, setting: Setting) -> list[PlanPrice]:
    """Return the prices of every table that holds some, and take these tables out of *soup*."""
    found: list[PlanPrice] = []
    for table in soup.find_all("table"):
        if table.find("table"):
            continue
        rows = [row for row in _rows(table) if row]
        if len(rows) < 2:
            continue
        plans = [*_by_head(rows, setting)] or [*_by_column(rows, setting)] or [*_by_row(rows, setting)]  # fmt: skip
        if plans:
            found.extend(plans)
            table.extract()
    return found


def _rows(table: Tag) -> Iterator[list[Tag]]:
    """Yield the rows of a table; a cell that spans rows or columns stands in each of them."""
    reaching: dict[int, tuple[Tag, int]] = {}
    for row in table.find_all("tr")[:400]:
        cells: list[Tag] = []
        own = row.find_all(["td", "th"], recursive=False)
        while own or len(cells) in reaching:
            if len(cells) in reaching:
                cell, left = reaching.pop(len(cells))
            else:
                cell, left = own.pop(0), 0
                left = _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                if left > 1:
                    reaching[len(cells)] = (cell, left - 1)
                cells.append(cell)
                if len(cells) >= _MOST_COLUMNS:
                    break
            if len(cells) >= _MOST_COLUMNS:
                break
        yield cells


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return max(1, min(int(value), _MOST_COLUMNS)) if value.isdigit() else 1


def _priced(cell: Tag) -> bool:
    text = flat(cell)
    return len(text) <= 120 and (has_price(cell) or hides_price(text) or is_broken(cell))


def _features(rows: list[list[Tag]], index: int, head: list[Tag]) -> dict[str, bool | str]:
    return {
        flat(row[0])[:120]: read_mark(flat(row[index]))
        for row in rows
        if len(row) == len(head) and flat(row[0])
    }


def _by_head(rows: list[list[Tag]], setting: Setting) -> Iterator[PlanPrice]:
    """Plans across the top, each with its price in the head itself: ``Brook £22/mo``."""
    head = rows[0]
    cells = head[1:]
    if len(cells) < 2 or sum(has_price(cell) for cell in cells) < max(2, len(cells) - 1):
        return
    if has_price(head[0]) or len(rows) < 3:
        return
    for index, cell in enumerate(cells, 1):
        name = next((flat(one) for one in cell.find_all(True) if flat(one) and read_price(flat(one)).amount is None), "")  # fmt: skip
        name = name or re.split(r"[$€£¥￥₹]|\d", flat(cell))[0].strip(" :–-")
        features = _features(rows[1:], index, head)
        for price in read_plan(cell, name, setting) if name else ():
            yield price.model_copy(update={"features": features})


def _by_column(rows: list[list[Tag]], setting: Setting) -> Iterator[PlanPrice]:
    """Plans across the top: one row holds two prices or more, the first row the names."""
    head = [flat(cell) for cell in rows[0]]
    if any(_PRICE_HEAD.search(name) or _ASIDE_HEAD.search(name) for name in head[1:]):
        return  # columns are kinds of price, not plans
    if all(read_period(name) for name in head[1:]):
        return  # columns are billing periods, not plans
    lines = [row for row in rows[1:] if _is_price_line(row, head)]
    if len(lines) > 1 and not all(_PRICE_HEAD.search(flat(row[0])) or read_period(flat(row[0])) for row in lines):  # fmt: skip
        return  # rows are plans, columns their several prices
    other = [row for row in rows[1:] if all(row is not line for line in lines)]
    for row in lines:
        beside = flat(row[0])
        for index, cell in enumerate(row[1:], 1):
            features = _features(other, index, rows[0])
            for price in read_plan(cell, head[index], setting):
                yield _completed(price, beside).model_copy(update={"features": features})


def _is_price_line(row: list[Tag], head: list[str]) -> bool:
    cells = row[1:]
    if len(row) < 3 or len(row) != len(head):
        return False
    return sum(_priced(cell) for cell in cells) >= max(2, len(cells) - 1)


def _completed(price: PlanPrice, beside: str) -> PlanPrice:
    """Take period and unit from what stands *beside* where the price itself tells none."""
    if price.state != "known":
        return price
    return price.model_copy(
        update={
            "period": price.period or read_period(beside),
            "unit": price.unit or read_unit(beside),
        }
    )


def _by_row(rows: list[list[Tag]], setting: Setting) -> Iterator[PlanPrice]:
    """A plan per row: the name first, the price in the cells that state one."""
    head = [flat(cell) for cell in rows[0]]
    named = not any(has_price(cell) for cell in rows[0])
    body = rows[1:] if named else rows
    twice = Counter(flat(row[0]) for row in body)
    unit_at = next((i for i, title in enumerate(head) if named and _UNIT_HEAD.search(title)), None)
    for row in body:
        titles = head if named and len(row) == len(head) else [""] * len(row)
        cells = [
            (index, cell)
            for index, cell in enumerate(row[1:], 1)
            if not _ASIDE_HEAD.search(titles[index])
            and (_priced(cell) or _bare(cell, titles[index], setting))
        ]
        name = flat(row[0])
        if not name or not cells:
            continue
        if twice[name] > 1 and len(row) > 2 and cells[0][0] != 1 and flat(row[1]):
            detail = f"{name} ({flat(row[1])})"
        else:
            detail = name
        unit = flat(row[unit_at]) if unit_at is not None and unit_at < len(row) else ""
        for index, cell in cells[:6]:
            column = titles[index] if len(cells) > 1 else ""
            for price in _cell_prices(cell, name, titles[index], unit, setting):
                yield _named(price, name, detail, _without_unit(column))


def _named(price: PlanPrice, name: str, detail: str, column: str) -> PlanPrice:
    """Name a price by its row, and by its column where the row holds several."""
    suffix = price.name.removeprefix(name)
    plain = detail + (f" ({column})" if column and not suffix else suffix)
    return price.model_copy(update={"name": plain[:200], "plan": name[:200]})


def _without_unit(column: str) -> str:
    return re.sub(r"\s*[（(][^（()）]*[)）]\s*$", "", column)


def _bare(cell: Tag, title: str, setting: Setting) -> bool:
    """A number alone is a price where its column says so: ``单价（元）``, ``Onshore (£/day)``."""
    if not _NUMBER.fullmatch(flat(cell)):
        return False
    return bool(currency_symbol(title, setting.hint)) or bool(
        _PRICE_HEAD.search(title) and setting.hint
    )


def _cell_prices(
    cell: Tag, name: str, title: str, unit: str, setting: Setting
) -> Iterator[PlanPrice]:
    prices = read_plan(cell, name, setting)
    if not prices:
        symbol = currency_symbol(title, setting.hint)
        bare = read_price(f"{flat(cell)} {symbol or ''}", setting.hint)
        if bare.amount is not None:
            prices = [
                PlanPrice(
                    name=name[:200],
                    plan=name[:200],
                    amount=bare.amount,
                    currency=bare.currency,
                    raw=flat(cell)[:200],
                    tax=setting.tax,
                    region=setting.region,
                    confidence=0.85 if symbol else 0.6,
                )
            ]
    for price in prices:
        if price.state != "known":
            yield price
            continue
        beside = f"{title} {unit}"
        period = price.period or read_period(beside) or _TIMES.get(unit.lower())
        counted = price.unit or read_unit(beside) or read_unit(f"/{unit}")
        if counted is None and unit.lower() not in _TIMES and _is_counted(unit):
            counted = unit[:30]
        yield price.model_copy(
            update={
                "period": period,
                "unit": counted,
                "tax": page_tax(title) or price.tax,
                "billed": price.billed or billing_of(title) or _other_than(period, billing_by_label(title)),
            }
        )  # fmt: skip


def _other_than(period: str | None, billed: str | None) -> str | None:
    """Say how it is billed only where that is not what the price is for anyway."""
    return None if billed == period else billed


def _is_counted(unit: str) -> bool:
    return bool(unit) and not re.search(r"pauschal|flat|lump|一次性|固定|forfait", unit, re.IGNORECASE)  # fmt: skip
