"""Names of plans: how they are billed is told in the reader's language, all else is the page's."""

import pytest

from text.plans import plan_name


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("Team (billed annually)", "Team (billed annually)", "Team（按年付）"),
        ("Team, paid per month", "Team, paid per month", "Team（按月付）"),
        ("团队版（按年付费）", "团队版 (billed yearly)", "团队版（按年付费）"),
        ("Team", "Team", "Team"),
        ("Team (new)", "Team (new)", "Team (new)"),
        ("Billed annually", "Billed annually", "Billed annually"),
        ("标准版（限时）", "标准版（限时）", "标准版（限时）"),
    ],
    ids=["english", "comma", "chinese", "plain", "other", "alone", "other chinese"],
)
def test_only_how_it_is_billed_is_told_in_ones_own_language(
    name: str, english: str, chinese: str
) -> None:
    assert (plan_name(name, "en"), plan_name(name, "zh")) == (english, chinese)
