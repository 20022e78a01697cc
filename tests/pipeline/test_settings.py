"""Settings: where they come from, and what a person is told when one cannot be taken."""

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.clock import parse_instant
from pipeline.settings import Settings, read_settings
from pipeline.workspace import find_folder, make_workspace
from schemas.errors import WrongUseError


def settings(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> Settings:
    file = tmp_path / "zhibi.yaml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file, env or {})


def test_without_a_file_the_embedded_defaults_hold(tmp_path: Path) -> None:
    found = read_settings(tmp_path / "zhibi.yaml", {})
    assert (found.database, found.index, found.smtp.host) == ("", "embedded", "")
    assert found.crawl.refresh == timedelta(days=7)


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    env = {"ZHIBI_SMTP__PASSWORD": "s3cret", "ZHIBI_WORKERS": "4", "ZHIBI_WORKSPACE": "/x"}
    found = settings(tmp_path, "smtp: {host: mail.example}\nworkers: 2\n", env)
    assert found.workers == 4
    assert found.smtp.host == "mail.example"
    assert found.smtp.password.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(found)


def test_elasticsearch_url_is_read_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    env = {"ELASTICSEARCH_URL": "http://es.example:9200"}
    assert settings(tmp_path, "", env).index == "http://es.example:9200"
    assert settings(tmp_path, "index: embedded\n", env).index == "embedded"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("workers: many\n", ["zhibi.yaml:1", "workers"]),
        ("base_url: x\nworker: 3\n", ["zhibi.yaml:2", "worker"]),
        ("smtp:\n  port: 99999\n", ["zhibi.yaml:1", "smtp.port"]),
        ("a: [1\nb: 2\n", ["zhibi.yaml:", "YAML"]),
        ("- 1\n- 2\n", ["zhibi.yaml:1", "name: value"]),
        ("clock: 2026-11-23T08:00:00\n", ["clock", "zone"]),
        ("crawl: {refresh: soon}\n", ["crawl.refresh", "6h"]),
    ],
)
def test_an_error_names_file_line_and_key(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(WrongUseError) as caught:
        settings(tmp_path, text)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "zhibi.yaml"
    file.write_bytes(b"\xff\xfe\x00base")
    with pytest.raises(WrongUseError, match="cannot be read"):
        read_settings(file, {})


def test_the_nearest_workspace_upwards_is_found(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "market")
    inner = made / "a" / "b"
    inner.mkdir(parents=True)
    assert find_folder(start=inner) == made


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="zhibi init"):
        find_folder(tmp_path)


def test_a_workspace_that_is_there_keeps_its_settings(tmp_path: Path) -> None:
    make_workspace(tmp_path, "workers: 3\n")
    make_workspace(tmp_path)
    assert read_settings(tmp_path / "zhibi.yaml", {}).workers == 3


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-11-23T09:30:00"])
def test_a_time_without_meaning_or_zone_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError, match="--now"):
        parse_instant(text)
