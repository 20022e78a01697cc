"""How a public set of moves is scored under its broad labels."""

from evaluation.moves import public
from nlp.tagger import Tagger
from schemas.registry import Registry

TEXT = "澜桥电器与穗岚软件签署战略合作协议，共同开发烤箱的操作系统。"


def _scored(label: str) -> dict[str, float]:
    row = {"lang": "zh", "text": TEXT, "labels": [label], "judged": ["customer_win", "legal"]}
    return public([row], Tagger(Registry(), scorer=None))


def test_either_of_two_labels_satisfies_even_one_that_is_not_judged_alone() -> None:
    assert _scored("customer_win|partnership")["recall"] == 1.0


def test_what_is_not_judged_is_no_false_find() -> None:
    assert _scored("legal") == {"micro_f1": 0.0, "precision": 0.0, "recall": 0.0}
