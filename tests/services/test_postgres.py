"""The PostgreSQL that tests get is a real one, and each test has a database of its own."""

import psycopg
import pytest
import sqlalchemy

from tests.support.services.postgres import Postgres


def test_it_is_postgresql_and_keeps_what_it_is_given(postgres_url: str) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("create table t (id serial primary key, body jsonb)"))
        connection.execute(sqlalchemy.text("""insert into t (body) values ('{"名": "维墨"}')"""))
    with engine.connect() as connection:
        version = connection.execute(sqlalchemy.text("show server_version_num")).scalar_one()
        body = connection.execute(sqlalchemy.text("select body->>'名' from t")).scalar_one()
        user = connection.execute(sqlalchemy.text("show data_directory")).scalar_one()
    engine.dispose()
    assert int(version) >= 140000
    assert body == "维墨"
    assert "zhibi-postgres-" in user


@pytest.mark.parametrize("turn", [1, 2])
def test_no_test_sees_the_tables_of_another(postgres_url: str, turn: int) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        found = connection.execute("select to_regclass('t')").fetchone()
        connection.execute("create table t (turn int)")
        connection.execute("insert into t values (%s)", [turn])
    assert found == (None,)


def test_a_database_goes_although_somebody_is_still_connected(postgres: Postgres) -> None:
    with postgres.database() as url:
        left_open = psycopg.connect(url.replace("+psycopg", ""))
        name = left_open.info.dbname
    with psycopg.connect(postgres.url(driver="postgresql")) as connection:
        found = connection.execute("select count(*) from pg_database where datname = %s", [name])
        assert found.fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("select 1")
    left_open.close()
