"""Clauses as Elasticsearch queries. Nothing but core queries is used."""

from typing import Any

from search.clauses import (
    And,
    AnyOf,
    Best,
    Between,
    Clause,
    Every,
    Holds,
    Or,
    Sequence,
    Starts,
    Term,
    Without,
)

Body = dict[str, Any]


def to_elastic(clause: Clause) -> Body:
    """Return *clause* as a query that matches and scores as described there."""
    match clause:
        case Term(field=field, token=token, boost=boost):
            return {"term": {field: {"value": token, "boost": boost}}}
        case Sequence(field=field, tokens=tokens, boost=boost):
            return {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}
        case Starts(field=field, text=value) | Holds(field=field, token=value):
            kind = "prefix" if isinstance(clause, Starts) else "term"
            return _constant({kind: {field: {"value": value}}}, 1.0)
        case AnyOf(field=field, values=values, score=score):
            return _constant({"terms": {f"is_{field}": list(values)}}, score)
        case Between():
            return _constant({"range": {clause.field: _bounds(clause)}}, 0.0)
        case _:
            return _joined(clause)


def _joined(clause: And | Or | Best | Without | Every) -> Body:
    match clause:
        case Every():
            return {"match_all": {"boost": 0.0}}
        case And(parts=parts):
            wanted: list[Clause] = [part for part in parts if not isinstance(part, Without)]
            unwanted = [part.part for part in parts if isinstance(part, Without)]
            return {"bool": {"must": _all(wanted or [Every()]), "must_not": _all(unwanted)}}
        case Or(parts=parts):
            return {"bool": {"should": _all(parts), "minimum_should_match": 1}}
        case Best(parts=parts):
            return {"dis_max": {"queries": _all(parts)}}
        case Without():
            return _joined(And((clause,)))


def _all(parts: tuple[Clause, ...] | list[Clause]) -> list[Body]:
    return [to_elastic(part) for part in parts]


def _constant(query: Body, score: float) -> Body:
    return {"constant_score": {"filter": query, "boost": score}}


def _bounds(clause: Between) -> Body:
    found: Body = {}
    if clause.low is not None:
        found["gt" if clause.open_low else "gte"] = clause.low
    if clause.high is not None:
        found["lt" if clause.open_high else "lte"] = clause.high
    return found
