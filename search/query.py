"""The query language, from text to :class:`search.nodes.Query`. docs/users.md describes it.

query  = either ;  either = all { OR all } ;  all = one { [AND] one }
one    = [NOT | -] ( "(" either ")" | field one-value | "phrase" | word | prefix* )
"""

from dataclasses import dataclass, field
from datetime import datetime

from schemas.registry import Registry
from search.fields import FIELDS, READERS, SYNONYMS, Setting, ValueProblem
from search.labels import label
from search.lexer import Lexeme, UnclosedQuoteError, lex
from search.messages import say
from search.names import Names, closest, names_of
from search.naming import name_companies, subjects
from search.nodes import All, Either, Everything, Node, Not, Phrase, Prefix, Query, TextField, Words
from search.problem import QueryError
from text.analysis import has_words, is_chinese
from text.display import Lang, visible
from text.folding import fold_chars

__all__ = ["Query", "QueryError", "parse"]

_LONGEST = 2_000  # characters: a page of text pasted by mistake is answered, not searched for
_MOST_CLAUSES = 64
_DEEPEST = 12  # nested parentheses
_LEAST_PREFIX = 2  # letters before *; one letter alone stands for a tenth of all words


def parse(text: str, *, registry: Registry, now: datetime, lang: Lang = "en") -> Query:
    """Read *text*; relative dates count from *now*. Nothing typed asks for every document.

    What is told of it, problems too, is told in *lang*.

    Raises QueryError with what is wrong, where, and what may mend it.
    """
    if len(text) > _LONGEST:
        raise QueryError(
            say(lang, "too-long", len(text), _LONGEST),
            query=text,
            position=_LONGEST,
        )
    text = visible(text)  # what was copied from a page brings marks along that nobody sees
    try:
        lexemes = lex(text)
    except UnclosedQuoteError as error:
        raise QueryError(
            say(lang, "unclosed-quote"),
            query=text,
            position=error.position,
            suggestion=say(lang, "close-quote"),
        ) from error
    parser = _Parser(text, lexemes, Setting(names_of(registry), now), lang)
    root = parser.whole()
    return Query(text, root, now, tuple(parser.notes), lang, subjects(root))


@dataclass
class _Parser:
    text: str
    lexemes: list[Lexeme]
    setting: Setting
    lang: Lang = "en"
    at: int = 0
    clauses: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def names(self) -> Names:
        return self.setting.names

    @property
    def head(self) -> Lexeme:
        return self.lexemes[self.at]

    def take(self) -> Lexeme:
        lexeme = self.head
        self.at += 1
        return lexeme

    def say(self, code: str, *values: object) -> str:
        return say(self.lang, code, *values)

    def wrong(
        self, place: Lexeme, code: str, *values: object, mend: tuple[str, ...] = ()
    ) -> QueryError:
        """Return the error *code* at *place*; *mend* is the message of what may mend it."""
        return QueryError(
            self.say(code, *values),
            query=self.text,
            position=place.start,
            suggestion=self.say(*mend) if mend else "",
        )

    def whole(self) -> Node:
        if self.head.kind == "end":
            return Everything()
        root = self.either(None, 0)
        if self.head.kind == ")":
            raise self.wrong(self.head, "never-opened", mend=("remove",))
        return root

    def either(self, name: str | None, depth: int) -> Node:
        """Read parts joined by OR; bare words in it are values of the field *name*, if any."""
        parts = [self.all_of(name, depth)]
        while self.head.kind == "OR":
            operator = self.take()
            if self.head.kind in {"end", ")", "OR", "AND"}:
                raise self.wrong(operator, "both-sides", "OR")
            parts.append(self.all_of(name, depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all_of(self, name: str | None, depth: int) -> Node:
        if self.head.kind in {"OR", "AND"}:
            raise self.wrong(self.head, "both-sides", self.head.text)
        parts: list[Node] = []
        joined_by_and = False
        while self.head.kind not in {"end", ")", "OR"}:
            if self.head.kind == "AND":
                operator = self.take()
                joined_by_and = True
                if self.head.kind in {"end", ")", "OR", "AND"}:
                    raise self.wrong(operator, "both-sides", "AND")
            parts.append(self.one(name, depth))
        if not parts:
            raise self.wrong(self.head, "empty-group")
        if len(parts) > 1 and name in READERS:
            # company:(a b) means either, as a list of values does; said or meant otherwise, all
            left_out = any(isinstance(part, Not) for part in parts)
            return All(tuple(parts)) if joined_by_and or left_out else Either(tuple(parts))
        joined = name_companies(parts, self.names)
        return joined[0] if len(joined) == 1 else All(tuple(joined))

    def one(self, name: str | None, depth: int) -> Node:
        if self.head.kind in {"NOT", "-"}:
            sign = self.take()
            if self.head.kind in {"end", ")", "OR", "AND"}:
                raise self.wrong(sign, "after-it", sign.text)
            if depth >= _DEEPEST:
                raise self.wrong(sign, "too-deep")
            return Not(_literal(self.one(name, depth + 1)))
        if self.head.kind == "(":
            return self.group(name, depth)
        if self.head.kind == "field":
            return self.field_value(name, depth)
        return self.leaf(self.take(), name)

    def group(self, name: str | None, depth: int) -> Node:
        opening = self.take()
        if depth >= _DEEPEST:
            raise self.wrong(opening, "too-many-groups", _DEEPEST)
        inner = self.either(name, depth + 1)
        if self.head.kind != ")":
            raise self.wrong(opening, "unclosed-group", mend=("add-bracket",))
        self.take()
        return inner

    def field_value(self, outer: str | None, depth: int) -> Node:
        lexeme = self.take()
        if outer is not None:
            raise self.wrong(lexeme, "field-in-field", outer)
        folded = fold_chars(lexeme.text)
        name = SYNONYMS.get(folded, folded)
        if name not in FIELDS:
            raise self._unknown_field(lexeme)
        value = self.head
        if value.kind == "(":
            return self.group(name, depth)
        if value.kind not in {"word", "phrase"}:
            raise self.wrong(value, "needs-value", lexeme.text, mend=("after-colon",))
        return self.leaf(self.take(), name)

    def _unknown_field(self, lexeme: Lexeme) -> QueryError:
        meant = closest(lexeme.text.lower(), [*FIELDS, *SYNONYMS])
        known = ", ".join(f"{one}:" for one in FIELDS)
        mend = ("meant", f"{meant}:") if meant else ("fields-are", known)
        return self.wrong(lexeme, "no-field", lexeme.text, mend=mend)

    def leaf(self, lexeme: Lexeme, name: str | None) -> Node:
        self.clauses += 1
        if self.clauses > _MOST_CLAUSES:
            raise self.wrong(lexeme, "too-many-parts", _MOST_CLAUSES, mend=("ask-less",))
        if name in READERS:
            return self._value(lexeme, name)
        where: TextField = "title" if name == "title" else "any"
        if lexeme.kind == "phrase":
            return self._phrase(lexeme, where)
        if lexeme.text == "*" and where == "any":
            return Everything()
        if lexeme.text.endswith("*"):
            return self._prefix(lexeme, where)
        if lexeme.text in {"and", "or", "not"}:
            self.notes.append(self.say("small-operator", lexeme.text, lexeme.text.upper()))
        if not has_words(lexeme.text):
            raise self.wrong(lexeme, "no-word", lexeme.text)
        return Words(lexeme.text, where)

    def _value(self, lexeme: Lexeme, name: str) -> Node:
        parts = [lexeme.text] if lexeme.kind == "phrase" else _listed(lexeme.text)
        nodes: list[Node] = []
        try:
            nodes += [READERS[name](part, self.setting) for part in parts if part.strip()]
        except ValueProblem as problem:
            meant = f"{name}:{_quoted(problem.meant)}" if problem.meant else ""
            mend = ("meant", meant) if meant else self._listed(problem.remedy)
            raise self.wrong(lexeme, problem.code, problem.value, mend=mend) from problem
        if not nodes:
            raise self.wrong(lexeme, "needs-value", name)
        return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))

    def _listed(self, remedy: tuple[str, ...]) -> tuple[str, ...]:
        """Return a remedy that names what a field takes, each as it is called in the reader's language."""
        if remedy[:1] != ("one-of",):
            return remedy
        named = [one.partition(":")[::2] for one in remedy[1:]]
        said = [label(field, value, self.lang) for field, value in named]
        return "one-of", ("、" if self.lang == "zh" else ", ").join(said)

    def _phrase(self, lexeme: Lexeme, where: TextField) -> Node:
        if not has_words(lexeme.text):
            raise self.wrong(lexeme, "no-word-quoted")
        return Phrase(lexeme.text, where)

    def _prefix(self, lexeme: Lexeme, where: TextField) -> Node:
        stem = lexeme.text.rstrip("*")
        least = 1 if is_chinese(stem[-1:]) else _LEAST_PREFIX
        if "*" in stem:
            raise self.wrong(lexeme, "star-at-end")
        if not has_words(stem) or len(stem) < least:
            raise self.wrong(lexeme, "letters-before-star", least)
        return Prefix(stem, where)


def _literal(node: Node) -> Node:
    """Return what a minus leaves out: words as typed, so that -华为云 does not leave out 华为."""
    return Phrase(node.text, node.where) if isinstance(node, Words) else node


def _listed(text: str) -> list[str]:
    # a list of values; a thousands comma within an amount does not part two
    if any(char.isdigit() for char in text):
        return [text]
    return text.replace("，", ",").split(",")


def _quoted(value: str | None) -> str:
    text = value or ""
    return f'"{text}"' if any(char.isspace() for char in text) else text
