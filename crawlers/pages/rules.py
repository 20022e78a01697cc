"""The closed grammar of what an analyst may write to read a field. No code, no extensions (RELIABILITY D5).

rule   = place step*            alternatives are parted by " || ": the first that finds something counts
place  = [css:]SELECTOR[@ATTRIBUTE]  |  xpath:XPATH  |  an XPath that begins with / ( or ./
step   = " | regex:PATTERN"     the first group, or all of the match
       | " | remove:SELECTOR"   taken out before the text is read; may be repeated
       | " | take:first|last|all"  ·  " | join:TEXT"  ·  " | attribute:NAME"
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import regex
from lxml import etree, html
from lxml.cssselect import CSSSelector, SelectorError

from crawlers.pages.rule_hints import how_to_mend, quoted, why_no_selector
from schemas.errors import QuarantineError, WrongUseError

# Seconds of processor time that one pattern may take on one page, and all of them (RELIABILITY T15).
PATTERN_SECONDS, PAGE_SECONDS = 0.3, 2.0
# Characters; no rule that a person wrote is longer.
LONGEST = 2000
# Characters of one value that a pattern looks at: a title, a date, a price; no book.
_LONGEST_VALUE = 20_000
_ATTRIBUTE = re.compile(r"^(?P<css>.*[^\s@])@(?P<name>[A-Za-z_][\w:.-]*)$", re.DOTALL)
_STEP = re.compile(r" \| (?=(?:regex|remove|take|join|attribute):)")
# Signs as a Chinese keyboard writes them: CSS would take them for letters of a name.
_FULL_WIDTH = re.compile("[｜：，（）［］＞＃]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
_XPATH_START = ("/", "(", "./")
Take = Literal["first", "last", "all"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to find a value: a *place*, and what is done with what stands there."""

    text: str
    place: str
    xpath: bool = False
    attribute: str | None = None
    pattern: str | None = None
    remove: tuple[str, ...] = ()
    take: Take | None = None
    join: str | None = None


def parse_rules(text: str) -> tuple[Rule, ...]:
    """Return the alternatives that a rule names. Raises WrongUseError that says what is wrong."""
    if len(text) > LONGEST:
        raise WrongUseError("the rule is too long", remedy=f"Use at most {LONGEST} characters")
    parts = [part.lstrip() for part in text.split(" || ")]
    if not all(parts):
        raise WrongUseError(
            f"{quoted(text)} is no rule: nothing stands on one side of ||"
            if any(parts)
            else "the rule is empty",
            remedy="Write a rule on either side of ||, or leave it out",
        )
    return tuple(_parse(part) for part in parts)


def _parse(text: str) -> Rule:
    place, *steps = _STEP.split(text)
    rule = _place(text, place.strip())
    for step in steps:
        name, _, value = step.partition(":")
        rule = _step(rule, name, value)
    _compile(rule.place, xpath=rule.xpath)
    for selector in rule.remove:
        _compile(selector, xpath=False)
    return rule


def _place(text: str, place: str) -> Rule:
    if place.startswith("xpath:"):
        return Rule(text, place.removeprefix("xpath:").strip(), xpath=True)
    if place.startswith(_XPATH_START):
        return Rule(text, place, xpath=True)
    css = place.removeprefix("css:").strip()
    if _FULL_WIDTH.search(_QUOTED.sub("", css)):
        raise WrongUseError(f"{quoted(css)} is written in full width", remedy=how_to_mend(css))
    match = _ATTRIBUTE.match(css)
    if match and "[" not in css[match.start("name") - 1 :]:
        return Rule(text, match["css"].strip(), attribute=match["name"].lower())
    return Rule(text, css)


def _step(rule: Rule, name: str, value: str) -> Rule:
    if name == "regex":
        compile_pattern(value)
        return replace(rule, pattern=value)
    if name == "remove":
        return replace(rule, remove=(*rule.remove, value.strip()))
    if name == "take":
        for take in get_args(Take):
            if take == value.strip():
                return replace(rule, take=take)
        raise WrongUseError(
            f"{quoted(rule.text)} takes no part that is known here",
            remedy="Write take:first, take:last or take:all",
        )
    if name == "join":
        return replace(rule, join=value)
    return replace(rule, attribute=value.strip().lower())


def compile_pattern(pattern: str) -> Any:
    """Return a compiled pattern. Raises WrongUseError for what is none."""
    if len(pattern) > LONGEST:
        raise WrongUseError("the pattern is too long", remedy=f"Use at most {LONGEST} characters")
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise WrongUseError(
            f"{quoted(pattern)} is no regular expression: {error}",
            remedy=r"Close every bracket, and write \( for one that stands in the text",
        ) from error


def search(pattern: str, text: str) -> str | None:
    """Return what *pattern* finds in *text*: its first group, or all of it; None where nothing.

    Raises QuarantineError (``rule-timeout``) after 300 ms.
    """
    try:
        found = compile_pattern(pattern).search(text[:_LONGEST_VALUE], timeout=PATTERN_SECONDS)
    except TimeoutError as error:
        raise timed_out(f"regex:{pattern}") from error
    if found is None:
        return None
    return str(found[1] if found.re.groups else found[0] or "")


def timed_out(rule: str) -> QuarantineError:
    """Return the error that names a rule which took too long."""
    return QuarantineError(
        f"the rule {quoted(rule)} takes more than {PATTERN_SECONDS * 1000:.0f} ms on this page",
        reason="rule-timeout",
        remedy="Write one that says where to look more exactly",
    )


def _compile(place: str, *, xpath: bool) -> Any:
    try:
        # XPath 1.0 alone: without regexp extensions no rule reads files or runs for minutes.
        return etree.XPath(place, regexp=False) if xpath else CSSSelector(place)
    except (etree.LxmlError, SelectorError, ValueError) as error:
        what = f"is no XPath: {error}" if xpath else why_no_selector(place, error)
        said = f"{quoted(place)} {what}" if place else "the rule names no place to look at"
        raise WrongUseError(said, remedy=how_to_mend(place)) from error


class Watch:
    """Says which rule is being applied and since when, so that a watchdog can name it."""

    def __init__(self) -> None:
        self.rule: str | None = None
        self.since = 0.0
        self.spent = 0.0

    def overdue(self) -> str | None:
        """Return the rule that has run for too long, if one has."""
        rule = self.rule
        if rule is None:
            return None
        taken = time.process_time() - self.since
        late = taken > PATTERN_SECONDS or self.spent + taken > PAGE_SECONDS
        return rule if late else None


WATCH = Watch()


def find(root: html.HtmlElement, rule: Rule) -> list[Any]:
    """Return what a rule's place finds, in the order of the page: elements, or strings of an XPath.

    Raises QuarantineError (``rule-timeout``) where that took too long, WrongUseError where the
    place cannot be asked for.
    """
    compiled = _compile(rule.place, xpath=rule.xpath)
    WATCH.since, WATCH.rule = time.process_time(), rule.text
    try:
        found = compiled(root)
    except etree.XPathError as error:
        what = f"{quoted(rule.text)} cannot be asked for: {error}"
        raise WrongUseError(what, remedy=how_to_mend(rule.text)) from error
    finally:
        taken = time.process_time() - WATCH.since
        WATCH.rule = None
        WATCH.spent += taken
    if taken > PATTERN_SECONDS:
        raise timed_out(rule.text)
    found = found if isinstance(found, list) else [found]
    return [one for one in found if one is not None and one != "" and not isinstance(one, bool)]


def chosen(found: list[Any], rule: Rule, default: Take) -> list[Any]:
    """Return the ones among *found* that the rule means."""
    take = rule.take or default
    return found[:1] if take == "first" else found[-1:] if take == "last" else found


def without(found: list[Any], rule: Rule) -> Iterator[Any]:
    """Yield *found*, elements as copies without what the rule removes."""
    for one in found:
        if not rule.remove or not isinstance(one, html.HtmlElement):
            yield one
            continue
        copied = html.fromstring(etree.tostring(one, encoding="unicode", with_tail=False))
        for selector in rule.remove:
            for unwanted in copied.cssselect(selector):
                if isinstance(unwanted, html.HtmlElement) and unwanted.getparent() is not None:
                    unwanted.drop_tree()
        yield copied
