"""A launch or retirement that is announced has a day of its own. The companies are invented."""

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

TAGGER = Tagger(Registry())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11月12日，云岫科技宣布，空气净化器P2将于12月1日正式发布。", "12月1日"),
        ("今日，风驰汽车宣布，新一代旗舰手机X10将于12月18日正式发布。", "12月18日"),
        ("11月12日，北辰云宣布，旗下个人网盘将于明年3月31日停止服务。", "明年3月31日"),
        ("11月12日，茶小满宣布，自12月1日起下架果茶系列。", "12月1日"),
        ("11月10日，风驰汽车官宣，全新旗舰轿车E9将于11月28日正式上市。", "11月28日"),
        ("11月12日，云岫科技正式发布空气净化器P2。", "11月12日"),
        ("11月12日，云岫科技宣布停产空气净化器P1。", "11月12日"),
        ("11月12日，云岫科技宣布，截至12月1日已发布三款新品。", "11月12日"),
    ],
    ids=[
        "launch",
        "today",
        "retirement",
        "from-a-day",
        "proclaimed",
        "launched",
        "retired",
        "up-to-a-day",
    ],
)
def test_the_day_of_the_announcement_gives_way_to_that_of_the_thing(text: str, day: str) -> None:
    (move,) = TAGGER.tag("", text, published="2026-11-18", language="zh").moves
    told = move.slots["date"]
    assert not isinstance(told, tuple)
    assert told.text == day
