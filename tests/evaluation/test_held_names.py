from evaluation.held_names import score
from nlp.corpora import Item, LabelledMove
from nlp.tagger import Tagger
from schemas.registry import Registry


def _item(number: int, actor: str) -> Item:
    return Item(
        id=f"zh-held-{number:04}", lang="zh", style="news", title="澜海科技有限公司收购木笛软件有限公司",
        text="澜海科技有限公司今天宣布，已完成对木笛软件有限公司的收购，作价3亿元。", published="2026-06-15",
        moves=(LabelledMove(kind="acquisition", status="done", actor=actor),), brief=True,
    )  # fmt: skip


def test_actors_are_counted_as_named_and_as_found() -> None:
    right, wrong, unmarked = (
        _item(1, "澜海科技有限公司"),
        _item(2, "木笛游戏"),
        _item(3, ""),
    )
    counts = score([right, wrong, unmarked], Tagger(Registry()))
    assert counts == {"moves": 2, "named": 1, "found": 2, "actor": 1}
