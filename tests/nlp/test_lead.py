"""Where the lead of a text ends, whatever its paragraphs are parted by."""

import pytest

from nlp.prominence import lead_length

_FIRST = "Marrowby has moved its depot from Leith to a larger hall near the ring road, " * 3
_NEXT = "The firm was founded in 1988 and sold its bakery arm to Tesk in 2011."
_ERSTENS = "梨岚茶事已经把华东仓库从苏州迁到嘉兴，新仓面积约为原来的两倍，可以当天配送，" * 2
_DANACH = "公司成立于1988年，2011年把烘焙业务卖给了别人。"


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_the_first_paragraph_is_the_lead(gap: str) -> None:
    assert lead_length(f"{_FIRST}{gap}{_NEXT}", "en") == len(_FIRST)
    assert lead_length(f"{_ERSTENS}{gap}{_DANACH}", "zh") == len(_ERSTENS)


def test_a_dateline_is_no_lead() -> None:
    assert lead_length(f"LEITH, 3 May\n\n{_FIRST}\n\n{_NEXT}", "en") == 14 + len(_FIRST)
    assert lead_length(f"本报苏州讯\n{_ERSTENS}\n{_DANACH}", "zh") == 6 + len(_ERSTENS)


def test_the_items_of_a_list_go_on() -> None:
    listed = f"{_FIRST}\n- {_NEXT}\n- {_NEXT}"
    assert len(_FIRST) < lead_length(listed, "en") < len(listed)


def test_a_text_without_paragraphs_has_a_lead() -> None:
    assert lead_length((_NEXT + " ") * 9, "en") == len(_NEXT) * 4 + 3
    assert lead_length(_DANACH * 9, "zh") == len(_DANACH) * 6
    assert lead_length(f"{_DANACH * 14}\n联系人：陈女士", "zh") == len(_DANACH) * 6
