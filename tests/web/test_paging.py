"""Long lists come a part at a time, and no part is lost or shown twice."""

import pytest

from web.paging import part


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 35])
def test_parts_are_the_whole_list_in_its_order(count: int) -> None:
    items = list(range(count))
    first = part(items, 1, 10)
    parts = [part(items, page, 10) for page in range(1, first.pages + 1)]
    assert [one for some in parts for one in some.items] == items
    assert all(len(some.items) <= 10 for some in parts)
    assert [some.last for some in parts][-1] == count == first.total
    assert [some.first for some in parts[1:]] == [some.last + 1 for some in parts[:-1]]


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    assert part(list(range(25)), 99, 10) == part(list(range(25)), 3, 10)
    assert part([], 7, 10).page == 1
