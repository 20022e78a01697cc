"""Every command is found, and one command does not wait for the parts of another."""

import subprocess
import sys

import pytest
from typer.main import get_command

from cli.lazy import COMMANDS
from cli.main import app


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_table_says(name):
    found = get_command(app).get_command(None, name)
    assert found is not None
    assert found.name == name
    assert found.help


def test_a_price_is_read_without_crawler_language_pipelines_or_engines():
    code = (
        "import sys\nfrom cli.main import app\n"
        "app(['price'], standalone_mode=False)\n"
        "print(sorted({'spacy', 'scrapy', 'tantivy', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input='{"id": "1", "text": "¥1,299/年"}\n',
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer, loaded = done.stdout.strip().splitlines()
    assert '"amount": "1299"' in answer
    assert loaded == "[]"


def test_an_unknown_command_is_told_with_its_neighbour():
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "serach"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "search" in done.stderr
