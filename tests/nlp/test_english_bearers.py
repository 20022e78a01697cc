"""Names that look like a company's and are people's: by Ms and Mr, and by the post beside them."""

import pytest

from nlp.english.bearers import addressed, firms, in_posts
from nlp.entities import Entity
from nlp.names.model import Guess


def guess(text: str, name: str) -> Guess:
    start = text.index(name)
    return Guess(start, start + len(name), "ORG", 15.0)


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Orsa Wexcombe joins Velmora. Ms Wexcombe is a chemist.", "Orsa Wexcombe", "PERSON"),
        ("Orsa Wexcombe joins Velmora. Mr. Wexcombe is a chemist.", "Orsa Wexcombe", "PERSON"),
        ("Orsa Wexcombe joins Velmora. Ms Tarn is a chemist.", "Orsa Wexcombe", "ORG"),
        ("Wexcombe opens. Mr Wexcombe sells shirts.", "Wexcombe", "ORG"),  # no fuller name
        ("Wexcombe Group grows. Mr. Wexcombe Group is large.", "Wexcombe Group", "ORG"),
        ("Orsa Wexcombe joins Velmora.", "Orsa Wexcombe", "ORG"),
    ],
)
def test_whom_a_text_addresses_is_a_person(text: str, name: str, label: str) -> None:
    assert [one.label for one in addressed(text, [guess(text, name)])] == [label]


def test_the_given_name_and_the_surname_alone_are_the_person_s_too() -> None:
    text = "Orsa Wexcombe joins Velmora. Ms Wexcombe starts in May. We greet Orsa."
    seen = [guess(text, "Orsa Wexcombe"), guess(text, "Velmora"), guess(text, "Wexcombe starts")]
    last = text.rindex("Orsa")
    seen[2] = seen[2]._replace(end=seen[2].start + len("Wexcombe"))
    seen.append(Guess(last, last + 4, "ORG", 15.0))
    assert [one.label for one in addressed(text, seen)] == ["PERSON", "ORG", "PERSON", "PERSON"]


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
