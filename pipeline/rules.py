"""Rules that took too long on a page: which it was, and how it is taken out of use."""

from crawlers.drops import dropped_by
from crawlers.pages.rule_hints import quoted
from crawlers.pages.rules import parse_rules
from pipeline.taking import take_in
from pipeline.workspace import Workspace
from schemas.errors import QuarantineError, WrongUseError
from schemas.registry import Registry, Source


def switch_off(workspace: Workspace, source: Source, field: str, url: str) -> Source:
    """Take a rule that took too long out of use, as a revision that says so; it is kept by name."""
    rules = {name: rule for name, rule in source.selectors.items() if name != field}
    off = {**source.switched_off, field: source.selectors[field]}
    after = source.model_copy(update={"selectors": rules, "switched_off": off})
    author = f"zhibi: the rule for {field} took too long on {url}"
    take_in(workspace, Registry(sources=(after,)), author=author)
    return after


def drop_rule_for(
    workspace: Workspace, source: Source, url: str, title: str = ""
) -> tuple[str | None, Source]:
    """Return the drop rule that names a page, if any does, and the source.

    A rule that takes too long is taken out of the source, by a revision that says so.
    """
    for rule in source.drop:
        try:
            if dropped_by([rule], url=url, title=title):
                return rule, source
        except QuarantineError:
            left = tuple(one for one in source.drop if one != rule)
            source = source.model_copy(update={"drop": left})
            author = f"zhibi: the drop rule {rule} took too long on {url}"
            take_in(workspace, Registry(sources=(source,)), author=author)
    return None, source


def field_of(source: Source, detail: str) -> str | None:
    """Return the field whose rule a time-out names."""
    return next((name for name, rule in source.selectors.items() if named_in(rule, detail)), None)


def named_in(rule: str, detail: str) -> bool:
    """Say whether a time-out's *detail* names *rule*, one of its alternatives or its pattern."""
    try:
        parts = parse_rules(rule)
    except WrongUseError:
        return False
    names = [one.text for one in parts] + [f"regex:{one.pattern}" for one in parts if one.pattern]
    return any(quoted(name) in detail for name in names)
