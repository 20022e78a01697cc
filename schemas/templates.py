"""Learned templates: where the documents of one layout of one host keep their fields.

A template is data that a person can read, edit and pin. What the learner saw of single pages is an
*observation*; enough of them that agree become a template.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Instant, Record, Slug
from schemas.kinds import DocumentKind

PlaceKind = Literal["css", "meta", "json-ld", "title", "url", "hint"]
"""css: an element; meta: a meta element's content; json-ld: a key of embedded data; title: the
window's title; url: the page's own address; hint: what the feed or list said that led there."""
TemplateState = Literal["checking", "trusted", "drifted", "dropped"]
"""checking: compared with the general extractor before it is used; trusted: used; drifted: the
layout changed, kept for older snapshots; dropped: a person put it away."""
FieldName = Literal["title", "published", "authors", "lead"]


class Place(Record):
    """Where one field is read. *found* of *of* learning pages had the right value there."""

    via: PlaceKind
    at: str = Field(default="", description="CSS selector, meta name or JSON key")
    attribute: str | None = Field(default=None, description="Read this attribute, not the text")
    before: str = Field(default="", description="Words in front of the value that are cut off")
    after: str = Field(default="", description="Words after the value that are cut off")
    found: int = 0
    of: int = 0

    @property
    def label(self) -> str:
        """Return the place in a few words: ``css time.posted@datetime``."""
        suffix = f"@{self.attribute}" if self.attribute else ""
        return f"{self.via} {self.at}{suffix}".strip()


class BodyRule(Record):
    """Where the text is: the element *at*, without parts that match *drop* and without *lines*.

    A part is written as tag, id and classes: ``div.related``, ``aside``, ``section#more.box``.
    In *lines* a ``#`` stands for any digit.
    """

    at: str
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    lines: tuple[str, ...] = Field(default=(), description="Lines that repeat and are no text")
    found: int = 0
    of: int = 0


class Expectation(Record):
    """What pages of this layout always had; a page that has it not is read by another reader."""

    least_weight: int = Field(default=140, description="Of text, in Latin characters' worth")
    most_linked: float = Field(default=0.3, description="Share of the text that is in links")
    required: tuple[FieldName, ...] = ()
    paywalled: bool = Field(default=False, description="Some pages withheld their text")
    signs: tuple[str, ...] = Field(
        default=(), description="Words of withheld text that complete pages show as well"
    )
    markup_languages: tuple[str, ...] = Field(
        default=(), description="Languages that the root element states; empty: any"
    )


class Template(Record):
    """How to read the documents of *kind* in one layout of *host*."""

    id: Slug
    host: str
    kind: DocumentKind = "article"
    language: str = Field(default="und", description="Of the documents it was learned from")
    fields: dict[FieldName, tuple[Place, ...]]
    body: BodyRule
    expects: Expectation = Expectation()
    learned_from: tuple[str, ...] = Field(default=(), description="Addresses of those pages")

    @model_validator(mode="after")
    def _has_title(self) -> "Template":
        if not self.fields.get("title"):
            raise ValueError("a template needs at least one place for the title")
        return self


class StoredTemplate(Record):
    """A template with its standing: since when it holds, how it did, whether a person pinned it."""

    template: Template
    state: TemplateState = "checking"
    pinned: bool = False
    valid_from: Instant
    valid_until: Instant | None = None
    checked: int = Field(default=0, description="Pages compared with the general extractor")
    agreed: int = Field(default=0, description="Of these, pages on which both said the same")
    used: int = Field(default=0, description="Documents read with it")
    fitted: int = Field(default=0, description="Pages of its host that had its layout")
    tried: int = Field(default=0, description="Pages of its host that it was tried on")
    misfits: int = Field(default=0, description="Pages in a row that it could not read")
    author: str = "learned"
    note: str = ""


class SeenPart(Record):
    """An element inside the body of one page: characters' worth kept and left out below it."""

    part: str
    kept: int = 0
    left: int = 0


class Observation(Record):
    """What one page showed: places where the fields of its document were found again.

    *bodies* are selectors that lead to its text and to nothing else on that page.
    """

    host: str
    url: str
    kind: DocumentKind
    language: str
    seen: Instant
    bodies: tuple[str, ...] = ()
    fields: dict[FieldName, tuple[Place, ...]] = Field(default_factory=dict)
    present: tuple[FieldName, ...] = Field(default=(), description="Fields the document had")
    parts: tuple[SeenPart, ...] = ()
    lines: tuple[str, ...] = Field(default=(), description="Lines of its text, not of a closing")
    weight: int = 0
    linked: float = 0.0
    paywalled: bool = False
    signs: tuple[str, ...] = ()
    markup_language: str = ""
