"""Analysts put tags right from a story's page; viewers cannot; what is wrong with it is said beside the form."""

import re
from typing import Any, get_args

import pytest

from schemas.corrections import Fix
from text.display import Lang
from web.wording import group


def forms(page: str, action: str) -> list[str]:
    return re.findall(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)


def test_a_move_is_put_right_on_the_page_and_taken_back(served: Any) -> None:
    path = served.story("Portulan")
    client = served.as_("analyst")
    page = client.get(path).text
    (form, *_others) = forms(page, f"{path}/correct")
    move = re.search(r'name="move" value="([^"]+)"', form)
    assert move is not None
    story = served.workspace.store.stories.get(path.rpartition("/")[2])
    assert story is not None
    before = next(one for one in story.moves if one.id == move[1])
    without = served.post(
        client, f"{path}/correct", move=move[1], right="status:rumoured", reason=""
    )
    assert without.status_code == 400
    assert "reason" in without.text
    done = served.post(
        client, f"{path}/correct", move=move[1], right="status:rumoured", reason="Nobody signed"
    )
    assert done.status_code == 303
    shown = client.get(path).text
    assert "Put right." in shown
    undo = re.search(rf'action="({path}/uncorrect/[^"]+)"', shown)
    assert undo is not None
    assert served.workspace.store.corrections.all()[-1].author == "analyst"
    after = served.workspace.store.stories.get(story.id)
    assert {one.move.status for one in after.moves if one.move.kind == before.move.kind} == {
        "rumoured"
    }
    back = served.post(client, undo[1])
    assert back.status_code == 303
    again = served.workspace.store.stories.get(story.id)
    assert before.move.status in {one.move.status for one in again.moves}


def test_what_was_put_right_stands_on_the_page_until_it_is_taken_back(served: Any) -> None:
    path = served.story("Portulan")
    client = served.as_("analyst")
    move = re.search(r'name="move" value="([^"]+)"', client.get(path).text)
    assert move is not None
    served.post(client, f"{path}/correct", move=move[1], right="status:rumoured", reason="Said <i>")
    client.get(path)  # what the flash offered is gone
    page = client.get(path).text
    part = page[page.index('id="righted"') :].partition("</section>")[0]
    assert "acquisition: rumoured" in part
    assert "Said &lt;i&gt;" in part
    assert "应" not in part
    chinese = client.get(f"{path}?lang=zh").text
    assert "收购：传闻" in chinese
    assert 'id="righted"' not in served.as_("viewer").get(path).text
    undo = re.search(rf'action="({path}/uncorrect/[^"]+)"', part)
    assert undo is not None
    assert served.post(client, undo[1]).status_code == 303
    assert 'id="righted"' not in client.get(path).text


def test_what_cannot_be_put_right_is_said(served: Any) -> None:
    path = served.story("Portulan")
    client = served.as_("analyst")
    gone = served.post(client, f"{path}/correct", move="m0", right="remove", reason="x")
    assert gone.status_code == 400
    alone = served.post(client, f"{path}/split/d0", reason="x")
    assert alone.status_code == 400
    nothing = served.post(client, f"{path}/uncorrect/c999")
    assert nothing.status_code == 303
    assert "Not taken back" in client.get(path).text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "&#39;Nobody &amp; Sons&#39; is not in the text"), ("zh", "正文中没有 &#39;Nobody &amp; Sons&#39;，请照原文填写")],
    ids=["en", "zh"],
)  # fmt: skip
def test_a_correction_that_is_refused_keeps_what_was_typed(
    served: Any, language: str, said: str
) -> None:
    path = served.story("Portulan")
    client = served.as_("analyst")
    (form, *others) = forms(client.get(path).text, f"{path}/correct")
    move = re.search(r'name="move" value="([^"]+)"', form)
    assert move is not None
    wish = {"move": move[1], "right": "company", "company": "Nobody & Sons", "reason": 'As "said"'}
    refused = served.post(client, f"{path}/correct?lang={language}", **wish)
    assert refused.status_code == 400
    (again, *rest) = forms(refused.text, f"{path}/correct")
    assert said in again
    assert "http" not in again, "the reader is on the page of the report"
    assert '<option value="company" selected>' in again
    assert 'value="Nobody &amp; Sons"' in again
    assert 'value="As &#34;said&#34;"' in again
    assert len(rest) == len(others)
    assert not any("Nobody" in one or "selected" in one for one in rest)


def test_another_company_is_asked_for_by_name_and_a_move_that_is_gone_is_told(served: Any) -> None:
    path = served.story("Portulan")
    client = served.as_("analyst")
    found = re.search(r'name="move" value="([^"]+)"', client.get(path).text)
    assert found is not None
    unnamed = served.post(client, f"{path}/correct", move=found[1], right="company", reason="why")
    assert (unnamed.status_code, "Name the company" in unnamed.text) == (400, True)
    gone = served.post(client, f"{path}/correct", move="m0", right="remove", reason="Twice told")
    assert gone.status_code == 400
    assert "no longer in the story" in gone.text
    assert "Twice told" in gone.text


def test_an_assignment_with_a_wrong_day_keeps_to_whom(served: Any) -> None:
    path = served.story("Portulan")
    client = served.as_("analyst")
    served.session("viewer")
    page = served.post(client, f"{path}/assign", to="viewer", due="soon").text
    assert '<option value="viewer" selected>' in page


def test_a_viewer_sees_no_form_and_may_not_post_one(served: Any) -> None:
    path = served.story("Portulan")
    client = served.as_("viewer")
    assert forms(client.get(path).text, f"{path}/correct") == []
    assert (
        served.post(client, f"{path}/correct", move="m", right="remove", reason="x").status_code
        == 403
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sort_of_correction_has_words(language: Lang) -> None:
    words = group("story", language).righted
    assert all(isinstance(words[fix], str) for fix in get_args(Fix))
