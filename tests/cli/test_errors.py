"""Bad input gives a sentence and an exit code, never a traceback, and loses nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.site import serving, workspace_for

CLONE = Path(__file__).resolve().parents[2]


def zhibi(*arguments: str, stdin: str = "", cwd: Path = CLONE) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, without any ZHIBI_ variable."""
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(CLONE), "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        cwd=cwd, input=stdin, capture_output=True, text=True, timeout=120, check=False, env=env,
    )  # fmt: skip


def told(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """Assert a plain sentence with *words* and exit *code*."""
    said = " ".join((done.stderr + done.stdout).split())
    assert done.returncode == code, said
    assert "Traceback" not in said
    for word in words:
        assert word in said


def test_no_workspace(tmp_path: Path) -> None:
    told(zhibi("run", cwd=tmp_path), 2, "zhibi init")


def test_a_broken_registry_file_names_file_and_line(tmp_path: Path) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m")
    (folder / "registry" / "companies.yaml").write_text("- id: a\n  names: {en: [A]\n  role: x\n")
    told(zhibi("apply", str(folder / "registry"), "-w", str(folder)), 2, "companies.yaml:")


def test_every_error_of_a_registry_is_told_at_once(tmp_path: Path) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m")
    (folder / "registry" / "readers.yaml").write_text(
        "- {id: a, name: A, email: nobody}\n- {id: b, name: B, email: b@x.example, timezon: UTC}\n"
    )
    told(
        zhibi("apply", str(folder / "registry"), "-w", str(folder)),
        2, "readers.yaml:1", "readers.yaml:2", "timezon",
    )  # fmt: skip


def test_an_unknown_source(tmp_path: Path) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m")
        zhibi("apply", str(folder / "registry"), "-w", str(folder))
        told(zhibi("run", "--source", "rival-new", "-w", str(folder)), 2, "rival-news")
        told(zhibi("source", "try", "nothing-like-it", "-w", str(folder)), 2, "nothing-like-it")


def test_an_unreachable_host_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    with serving() as site:
        site.feed()
        site.pricing(Team="€89 / month")
        folder = workspace_for(site, tmp_path / "m")
        (folder / "registry" / "sources.yaml").write_text(
            '- {id: gone, kind: page, url: "http://gone.example/", every: 1d}\n'
        )
        zhibi("apply", str(folder / "registry"), "-w", str(folder))
        done = zhibi("run", "-w", str(folder))
    told(done, 1, "gone.example")
    assert "1 new" in done.stderr


@pytest.mark.parametrize(
    ("url", "code", "word"),
    [
        ("mysql://x/y", 2, "postgresql"),
        ("postgresql+psycopg://nobody:x@127.0.0.1:9/x", 1, "127.0.0.1"),
        ("nonsense", 2, "sqlite:///FILE"),
    ],
)
def test_a_wrong_database_url(tmp_path: Path, url: str, code: int, word: str) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m", database=url)
    told(zhibi("run", "-w", str(folder)), code, word)


def test_an_elasticsearch_that_is_down(tmp_path: Path) -> None:
    with serving() as site:
        site.feed()
        site.pricing(Team="€89 / month")
        folder = workspace_for(site, tmp_path / "m", index="http://127.0.0.1:9")
        zhibi("apply", str(folder / "registry"), "-w", str(folder))
        told(zhibi("run", "-w", str(folder)), 1, "index-away")
    told(zhibi("search", "customs", "-w", str(folder)), 1, "127.0.0.1:9")


def test_a_query_that_cannot_be_read_is_shown_with_its_place(tmp_path: Path) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m")
    told(zhibi("search", 'company:velmora AND "unclosed', "-w", str(folder)), 2, "^")
    told(zhibi("search", "compani:velmora", "-w", str(folder)), 2, "company")


def test_one_bad_line_gives_an_error_for_it_and_the_rest_goes_on() -> None:
    lines = [
        '{"id":"1","text":"€89"}',
        "not json",
        "[1]",
        '{"text":"no id"}',
        '{"id":"5","text":"¥1,299/年"}',
        '{"id":"6","text":"was $40 now $29/mo","hint":5}',
        '{"id":"7","text":"was $40 now $29/mo","hint":"en-CA"}',
    ]
    done = zhibi("price", stdin="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [("error" in answer) for answer in answers] == [
        False,
        True,
        True,
        True,
        False,
        True,
        False,
    ]
    assert (answers[0]["amount"], answers[0]["currency"]) == ("89", "EUR")
    assert (answers[4]["amount"], answers[4]["currency"]) == ("1299", "CNY")
    assert answers[1]["line"] == 2
    assert answers[6] == {
        "id": "7", "amount": "29", "currency": "CAD", "state": "known", "list_amount": "40", "period": "month",
    }  # fmt: skip


def test_bytes_that_are_no_text_do_not_stop_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "tag"],
        cwd=CLONE, input=b'\xff\xfe\n{"id":"1","title":"A","text":"B"}\n', capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert "error" in answers[0]
    assert answers[1]["id"] == "1"


def test_extract_needs_an_address_and_a_file_that_is_there(tmp_path: Path) -> None:
    told(zhibi("extract", "-", stdin="<html></html>"), 2, "--url")
    told(
        zhibi("extract", str(tmp_path / "none.html"), "--url", "https://x.example/"), 2, "none.html"
    )
    told(
        zhibi("extract", "-", "--url", "https://x.example/", "--kind", "poem", stdin="<p>x"),
        2,
        "article",
    )


def test_wrong_options_are_wrong_use(tmp_path: Path) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m")
    told(zhibi("digest", "--week", "2026-99", "-w", str(folder)), 2, "2026-W47")
    told(zhibi("digest", "--send", "-w", str(folder)), 2, "smtp.host")
    told(zhibi("--now", "noon", "run", "-w", str(folder)), 2, "noon")
    told(zhibi("run", "--no-such-option"), 2, "--no-such-option")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--kinds", "fr"), "--kinds fr names no language that Zhibi tags"),
        (("--slots", "fr"), "--slots fr names no language that Zhibi tags"),
        (("--kinds", "en", "--slots", "zh"), "each learn one part alone"),
    ],
    ids=["kinds", "slots", "both"],
)
def test_a_part_of_no_model_is_not_learnt(given: tuple[str, ...], words: str) -> None:
    told(zhibi("nlp", "train", *given), 2, words)


@pytest.mark.parametrize("given", ["de", "english", "中文"])
def test_a_language_that_is_not_read_is_refused(given: str) -> None:
    told(zhibi("tag", "--lang", given, stdin='{"id":"1"}'), 2, "no language that is read", "en, zh")


def test_texts_in_other_languages_are_told_and_the_rest_is_tagged() -> None:
    german = (
        "Die Firma hat gestern fünf Millionen Euro erhalten und baut ein neues Werk in Dresden."
    )
    lines = [
        json.dumps({"id": "1", "title": "", "text": german}),
        '{"id":"2","title":"Orsett raises $5m","language":"en_GB"}',
        '{"id":"3","title":"维墨科技完成融资5000万元","language":"zh-Hans-CN"}',
    ]
    done = zhibi("tag", stdin="\n".join(lines))
    told(done, 0, "1 of the texts", "(de 1)")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["language"] for one in found] == ["de", "en", "zh"]
    assert [bool(one["moves"]) for one in found] == [False, True, True]


LINES = '{"id":"1","text":"€89"}\r\n{"id":"2","text":"¥1,299/年"}\r\n'


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_lines_with_a_mark_of_their_byte_order_are_read(coding: str) -> None:
    mark = b"\xfe\xff" if coding == "utf-16-be" else b""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "price"],
        cwd=CLONE, input=mark + LINES.encode(coding), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one.get("amount") for one in answers] == ["89", "1299"]


def test_ids_that_cannot_be_told_again_and_lists_are_refused_line_by_line() -> None:
    lines = '{"id":{"a":1},"text":"€3"}\n{"id":1e400,"text":"€3"}\n{"id":true,"text":"€3"}\n[{"id":"1"}]\n'
    done = zhibi("price", stdin=lines + '{"id":7,"text":"€3"}\n')
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["error" in one for one in answers] == [True, True, True, True, False]
    assert "one object a line" in answers[3]["error"]["message"]


def test_a_place_that_cannot_be_written_or_read_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><h1>A</h1><p>" + "Orvella opened an office in Larne with forty people. " * 9
    )
    told(
        zhibi("diff", str(page), str(page), "--url", "https://x.example/", "--html", "/nope/x.html"),
        2, "/nope/x.html",
    )  # fmt: skip
    told(zhibi("extract", "--batch", str(tmp_path)), 2, str(tmp_path))
    told(zhibi("restore", str(page), str(tmp_path / "new")), 2, "page.html", "zhibi backup wrote")
    (tmp_path / "empty.html").touch()
    told(
        zhibi("extract", str(tmp_path / "empty.html"), "--url", "https://x.example/"),
        1, "empty.html",
    )  # fmt: skip


def test_a_line_of_a_batch_may_hold_other_ends_of_lines(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><h1>A</h1><p>" + "Orvella opened an office in Larne with forty people. " * 9
    )
    rows = {"id": "a\u2028b", "path": str(page), "url": "https://x.example/"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(rows, ensure_ascii=False) + "\n")
    done = zhibi("extract", "--batch", str(tmp_path / "rows.jsonl"))
    assert json.loads(done.stdout)["id"] == "a\u2028b"


@pytest.mark.parametrize(
    ("command", "where"),
    [
        (("company", "retag", "velmora", "--last"), "--last"),
        (("source", "dropped", "--since"), "--since"),
        (("mail", "late", "--after"), "--after"),
    ],
    ids=["retag", "dropped", "late"],
)
def test_a_period_that_cannot_be_read_is_wrong_use(
    tmp_path: Path, command: tuple[str, ...], where: str
) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m")
    told(zhibi(*command, "5x", "-w", str(folder)), 2, where, "'5x' is no period")
