"""Clauses as tantivy queries."""

import tantivy

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

Query = tantivy.Query
Occur = tantivy.Occur
_FEW = 16  # values: as a union they take half the time of a set


def to_tantivy(clause: Clause, schema: tantivy.Schema) -> tantivy.Query:
    """Return *clause* as a query over *schema* that matches and scores as described there."""
    match clause:
        case Term(field=field, token=token, boost=boost):
            return _boosted(Query.term_query(schema, field, token, index_option="freq"), boost)
        case Sequence(field=field, tokens=tokens, boost=boost):
            return _boosted(Query.phrase_query(schema, field, list(tokens)), boost)
        case Starts() | Holds():
            return Query.const_score_query(_found(clause, schema), 1.0)
        case AnyOf():
            return _any_of(clause, schema)
        case Between():
            return Query.const_score_query(_range(clause, schema), 0.0)
        case _:
            return _joined(clause, schema)


def _joined(clause: And | Or | Best | Without | Every, schema: tantivy.Schema) -> tantivy.Query:
    match clause:
        case Every():
            return Query.const_score_query(Query.all_query(), 0.0)
        case And(parts=parts):
            wanted = [part for part in parts if not isinstance(part, Without)] or [Every()]
            unwanted = [part.part for part in parts if isinstance(part, Without)]
            return Query.boolean_query(
                [(Occur.Must, to_tantivy(part, schema)) for part in wanted]
                + [(Occur.MustNot, to_tantivy(part, schema)) for part in unwanted]
            )
        case Or(parts=parts):
            return Query.boolean_query([(Occur.Should, to_tantivy(part, schema)) for part in parts])
        case Best(parts=parts):
            return Query.disjunction_max_query([to_tantivy(part, schema) for part in parts])
        case Without():
            return _joined(And((clause,)), schema)


def _found(clause: Starts | Holds, schema: tantivy.Schema) -> tantivy.Query:
    if isinstance(clause, Holds):
        return _token(schema, clause.field, clause.token)
    pattern = "".join(char if char.isalnum() else f"\\{char}" for char in clause.text)
    return Query.regex_query(schema, clause.field, f"{pattern}.*")


def _any_of(clause: AnyOf, schema: tantivy.Schema) -> tantivy.Query:
    """A few values are read where they are, together with the rest; of many a set is made first."""
    name, values = f"is_{clause.field}", clause.values
    if len(values) == 1:
        found = _token(schema, name, values[0])
    elif len(values) <= _FEW:
        found = Query.boolean_query(
            [(Occur.Should, _token(schema, name, value)) for value in values]
        )
    else:
        found = Query.term_set_query(schema, name, list(values))
    return Query.const_score_query(found, clause.score)


def _token(schema: tantivy.Schema, field: str, token: str) -> tantivy.Query:
    return Query.term_query(schema, field, token, index_option="basic")


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)


def _range(clause: Between, schema: tantivy.Schema) -> tantivy.Query:
    whole = clause.field != "amounts"
    kind = tantivy.FieldType.Integer if whole else tantivy.FieldType.Float
    low, high = (
        None if bound is None else int(bound) if whole else float(bound)
        for bound in (clause.low, clause.high)
    )
    return Query.range_query(
        schema, clause.field, kind, low, high,
        include_lower=not clause.open_low, include_upper=not clause.open_high,
    )  # fmt: skip
