"""Leadership pages: who is listed with what role, in cards, lists, tables, lines or structured data.

The page is read as a row of short texts, each a name, a role or neither. A name belongs to the role
in the smallest part of the page that holds both; where such a part holds several names, to the role
after it, or before it where the part begins with a role.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import web_poet
from lxml import html

from crawlers.pages.base import PageObject
from crawlers.pages.dom import BLOCKS, SILENT, is_hidden, marks, squeeze, text_of
from crawlers.pages.people_names import looks_like_name, looks_like_role
from crawlers.pages.structured import first, of_type
from schemas.documents import PersonListed

_MOST = 300
# Texts longer than this are biographies, in which other people are named as well.
_SHORT = 160
_HAN = "\u4e00-\u9fff"
# Parts whose people are not the company's own.
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:testimonials?|quotes?|customers?|clients?|reviews?|news\w*|press|related|blog|comments?|breadcrumbs?|cookie\w*|menu|nav\w*|footer)(?:$|[\s_-])"
)
_MORE_ROLES = re.compile(
    r"\b(?:supervisory board|(?:executive|management) (?:board|committee)|member of|board|trustee|fellow|scientist|specialist|consultant|coordinator|analyst|representative|owner|editor|lead|spokes\w+)\b"
    r"|书记|委员|部长|主管|所长|校长|院士|法定代表人|代表|主编|专家|科学家|店长|厂长|联席|联合创始",
    re.IGNORECASE,
)
# Words that make two capitalised words a department, and Chinese ones that end no name.
_NO_NAME = re.compile(
    r"\b(?:team|success|sales|support|marketing|design|operations|finance|people|leadership|board|management|research|development|legal|press|contact|us|careers|"
    r"news|company|products?|services?|solutions?|about|committee|group|global|office|resources|relations|engineering|read|more|learn|view|profile|linkedin|twitter)\b"
    r"|(?:管理层|[会层部队组们司院所厅处科心室网])$",
    re.IGNORECASE,
)
_ONE_LINE = (
    re.compile(r"^(?P<left>[^:：]{2,40})\s*[:：]\s*(?P<right>.{2,100})$"),
    re.compile(r"^(?P<left>[^()（）]{2,60})\s*[(（](?P<right>[^()（）]{2,100})[)）]$"),
    re.compile(r"^(?P<left>.{2,60}?)\s*(?:\s[|–—-]\s|[|｜/]|\u3000+|\xa0+)\s*(?P<right>.{2,100})$"),
    re.compile(r"^(?P<left>[^,，]{2,60})\s*[,，]\s*(?P<right>.{2,100})$"),
    re.compile(rf"^(?P<left>[{_HAN}](?:\s?[{_HAN}]){{1,3}})\s+(?P<right>[{_HAN}A-Z].{{1,60}})$"),
)  # fmt: skip
_SENTENCE = re.compile(r"[.!?]\s*$|[。！？；]|\b(?:has|have|was|were|is|joined|leads|led|holds|served|brings|worked|spent)\b", re.IGNORECASE)  # fmt: skip
_EDGES = " \t,，、|·•–—-:：;；"
_TITLES = re.compile(r"\s*(?:先生|女士|小姐)$")
_NAME_HEADS = re.compile(r"^(?:names?|姓\s*名)$", re.IGNORECASE)
_ROLE_HEADS = re.compile(r"^(?:positions?|titles?|roles?|functions?|job titles?|职\s*务|职\s*位|岗位|现任职务|担任职务)$", re.IGNORECASE)  # fmt: skip

Kind = Literal["name", "role", "both", ""]


class PeoplePageObject(PageObject):
    """A page that lists people with their roles."""

    kind = "people"

    @web_poet.field
    def people(self) -> tuple[PersonListed, ...]:
        """Return the people in page order, each once."""
        return self.listed

    @cached_property
    def listed(self) -> tuple[PersonListed, ...]:
        """Return the people from the place that names most of them."""
        body = self.page.root.find("body")
        top = self.page.root if body is None else body
        places = {
            "json-ld": list(self._stated()),
            "table": list(_from_tables(top)),
            "cards": _paired(_pieces(top)),
        }
        chosen = max(places, key=lambda place: len({one.name for one in places[place] if one.role}))
        if not places[chosen]:
            return ()
        self.page.note("people", chosen, {"json-ld": 0.97, "table": 0.93}.get(chosen, 0.88))
        return _once(places[chosen])

    def _stated(self) -> Iterator[PersonListed]:
        for node in of_type(self.page.nodes, "Person"):
            name = first(node.get("name"))
            if name and (role := first(node.get("jobTitle"))):
                yield PersonListed(name=name, role=role)


@dataclass(slots=True)
class _Piece:
    """A short text where it stands; *name* and *role* as far as it is these."""

    element: html.HtmlElement
    kind: Kind
    name: str = ""
    role: str = ""


def _once(people: list[PersonListed]) -> tuple[PersonListed, ...]:
    found: dict[tuple[str, str], PersonListed] = {}
    for one in people:
        found.setdefault((one.name, one.role), one)
    with_role = {one.name for one in found.values() if one.role}
    return tuple(one for one in found.values() if one.role or one.name not in with_role)[:_MOST]


def _from_tables(top: html.HtmlElement) -> Iterator[PersonListed]:
    """Read rows of a table: by its headers where they say which column is which."""
    for table in top.iter("table"):
        rows = [[squeeze(text_of(cell)) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]  # fmt: skip
        heads = next((row for row in rows[:3] if any(map(_NAME_HEADS.match, row))), [])
        names = next((i for i, cell in enumerate(heads) if _NAME_HEADS.match(cell)), None)
        roles = next((i for i, cell in enumerate(heads) if _ROLE_HEADS.match(cell)), None)
        for cells in rows:
            found = _row(cells, names, roles)
            if found is not None:
                yield found


def _row(cells: list[str], names: int | None, roles: int | None) -> PersonListed | None:
    if names is not None and roles is not None:
        if max(names, roles) >= len(cells) or _NAME_HEADS.match(cells[names]):
            return None
        name = _name(cells[names])
        return PersonListed(name=name, role=cells[roles][:200]) if name and cells[roles] else None
    at = next((i for i, cell in enumerate(cells) if _name(cell)), None)
    if at is None or len(cells) < 2:
        return None
    others = [cell for i, cell in enumerate(cells) if i != at and 0 < len(cell) <= 120]
    fitting = [cell for cell in others if _is_role(cell)] or others
    return PersonListed(name=_name(cells[at]), role=fitting[0]) if fitting else None


def _pieces(top: html.HtmlElement) -> list[_Piece]:
    """Return the names and roles of a page in reading order, texts between them as breaks."""
    found: list[_Piece] = []
    _walk(top, found, 0)
    return found


def _walk(element: html.HtmlElement, found: list[_Piece], depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    furniture = tag in {"nav", "footer", "aside", "form"} or tag in SILENT
    if not tag or furniture or depth > 300 or is_hidden(element):
        return
    if tag not in {"body", "main", "article"} and _OTHERS.search(marks(element)):
        return
    if len(element) and (whole := _one_text(element)):
        piece = _read(whole, element)
        if piece.kind in {"both", "name"}:
            found.append(piece)
            return
    _add(element.text, element, found)
    for child in element:
        _walk(child, found, depth + 1)
        _add(child.tail, element, found)


def _one_text(element: html.HtmlElement) -> str:
    """Return a line of several pieces as one: ``<b>Dr.</b> Emil Hartmann``; empty where it is not.

    Pieces that only their styles hold apart (``<span>Chair</span><b>Ann Brand</b>``) are not one.
    """
    inner = list(element.iter())[1:]
    if len(inner) > 6 or any(one.tag in BLOCKS or one.tag == "br" for one in inner):
        return ""
    whole = text_of(element)
    pieces = " ".join(piece for one in element.itertext() if (piece := squeeze(str(one))))
    return whole if len(whole) <= _SHORT and whole == pieces else ""


def _add(text: str | None, element: html.HtmlElement, found: list[_Piece]) -> None:
    raw = (text or "").strip()
    if raw.strip(_EDGES):
        found.append(_read(raw, element))


def _read(raw: str, element: html.HtmlElement) -> _Piece:
    """Say what a text is: a name, a role, both on one line, or neither."""
    line = raw.strip(_EDGES) if len(raw) < 400 else raw
    if len(line) > _SHORT:
        return _Piece(element, "")
    for pattern in _ONE_LINE:
        if match := pattern.match(line):
            left, right = match["left"].strip(_EDGES), match["right"].strip(_EDGES)
            if (name := _name(left)) and _is_role(right):
                return _Piece(element, "both", name, squeeze(right))
            if (name := _name(right)) and _is_role(left):
                return _Piece(element, "both", name, squeeze(left))
    if name := _name(line):
        return _Piece(element, "name", name=name)
    return _Piece(element, "role", role=squeeze(line)) if _is_role(line) else _Piece(element, "")


def _name(text: str) -> str:
    """Return the person's name that *text* is, without what pads or explains it; empty for none."""
    line = _TITLES.sub("", squeeze(text).strip(_EDGES))
    bare = re.sub(r"\s*[(（][^()（）]{1,40}[)）]$", "", line)
    if re.match(rf"^[{_HAN}]", bare):
        bare = bare.replace(" ", "")
    elif match := re.match(rf"^[A-Z][\w.'’ -]{{2,40}}\s+([{_HAN}]{{2,4}})$", bare):
        bare = match[1]
    if _NO_NAME.search(bare) or not looks_like_name(bare):
        return ""
    return bare


def _is_role(text: str) -> bool:
    line = squeeze(text)
    if not 1 < len(line) <= 110 or _SENTENCE.search(line):
        return False
    return looks_like_role(line) or bool(_MORE_ROLES.search(line))


def _paired(pieces: list[_Piece]) -> list[PersonListed]:
    """Give each name its role."""
    inside: defaultdict[html.HtmlElement, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for part in (piece.element, *piece.element.iterancestors()):
            inside[part].append(number)
    found: dict[int, PersonListed] = {}
    settled: set[html.HtmlElement] = set()
    for number, piece in enumerate(pieces):
        if piece.kind == "both":
            found[number] = PersonListed(name=piece.name, role=piece.role)
        elif piece.kind == "name":
            _place(number, pieces, inside, found, settled)
    return [found[number] for number in sorted(found)]


def _place(
    number: int,
    pieces: list[_Piece],
    inside: dict[html.HtmlElement, list[int]],
    found: dict[int, PersonListed],
    settled: set[html.HtmlElement],
) -> None:
    """Find the smallest part around a name that holds a role, and pair what stands in it."""
    own = pieces[number].element
    for part in (own, *own.iterancestors()):
        members = inside[part]
        if not any(pieces[one].kind == "role" for one in members):
            continue
        names = [one for one in members if pieces[one].kind in {"name", "both"}]
        if len(names) == 1:
            roles = [one for one in members if pieces[one].kind == "role"]
            nearest = min(roles, key=lambda one: (abs(one - number), one < number))
            found[number] = PersonListed(name=pieces[number].name, role=pieces[nearest].role)
        elif part not in settled:
            settled.add(part)
            _in_turn(members, pieces, found)
        return


def _in_turn(members: list[int], pieces: list[_Piece], found: dict[int, PersonListed]) -> None:
    """Pair neighbours in a part of several names: as the first name and role there stand."""
    told = [one for one in members if pieces[one].kind in {"name", "role"}]
    steps = [(told[i], told[i + 1]) for i in range(len(told) - 1) if told[i + 1] - told[i] <= 2]
    ordered = [(a, b) for a, b in steps if pieces[a].kind != pieces[b].kind]
    role_first = bool(ordered) and pieces[ordered[0][0]].kind == "role"
    for before, after in ordered:
        holder, role = (after, before) if role_first else (before, after)
        if pieces[holder].kind == "name" and holder not in found:
            found[holder] = PersonListed(name=pieces[holder].name, role=pieces[role].role)
