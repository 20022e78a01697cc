"""Who may do what: every route, by path and method, with the least role that may use it.

A route that is not in this table is refused, and the application does not start with one. Keep the
groups apart: a page group's lines stand together under its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from schemas.accounts import AccountRole, Scope


@dataclass(frozen=True)
class Access:
    """*role*: the least that may (None: anybody). *scope*: what a token needs (None: no token may).

    *signed*: the address itself is signed and says who may, so a POST needs no form of a page of ours.
    """

    role: AccountRole | None
    scope: Scope | None = None
    signed: bool = False


ANYBODY: Final = Access(None)
SIGNED: Final = Access(None, signed=True)
VIEWER: Final = Access("viewer")
ANALYST: Final = Access("analyst")
ADMINISTRATOR: Final = Access("administrator")
# The same for programs, which come with a token instead of a session.
API_READ: Final = Access("viewer", "read")
API_WRITE: Final = Access("analyst", "write")
API_ADMIN: Final = Access("administrator", "admin")

Rules = dict[str, dict[str, Access]]

ACCOUNT: Final[Rules] = {
    "/sign-in": {"GET": ANYBODY, "POST": ANYBODY},
    "/sign-in/outside": {"GET": ANYBODY},
    "/sign-in/outside/back": {"GET": ANYBODY},
    "/welcome/{secret}": {"GET": ANYBODY, "POST": ANYBODY},
    "/display": {"POST": ANYBODY},
    "/sign-out": {"POST": VIEWER},
    "/sign-out-everywhere": {"POST": VIEWER},
    "/account": {"GET": VIEWER},
    "/account/password": {"POST": VIEWER},
    "/account/outside": {"POST": VIEWER},
    "/account/outside/remove": {"POST": VIEWER},
    "/account/tokens": {"POST": VIEWER},
    "/account/tokens/{token_id}/revoke": {"POST": VIEWER},
}
TODAY: Final[Rules] = {
    "/": {"GET": VIEWER},
    "/seen": {"POST": VIEWER},
}
SEARCH: Final[Rules] = {
    "/search": {"GET": VIEWER},
    "/search/like/{document_id}": {"GET": VIEWER},
    "/search/export": {"GET": VIEWER},
    "/feeds/{search_id}.{form}": {"GET": API_READ},
    "/feeds/collections/{collection_id}.{form}": {"GET": API_READ},
    "/searches": {"GET": VIEWER, "POST": ANALYST},
    "/searches/{search_id}/name": {"POST": ANALYST},
    "/searches/{search_id}/remove": {"POST": ANALYST},
    "/searches/{search_id}/restore": {"POST": ANALYST},
}
STORY: Final[Rules] = {
    "/story/{story_id}": {"GET": VIEWER},
    "/story/{story_id}/mark/{deed}": {"POST": VIEWER},
    "/story/{story_id}/assign": {"POST": ANALYST},
    "/story/{story_id}/assigned/{state}": {"POST": VIEWER},
    "/assigned": {"GET": VIEWER},
    "/story/{story_id}/notes": {"POST": ANALYST},
    "/story/{story_id}/notes/{note_id}/remove": {"POST": ANALYST},
    "/story/{story_id}/notes/{note_id}/restore": {"POST": ANALYST},
    "/story/{story_id}/correct": {"POST": ANALYST},
    "/story/{story_id}/split/{document_id}": {"POST": ANALYST},
    "/story/{story_id}/uncorrect/{correction_id}": {"POST": ANALYST},
    "/story/{story_id}/share": {"POST": ANALYST},
    "/story/{story_id}/unshare": {"POST": ANALYST},
    "/shared/{secret}": {"GET": ANYBODY},
    "/document/{document_id}": {"GET": VIEWER},
    "/document/{document_id}/changes": {"GET": VIEWER},
    "/document/{document_id}/received": {"GET": VIEWER},
    "/document/{document_id}/picture": {"GET": VIEWER},
}
# Everybody may keep collections of his own; the routes see to whose each is.
COLLECTIONS: Final[Rules] = {
    "/collections": {"GET": VIEWER, "POST": VIEWER},
    "/collections/add": {"GET": VIEWER, "POST": VIEWER},
    "/collections/{collection_id}": {"GET": VIEWER, "POST": VIEWER},
    "/collections/{collection_id}/remove": {"POST": VIEWER},
    "/collections/{collection_id}/restore": {"POST": VIEWER},
    "/collections/{collection_id}/export": {"GET": VIEWER},
    "/collections/{collection_id}/groups": {"POST": VIEWER},
    "/collections/{collection_id}/share": {"POST": ANALYST},
    "/collections/{collection_id}/unshare": {"POST": ANALYST},
    "/collections/{collection_id}/entries/{entry_id}": {"POST": VIEWER},
    "/collections/{collection_id}/entries/{entry_id}/{step}": {"POST": VIEWER},
    "/shared/collection/{secret}": {"GET": ANYBODY},
}
# From mails: the address is signed for one reader or one alert, and mail programs post without a form.
MAIL: Final[Rules] = {
    "/mail/unsubscribe/{token}": {"GET": SIGNED, "POST": SIGNED},
    "/mail/preferences/{token}": {"GET": SIGNED, "POST": SIGNED},
    "/mail/rate/{token}": {"GET": SIGNED, "POST": SIGNED},
}
# A viewer sees the editions he is sent himself; the routes see to that.
DIGESTS: Final[Rules] = {
    "/digests": {"GET": VIEWER},
    "/digests/preview": {"GET": VIEWER},
    "/digests/test": {"GET": ANALYST, "POST": ANALYST},
    "/digests/{edition_id}": {"GET": VIEWER},
    "/digests/messages/{message_id}/resend": {"POST": ANALYST},
    "/digests/messages/{message_id}/settle": {"POST": ANALYST},
}
COMPANIES: Final[Rules] = {
    "/companies": {"GET": VIEWER},
    "/companies/{company_id}": {"GET": VIEWER},
    "/companies/{company_id}/names": {"GET": ANALYST, "POST": ANALYST},
    "/compare": {"GET": VIEWER},
}
PRICES: Final[Rules] = {
    "/prices": {"GET": VIEWER},
    "/prices/ours": {"GET": VIEWER},
    "/prices/ours/export": {"GET": VIEWER},
    "/changes/{change_id}": {"GET": VIEWER},
    "/changes/{change_id}/picture": {"GET": VIEWER},
}
SOURCES: Final[Rules] = {
    "/sources": {"GET": VIEWER},
    "/sources/dropped": {"GET": VIEWER},
    "/sources/{source_id}": {"GET": VIEWER},
    "/sources/{source_id}/try": {"GET": ANALYST, "POST": ANALYST},
    "/sources/{source_id}/test": {"POST": ANALYST},
    "/sources/{source_id}/tests/{task_id}": {"GET": ANALYST},
    "/sources/{source_id}/tests/{task_id}/save": {"POST": ANALYST},
}
API: Final[Rules] = {
    f"/api/v1/{path}": {"GET": API_READ}
    for path in (
        "companies", "companies/{company_id}", "compare", "moves", "plans", "plans/ours", "changes",
        "changes/{change_id}", "changes/{change_id}/picture", "documents/{document_id}/picture", "search", "stories", "stories/{story_id}", "documents/{document_id}",
        "documents/{document_id}/revisions", "sources", "sources/{source_id}", "coverage", "dropped",
        "openapi.json",
    )
} | {
    "/api/v1/corrections": {"GET": API_READ, "POST": API_WRITE},
    "/api/v1/corrections/{correction_id}/undo": {"POST": API_WRITE},
}  # fmt: skip
# Marks are a person's own, so a viewer's token that may write sets them too.
API_OWN: Final = Access("viewer", "write")
API_DESK: Final[Rules] = {
    f"/api/v1/{path}": rules
    for path, rules in {
        "collections": {"GET": API_READ, "POST": API_WRITE},
        "collections/{collection_id}": {"GET": API_READ, "PATCH": API_WRITE},
        "collections/{collection_id}/entries": {"POST": API_WRITE},
        "collections/{collection_id}/entries/{entry_id}": {"PATCH": API_WRITE},
        "collections/{collection_id}/groups": {"PATCH": API_WRITE},
        "collections/{collection_id}/shares": {"GET": API_WRITE, "POST": API_WRITE},
        "collections/{collection_id}/shares/{share_id}": {"DELETE": API_WRITE},
        "assignments": {"GET": API_READ},
        "stories/{story_id}/assignment": {"GET": API_READ, "PUT": API_WRITE, "DELETE": API_WRITE},
        "stories/{story_id}/assignment/{state}": {"POST": API_WRITE},
        "stories/{story_id}/notes": {"GET": API_READ, "POST": API_WRITE},
        "stories/{story_id}/notes/{note_id}": {"DELETE": API_WRITE},
        "stories/{story_id}/marks": {"GET": API_READ, "PUT": API_OWN},
    }.items()
}

ADMIN: Final[Rules] = {
    "/admin": {"GET": ADMINISTRATOR},
    "/admin/people": {"POST": ADMINISTRATOR},
    "/admin/people/{account_id}": {"POST": ADMINISTRATOR},
    "/admin/log": {"GET": ADMINISTRATOR},
    # Of sources and of names analysts take back too; the route sees to that.
    "/admin/log/{number}/undo": {"POST": ANALYST},
}
# The registry: analysts keep sources (and names, on the company's page), administrators companies,
# customers, readers and proposals.
REGISTRY: Final[Rules] = {
    "/admin/tokens": {"GET": ADMINISTRATOR},
    "/admin/tokens/{token_id}/revoke": {"POST": ADMINISTRATOR},
    "/admin/companies": {"GET": ADMINISTRATOR},
    "/admin/add/company": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "/admin/companies/{company_id}": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "/admin/companies/{company_id}/remove": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "/admin/customers/{company_id}": {"POST": ADMINISTRATOR},
    "/admin/companies/{company_id}/look": {"POST": ADMINISTRATOR},
    "/admin/companies/{company_id}/again": {"POST": ADMINISTRATOR},
    "/admin/tasks/{task_id}": {"GET": ADMINISTRATOR},
    "/admin/tasks/{task_id}/watch": {"POST": ADMINISTRATOR},
    "/admin/readers": {"GET": ADMINISTRATOR},
    "/admin/add/reader": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "/admin/readers/{reader_id}": {"GET": ADMINISTRATOR, "POST": ADMINISTRATOR},
    "/admin/readers/{reader_id}/remove": {"POST": ADMINISTRATOR},
    "/admin/add/source": {"GET": ANALYST, "POST": ANALYST},
    "/admin/sources/{source_id}": {"GET": ANALYST, "POST": ANALYST},
    "/admin/sources/{source_id}/remove": {"POST": ANALYST},
    "/admin/proposed": {"GET": ADMINISTRATOR},
    "/admin/proposed/look": {"POST": ADMINISTRATOR},
    "/admin/proposed/accept": {"POST": ADMINISTRATOR},
    "/admin/proposed/name": {"POST": ADMINISTRATOR},
    "/admin/proposed/dismiss": {"POST": ADMINISTRATOR},
}

API_ADMINISTRATION: Final[Rules] = {
    f"/api/v1/{path}": dict.fromkeys(methods.split(), API_ADMIN)
    for path, methods in {
        "registry/{kind}": "GET",
        "registry/{kind}/{record_id}": "GET PUT DELETE",
        "registry/{kind}/{record_id}/concerned": "GET",
        "registry/{kind}/{record_id}/history": "GET",
        "audit": "GET",
        "audit/{number}/undo": "POST",
        "proposals": "GET POST",
        "tasks": "GET POST",
        "tasks/{task_id}": "GET",
        "tasks/{task_id}/watch": "POST",
        "accounts": "GET POST",
        "accounts/{account_id}": "PATCH",
        "accounts/{account_id}/link": "POST",
        "tokens": "GET",
        "tokens/{token_id}": "DELETE",
    }.items()
}

TABLE: Final[Rules] = (
    MAIL | DIGESTS | ACCOUNT | TODAY | SEARCH | STORY | COLLECTIONS | COMPANIES | PRICES | SOURCES | API | API_DESK | ADMIN
    | REGISTRY | API_ADMINISTRATION
)  # fmt: skip


def rule(path: str, method: str) -> Access | None:
    """Return the rule of a route, None where there is none; HEAD is as GET."""
    return TABLE.get(path, {}).get("GET" if method == "HEAD" else method)


# Pages whose form is not posted to an address under their own.
_ELSEWHERE: Final = {"/admin/customers/{company_id}": "/admin/companies?role=customer"}


def page_of(target: str) -> str:
    """Return the page that a form posted to *target* stands on: the nearest above it that can be opened."""
    above = target
    while above not in _ELSEWHERE and "GET" not in TABLE.get(above, {}):
        above = above.rpartition("/")[0] or "/"
    return _ELSEWHERE.get(above, above)


def page_filled(target: str, given: Mapping[str, Any]) -> str:
    """Return the address of :func:`page_of` *target*, with what the route was *given* in its path."""
    parts = {name: quote(str(value), safe="") for name, value in given.items()}
    return page_of(target).format(**parts)
