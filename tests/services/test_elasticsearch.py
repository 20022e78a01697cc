"""The Elasticsearch that tests get is a real node of the pinned version."""

import elasticsearch as client
import pytest
from elasticsearch.helpers import bulk

from tests.support.services import elasticsearch as service
from tests.support.services.elasticsearch import Elasticsearch


@pytest.fixture
def connection(elasticsearch_url: str):
    with client.Elasticsearch(elasticsearch_url) as connection:
        yield connection


def test_it_has_the_pinned_version(connection: client.Elasticsearch) -> None:
    nodes = connection.nodes.info()["nodes"]
    assert [node["version"] for node in nodes.values()] == [service.VERSION]


def test_it_finds_highlights_and_counts_what_it_was_given(
    connection: client.Elasticsearch, elasticsearch_prefix: str
) -> None:
    index = f"{elasticsearch_prefix}-documents"
    connection.indices.create(
        index=index,
        settings={"number_of_replicas": 0},
        mappings={
            "properties": {
                "title": {"type": "text", "analyzer": "whitespace"},
                "company": {"type": "keyword"},
            }
        },
    )
    documents = [
        ("维墨 发布 新品", "velmora"),
        ("Tolvane 降价", "tolvane"),
        ("维墨 降价", "velmora"),
    ]
    actions = (
        {"_index": index, "_id": str(number), "title": title, "company": company}
        for number, (title, company) in enumerate(documents)
    )
    assert bulk(connection, actions, refresh=True) == (3, [])
    answer = connection.search(
        index=index,
        query={"match": {"title": "降价"}},
        highlight={"fields": {"title": {}}},
        aggs={"by": {"terms": {"field": "company"}}},
    )
    assert {hit["_id"] for hit in answer["hits"]["hits"]} == {"1", "2"}
    assert all("<em>降价</em>" in hit["highlight"]["title"][0] for hit in answer["hits"]["hits"])
    assert {b["key"]: b["doc_count"] for b in answer["aggregations"]["by"]["buckets"]} == {
        "velmora": 1,
        "tolvane": 1,
    }


def test_it_takes_snapshots_to_a_folder(
    connection: client.Elasticsearch, elasticsearch: Elasticsearch, elasticsearch_prefix: str
) -> None:
    connection.index(index=f"{elasticsearch_prefix}-kept", document={"n": 1}, refresh=True)
    repository = f"{elasticsearch_prefix}-repository"
    connection.snapshot.create_repository(
        name=repository,
        repository={
            "type": "fs",
            "settings": {"location": str(elasticsearch.snapshots / repository)},
        },
    )
    made = connection.snapshot.create(
        repository=repository,
        snapshot="first",
        indices=f"{elasticsearch_prefix}-kept",
        wait_for_completion=True,
    )
    assert made["snapshot"]["state"] == "SUCCESS"
    connection.snapshot.delete_repository(name=repository)


def test_a_prefix_leaves_nothing_behind(elasticsearch: Elasticsearch, connection) -> None:
    connection.index(index="leftover-index", document={"n": 1})
    connection.indices.put_index_template(
        name="leftover-template", index_patterns=["leftover-nothing*"], template={}
    )
    elasticsearch.remove("leftover-*")
    assert connection.indices.get(index="leftover-*").body == {}
    assert not connection.indices.exists_index_template(name="leftover-template")
