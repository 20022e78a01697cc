"""docker-compose.yml says the same as what the tests run by hand: images, ports, variables, commands."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.settings import Settings
from tests.support.services import airflow, elasticsearch

CLONE = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((CLONE / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
AIRFLOW_PARTS = ("api-server", "scheduler", "dag-processor", "triggerer")


def test_elasticsearch_is_the_version_that_the_tests_run() -> None:
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{elasticsearch.VERSION}"


def test_postgres_is_the_major_version_that_the_tests_run() -> None:
    assert SERVICES["postgres"]["image"] == "postgres:15"


def test_all_four_parts_of_airflow_run_the_commands_that_the_tests_run() -> None:
    for part in AIRFLOW_PARTS:
        assert SERVICES[f"airflow-{part}"]["command"][:2] == ["airflow", part]
        assert part in airflow._COMPONENTS


def test_airflow_gets_the_variables_that_the_tests_give_it(tmp_path: Path) -> None:
    given = airflow.environment(tmp_path, tmp_path, "postgresql+psycopg://x", 1, {})
    tested = {name for name in given if name.startswith("AIRFLOW__")}
    deployed = {
        name
        for name in SERVICES["airflow-scheduler"]["environment"]
        if name.startswith("AIRFLOW__")
    }
    only_for_tests = {
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER",
        "AIRFLOW__API__BASE_URL",
    }
    assert deployed == tested - only_for_tests


def test_every_variable_of_ours_is_a_setting() -> None:
    for name in SERVICES["airflow-scheduler"]["environment"]:
        if name.startswith("ZHIBI_") and name != "ZHIBI_WORKSPACE":
            first, *rest = name.removeprefix("ZHIBI_").lower().split("__")
            field = Settings.model_fields[first]
            if rest:
                assert rest[0] in field.annotation.model_fields  # type: ignore[union-attr]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert name == "prepare" or SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_ports_are_published_on_loopback_only(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert port.startswith("127.0.0.1:")


def test_no_secret_has_a_default() -> None:
    text = (CLONE / "docker-compose.yml").read_text()
    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)([^}]*)\}", text)
    assert secrets
    assert all(rest.startswith(":?") for _name, rest in secrets)


def test_every_variable_is_documented() -> None:
    text = (CLONE / "docker-compose.yml").read_text()
    documented = (CLONE / "docs" / "operations.md").read_text()
    for name in re.findall(r"\$\{(\w+):\?", text):
        assert name in documented


def test_volumes_and_secrets_that_services_name_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (CLONE / source).exists()
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])


def test_the_image_installs_the_set_the_tests_install() -> None:
    text = (CLONE / "Dockerfile").read_text()
    assert "constraints/airflow.txt" in text
    assert re.search(r"^FROM python:3\.1[12]", text, re.MULTILINE)
