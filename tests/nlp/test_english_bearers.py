"""Names that look like a company's and are people's, by the post beside them, and the other way round."""

import pytest

from nlp.english.bearers import firms, in_posts
from nlp.entities import Entity
from nlp.names.model import Guess


def guess(text: str, name: str) -> Guess:
    start = text.index(name)
    return Guess(start, start + len(name), "ORG", 15.0)


@pytest.mark.parametrize(
    ("text", "name", "post", "found"),
    [
        ("Its finance chief Orsa Wexcombe left.", "Orsa Wexcombe", "finance chief", "Orsa Wexcombe"),
        ("CEO Orsa Wexcombe left.", "CEO Orsa Wexcombe", "CEO", "Orsa Wexcombe"),
        ("Orsa Wexcombe, the chairman, left.", "Orsa Wexcombe", "chairman", "Orsa Wexcombe"),
        ("Its chairman and Orsa Wexcombe left.", "Orsa Wexcombe", "chairman", None),
        ("The founder Wexcombe left.", "Wexcombe", "founder", None),
        ("Its director Wexcombe Foods left.", "Wexcombe Foods", "director", None),
    ],
)  # fmt: skip
def test_a_name_beside_a_post_is_a_person_s(
    text: str, name: str, post: str, found: str | None
) -> None:
    start = text.index(post)
    role = Entity(start, start + len(post), "ROLE")
    (one,) = in_posts(text, [guess(text, name)], [role])
    assert one.label == ("PERSON" if found else "ORG")
    assert text[one.start : one.end] == (found or name)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Furniture retailer Orsa Wexcombe sheds jobs.", "ORG"),
        ("Brickmaker Orsa Wexcombe sheds jobs.", "ORG"),
        ("It sold Orsa Wexcombe's shops.", "ORG"),
        ("The designer Orsa Wexcombe sheds jobs.", "PERSON"),
        ("The lawmaker Orsa Wexcombe is ill.", "PERSON"),
        ("Orsa Wexcombe leaves.", "PERSON"),
    ],
)
def test_who_is_called_a_firm_is_one(text: str, label: str) -> None:
    seen = guess(text, "Orsa Wexcombe")._replace(label="PERSON")
    assert [one.label for one in firms(text, [seen])] == [label]
