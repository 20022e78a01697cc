"""A rule that cannot be read: what is wrong with it, where, and how to mend it."""

import pytest

from crawlers.pages.rules import parse_rules
from crawlers.pages.selected import check_rules
from schemas.errors import WrongUseError


@pytest.mark.parametrize(
    ("rule", "what", "remedy"),
    [
        ("div.card[", "is no CSS selector: it ends too early", "Close the bracket"),
        ("ul..row", "from character 4 on: “.row”", "one point before a class"),
        ("span.amount::text", "is no CSS selector", "Leave ::text out"),
        ("a.more::attr(title)", "is no CSS selector", "Write @ and the name"),
        ("p::before", "is no CSS selector", "Leave out what begins with ::"),
        ("h2|take:last", "is no CSS selector", "a space on either side of |"),
        (".when regex:(\\d+)", "is no CSS selector", "a space on either side of |"),
        (".when | find:(\\d+)", "from character 8 on", "After | comes one of"),
        ("section/h2", "from character 8 on: “/h2”", "Begin an XPath with //"),
        ("//section[", "is no XPath", "Close the bracket"),
        ("xpath:", "names no place", "Write a CSS selector"),
        ("li:eq(3)", "is no CSS selector", "take:first"),
        ("<div class=x>", "from character 1 on", "not its markup"),
        (".2nd", "from character 1 on", "begins with a digit"),
        ("a[href=/rates]", "from character 8 on", "in quotation marks"),
        ("h2.top >", "it ends too early", "Say what comes after"),
        (".by | take:second", "takes no part", "take:last"),
        (".by | regex:(\\w", "“(\\w” is no regular expression", "Close every bracket"),
        (".by || ", "nothing stands on one side", "either side of ||"),
        ("h2 ｜ take：first", "in full width", "in half width"),
        ("h2 | remove:..ad", "“..ad” is no CSS selector", "one point before a class"),
        ("x" * 3000, "too long", "2000 characters"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_a_remedy(
    rule: str, what: str, remedy: str
) -> None:
    with pytest.raises(WrongUseError) as caught:
        check_rules({"title": rule})
    assert caught.value.what.startswith("title: ")
    assert what in caught.value.what
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    "rule",
    [
        "h2.top:first-child", "a[title='价格：低']", "[data-name=价格：低]", '//td[contains(., "价格：")]/following::td[1]',
        "td.sum | regex:价格：(\\d+)", "h2.new || h2.old", "css:.by b | take:all | join:, ", "time@datetime",
    ],
)  # fmt: skip
def test_a_rule_that_can_be_read_is_left_alone(rule: str) -> None:
    assert parse_rules(rule)
