"""Which rule a time-out names: so that it is that one which is switched off."""

import pytest

from crawlers.pages.rules import timed_out
from pipeline.rules import named_in


@pytest.mark.parametrize(
    ("rule", "slow", "named"),
    [
        (r".kept | regex:^(?:\w|\w\w)+$", r"regex:^(?:\w|\w\w)+$", True),
        (r".sm\:when", r".sm\:when", True),
        ("h2.new || h1.old", "h1.old", True),
        (".a | regex:x | y", "regex:x | y", True),
        ("p", ".price | regex:(a+)+$", False),
        ("p", "regex:p+", False),
        ("h1", "h1.old", False),
        ("h1[", "h1[", False),
    ],
)
def test_a_time_out_names_one_rule_however_it_is_written(rule: str, slow: str, named: bool) -> None:
    assert named_in(rule, timed_out(slow).what) is named
