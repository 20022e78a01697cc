"""Amounts in euro, roughly."""

from decimal import Decimal

import pytest

from schemas.language import Value
from text.euro import in_euro


def test_an_amount_is_converted_by_its_currency() -> None:
    assert in_euro(Value(amount=Decimal(100), currency="EUR")) == 100
    assert in_euro(Value(amount=Decimal(1000), currency="CNY")) == pytest.approx(120)


@pytest.mark.parametrize(
    "value", [None, Value(), Value(amount=Decimal(1)), Value(amount=Decimal(1), currency="XXX")]
)
def test_what_has_no_known_currency_has_no_amount(value: Value | None) -> None:
    assert in_euro(value) is None
