"""Story: moves with their words in every report, side by side; assigned, noted, shared; archive and versions."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich import enrich
from schemas.documents import Article
from schemas.language import Move, Slot, Span
from schemas.stories import StoryMove
from web import differences, evidence

TEXTS = st.text(alphabet="ab <>&\"'\n维墨", max_size=80)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_story_shows_numbered_evidence_and_points_that_add_up(served: Any) -> None:
    page = served.client.get(served.story("Portulan")).text
    pair = page[page.index('id="pair"') :]
    marks = set(re.findall(r'<mark class="ev strategy">([^<]+)<sup>(\d)</sup></mark>', pair))
    assert {"Portulan", "€184 million"} <= {words for words, _ in marks}
    listed = dict(re.findall(r"<dd>([^<]+) <sup>(\d)</sup>", page))
    for words, number in marks:
        if words in listed:
            assert listed[words] == number
    rail = page[page.index(">Why <") :]
    score = float(re.findall(r'<span class="num">([\d.]+)</span></h2>', rail)[0])
    part = rail[: rail.index("</section>")]
    points = [
        float(one.replace("−", "-")) for one in re.findall(r'<span class="num">([+−][\d.]+)', part)
    ]
    assert len(points) > 2
    assert sum(points) == pytest.approx(score, abs=0.05 * len(points) + 0.05)


def test_an_analyst_assigns_a_viewer_sees_and_cannot(served: Any) -> None:
    path = served.story("Portulan")
    analyst, viewer = served.client, served.as_("viewer")
    served.post(viewer, "/account")  # the account is there
    wrong = served.post(analyst, f"{path}/assign", to="nobody-here")
    assert wrong.status_code == 400
    assert "Choose somebody who may sign in" in wrong.text
    assert served.post(analyst, f"{path}/assign", to="viewer", due="soon").status_code == 400
    served.post(analyst, f"{path}/assign", to="viewer", due="2026-11-20")
    page = text_of(analyst.get(path).text)
    assert "Assigned to The viewer" in page
    assert "The viewer by The analyst, due Fri 20 Nov" in page
    mine = viewer.get("/?show=mine").text
    assert f'data-story="{path.rpartition("/")[2]}"' in mine
    assert "by Fri 20 Nov" in text_of(mine)
    assert f'{path}/assign"' not in viewer.get(path).text, "what one may not do is not offered"
    served.post(analyst, f"{path}/assign", action="done")
    assert "Nothing is assigned to you" in viewer.get("/?show=mine").text
    served.post(analyst, f"{path}/assign", action="nobody")
    assert "To nobody" in analyst.get(path).text
    actions = [one.action for one in served.workspace.store.audit.list(kind="story", limit=5)]
    assert actions[:3] == ["story-unassigned", "story-done", "story-assigned"]


def test_notes_are_words_are_ones_own_and_come_back(served: Any) -> None:
    path = served.story("Portulan")
    analyst, administrator = served.client, served.as_("administrator")
    assert served.post(analyst, f"{path}/notes", text="  ").status_code == 400
    long = served.post(analyst, f"{path}/notes", text="x" * 4001)
    assert long.status_code == 400
    assert "x" * 4001 in long.text, "what was typed is not lost"
    served.post(analyst, f"{path}/notes", text="<b>Call</b> Fennhavn\n周二联系客户")
    page = administrator.get(path).text
    assert "&lt;b&gt;Call&lt;/b&gt; Fennhavn" in page
    assert "周二联系客户" in page
    found = re.search(rf'action="({path}/notes/[^"]+/remove)"', analyst.get(path).text)
    assert found
    other = found[1].replace(path, served.story("Velmora Team"))
    assert served.post(analyst, other).status_code == 404
    served.post(analyst, found[1])
    gone = analyst.get(path).text
    assert "Fennhavn\n" not in gone
    assert "周二联系客户" not in gone
    back = re.search(r'class="flash".*?action="([^"]+)"', gone, re.DOTALL)
    assert back
    served.post(analyst, back[1])
    assert "周二联系客户" in analyst.get(path).text
    served.post(analyst, found[1])


def test_a_shared_story_is_read_by_whoever_has_the_address_and_only_that(served: Any) -> None:
    path = served.story("Portulan")
    analyst = served.client
    served.post(analyst, f"{path}/notes", text="for us alone")
    page = served.post(analyst, f"{path}/share").text
    secret = re.findall(r'class="secret">[^<]*(/shared/[\w-]+)<', page)
    assert len(secret) == 1
    with httpx.Client(base_url=served.url, trust_env=False) as nobody:
        shown = nobody.get(secret[0])
        assert shown.status_code == 200
        assert "Velmora to acquire Portulan" in shown.text
        for inside in ("for us alone", "The analyst", "/document/", "/assign", "/mark/"):
            assert inside not in shown.text
        assert nobody.get(path).status_code == 303
        assert nobody.get(secret[0][:-1] + "x").status_code == 404
        assert "1 link holds" in analyst.get(path).text
        served.clock.now += timedelta(days=15)
        assert nobody.get(secret[0]).status_code == 404
        served.clock.now -= timedelta(days=15)
        served.post(analyst, f"{path}/unshare")
        assert nobody.get(secret[0]).status_code == 404


def test_the_archive_shows_a_page_as_words_and_hands_it_over_as_a_file(served: Any) -> None:
    path = served.story("Velmora Team")
    link = re.findall(r'href="(/document/[^"/?]+)"', served.client.get(path).text)[0]
    page = served.client.get(link)
    assert page.status_code == 200
    assert len(re.findall("<script", page.text)) == 1
    assert all(
        one.startswith("/document/") for one in re.findall(r'<img[^>]* src="([^"]*)', page.text)
    )
    assert "&lt;article&gt;" in page.text, "the source, as characters"
    received = served.client.get(link + "/received")
    assert received.headers["content-type"] == "application/octet-stream"
    assert received.headers["content-disposition"].startswith("attachment")
    assert received.headers["x-content-type-options"] == "nosniff"
    assert b"<article>" in received.content
    assert served.client.get(link + "?revision=99").status_code == 404
    assert served.client.get(link + "?revision=0").status_code == 400


def test_long_runs_that_are_the_same_are_folded_and_nothing_is_lost() -> None:
    old = [f"Paragraph {number}." for number in range(20)]
    found = differences.paragraphs("\n".join(old), "\n".join([*old[:10], "New.", *old[11:]]))
    made = differences.runs(found)
    assert [(run.folded, len(run.paragraphs)) for run in made] == [(True, 8), (False, 5), (True, 7)]
    assert [one for run in made for one in run.paragraphs] == found
    assert [run.folded for run in differences.runs(differences.paragraphs("A.\nB.", "A.\nC."))] == [
        False
    ]
    assert [run.folded for run in differences.runs(differences.paragraphs("A.", "A."))] == [False]


def test_versions_are_compared_word_by_word(served: Any) -> None:
    store = served.workspace.store
    path = served.story("Portulan")
    name = re.findall(r'href="/document/([^"/?]+)"', served.client.get(path).text)[0]
    latest = store.documents.latest(name)
    assert latest is not None
    if latest.number == 1:
        snapshot = store.harvest.snapshot(latest.snapshot)
        source = store.registry.source(latest.source)
        assert snapshot is not None
        assert source is not None
        # Later, but not after the present of the pages: what is to come they do not list.
        moment = snapshot.fetched_at + timedelta(microseconds=1)
        later = snapshot.model_copy(
            update={"id": "later", "fetched_at": moment, "digest": "0" * 64}
        )
        document = latest.document
        assert isinstance(document, Article)
        changed = document.model_copy(update={"text": document.text.replace("184", "190", 1)})
        saved = store.documents.save(changed, snapshot=later, source=source, now=moment)
        assert saved.revision.number == 2
        enrich(served.workspace)  # as a run would: others look for its moves
    page = served.client.get(f"/document/{name}/changes").text
    assert "€<del>184 </del><ins>190 </ins>million" in page
    assert "1 paragraph differs" in page
    assert "/document/" + name in page


def test_what_other_reports_say_is_said_once_and_as_the_page_writes_it(served: Any) -> None:
    speak = served.app.state.site.speaker("zh")
    texts = ("velmora", "99.00 EUR/month", "11.2 %", "11.2 %", "hidden")
    slots = [Slot(text=one) for one in texts]
    name = speak.company("velmora")
    assert speak.otherwise("11.2%", slots) == [name, "€99 每月", "需询价"]
    assert name not in speak.otherwise(name, slots)


def test_what_has_no_address_is_called_what_it_is(served: Any) -> None:
    speak = served.app.state.site.speaker("en")
    assert (
        speak.place("urn:zhibi:" + "0" * 64)
        == "a file or note that was dropped in; it has no address"
    )
    assert speak.place("mid:a@b.example") == "an e-mail; it has no address"
    assert "文件" in served.app.state.site.speaker("zh").place("urn:zhibi:" + "0" * 64)
    assert speak.place("https://velmora.example/a") == "https://velmora.example/a"


def move(text: str, slots: dict[str, Slot], actor: Slot | None = None) -> Move:
    return Move(
        kind="acquisition", status="announced", confidence=0.9, actor=actor, slots=slots,
        evidence=(Span(start=0, end=len(text) + 1),),
    )  # fmt: skip


@given(title=TEXTS, text=TEXTS, spans=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90))))
def test_marking_never_changes_a_word_and_never_lets_markup_through(
    title: str, text: str, spans: list[tuple[int, int]]
) -> None:
    title = " ".join(title.split())
    whole = f"{title}\n{text}"
    slots = {
        f"slot{n}": Slot(text=whole[a:b], start=a, end=b) for n, (a, b) in enumerate(spans) if a < b
    }
    one = move(whole, slots)
    groups = evidence.numbered([[StoryMove(id="1", document_id="d", move=one)]])
    head, paragraphs, _ = evidence.marked(title, text, evidence.places(groups, [one], title, text))
    for made, said in [
        (head, title),
        *zip(paragraphs, [p for p in text.split("\n") if p.strip()], strict=True),
    ]:
        bare = re.sub(r"<sup>\d+</sup>|</?mark[^>]*>", "", str(made))
        assert "<" not in bare
        assert unescape(bare).split() == said.split() or "".join(unescape(bare).split()) == "".join(
            said.split()
        )
        assert str(made).count("<mark") == str(made).count("</mark>")


def test_slots_of_reports_that_agree_share_a_number() -> None:
    english = move("Velmora buys Portulan", {"target": Slot(text="Portulan", start=13, end=21)})
    chinese = move("维墨收购波图兰", {"target": Slot(text="波图兰", start=4, end=7)})
    moves = [
        StoryMove(id=str(n), document_id=str(n), move=one)
        for n, one in enumerate((english, chinese))
    ]
    group = evidence.numbered([moves])[0]
    assert [(one.name, one.number, one.slot.text) for one in group.slots] == [
        ("target", 1, "Portulan")
    ]
    assert [one.text for one in group.slots[0].others] == ["波图兰"]
    places = evidence.places([group], [chinese], "维墨收购波图兰", "")
    assert [(one.start, one.end, one.number) for one in places if one.number] == [(4, 7, 1)]


@given(old=TEXTS, new=TEXTS)
def test_a_difference_holds_both_versions_whole(old: str, new: str) -> None:
    found = differences.paragraphs(old, new)
    before = "".join(piece.text for one in found for piece in one if piece.kind != "ins")
    after = "".join(piece.text for one in found for piece in one if piece.kind != "del")
    assert "".join(before.split()) == "".join(old.split())
    assert "".join(after.split()) == "".join(new.split())
    assert differences.changed(differences.paragraphs(old, old)) == 0
