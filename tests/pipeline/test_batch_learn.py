"""``zhibi extract --batch --learn``: a stream that teaches itself, line by line."""

import json
from pathlib import Path

from pipeline.pagein import extract_batch
from tests.crawlers.templates.conftest import SEEN, Made, page


def lines(folder: Path, pages: list[Made]) -> list[str]:
    found = []
    for number, made in enumerate(pages):
        path = folder / f"{number}.html"
        path.write_bytes(made.body)
        found.append(json.dumps({"id": str(number), "path": str(path), "url": made.url}))
    return found


def test_lines_are_answered_in_order_and_templates_take_over(tmp_path: Path) -> None:
    pages = [page(number) for number in range(14)]
    answers = list(extract_batch(lines(tmp_path, pages), seen=SEEN, learn=True))
    assert [one["id"] for one in answers] == [str(number) for number in range(14)]
    sources = [one["document"]["provenance"]["text"]["source"] for one in answers]
    assert not any(one.startswith("template:") for one in sources[:6])
    assert all(one.startswith("template:t") for one in sources[6:])
    assert [one["document"]["title"] for one in answers] == [made.title for made in pages]


def test_learning_is_never_worse_than_not_learning(tmp_path: Path) -> None:
    pages = [page(number, layout="old" if number % 4 == 1 else "main") for number in range(24)]
    given = lines(tmp_path, pages)
    plain = list(extract_batch(given, seen=SEEN))
    learned = list(extract_batch(given, seen=SEEN, learn=True))
    for made, before, after in zip(pages, plain, learned, strict=True):
        assert after["document"]["title"] == made.title
        right = before["document"]["text"] == made.text
        assert after["document"]["text"] == made.text or not right


def test_a_bad_line_is_an_answer_and_the_rest_goes_on(tmp_path: Path) -> None:
    given = lines(tmp_path, [page(number) for number in range(9)])
    given[3] = json.dumps(
        {"id": "3", "path": str(tmp_path / "none.html"), "url": "https://x.example/"}
    )
    given[5] = json.dumps({"id": "5", "path": str(tmp_path / "5.html"), "url": "not an address"})
    given.insert(6, "{")
    answers = list(extract_batch(given, seen=SEEN, learn=True))
    assert [one["id"] for one in answers if "error" in one] == ["3", "5", None]
    assert answers[-1]["document"]["provenance"]["text"]["source"].startswith("template:")
