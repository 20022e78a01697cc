"""Clauses as tantivy queries."""

import tantivy

from search.clauses import (
    And,
    AnyOf,
    Best,
    Between,
    Clause,
    Every,
    Or,
    Sequence,
    Starts,
    Term,
    Without,
)

Query = tantivy.Query
Occur = tantivy.Occur


def to_tantivy(clause: Clause, schema: tantivy.Schema) -> tantivy.Query:
    """Return *clause* as a query over *schema* that matches and scores as described there."""
    match clause:
        case Term(field=field, token=token, boost=boost):
            return _boosted(Query.term_query(schema, field, token, index_option="freq"), boost)
        case Sequence(field=field, tokens=tokens, boost=boost):
            return _boosted(Query.phrase_query(schema, field, list(tokens)), boost)
        case Starts(field=field, text=text):
            pattern = "".join(char if char.isalnum() else f"\\{char}" for char in text)
            return Query.const_score_query(Query.regex_query(schema, field, f"{pattern}.*"), 1.0)
        case AnyOf(field=field, values=values, score=score):
            return Query.const_score_query(
                Query.term_set_query(schema, f"is_{field}", list(values)), score
            )
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
