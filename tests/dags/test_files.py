"""DAG files are thin: they parse fast, load nothing of ours that is heavy, and hold no logic."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]
FILES = sorted(path for path in (CLONE / "dags").glob("*.py") if path.stem != "__init__")
HEAVY = ("scrapy", "spacy", "twisted", "lxml", "sqlalchemy.dialects", "tantivy", "pipeline", "nlp")


def _parse(name: str) -> dict[str, object]:
    """Import Airflow's SDK, then one DAG file, in a fresh process; say how long and what it loaded."""
    script = f"""
import json, sys, time
import airflow.sdk, airflow.sdk.exceptions
before = set(sys.modules)
start = time.process_time()
import dags.{name}
seconds = time.process_time() - start
print(json.dumps({{"seconds": seconds, "loaded": sorted(set(sys.modules) - before)}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=CLONE, capture_output=True, text=True, check=True
    )
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("name", ["collect", "digest", "maintain"])
def test_a_dag_file_parses_within_a_second_and_loads_nothing_heavy(name: str) -> None:
    found = _parse(name)
    assert float(str(found["seconds"])) < 1.0
    loaded = found["loaded"]
    assert isinstance(loaded, list)
    assert [one for one in loaded if one.split(".")[0] in HEAVY] == []


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_a_dag_file_stays_short(file: Path) -> None:
    code = [line for line in file.read_text().splitlines() if line.strip()]
    assert len(code) <= 75, f"{file.name} has {len(code)} lines: its logic belongs into the command"
