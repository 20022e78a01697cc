"""The API of administration: proposed companies, tasks, accounts and tokens."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import JSONResponse
from pydantic import Field, ValidationError

from pipeline import accounts, namesakes, proposals, tasks, watching
from pipeline.proposals import Proposal
from schemas.accounts import Account, AccountRole, ApiToken
from schemas.base import Instant, Record
from schemas.errors import WrongUseError
from schemas.ids import canonical_url
from schemas.kinds import Role
from schemas.registry import Company, parse_period
from schemas.tasks import Task
from web import companyform
from web.api import PREFIX, ApiRoute
from web.routes.api import PROBLEMS
from web.routes.proposed import waiting
from web.visit import Here, Visit

router = APIRouter(prefix=PREFIX, route_class=ApiRoute, default_response_class=JSONResponse)
Identity = Annotated[str, Path(max_length=200)]


class Proposed(Record):
    """Companies that recur and that nobody has registered, as of the last look."""

    looked: Instant | None = None
    proposals: tuple[Proposal, ...] = ()


class Decision(Record):
    """What becomes of a proposal: *accept* registers it, *name* gives it to the company *of*, *dismiss* drops it."""

    name: str = Field(min_length=1, max_length=400)
    decision: Literal["accept", "name", "dismiss"]
    role: Role = "competitor"
    id: str | None = Field(default=None, max_length=80)
    of: str = Field(default="", max_length=400)


class Wish(Record):
    """Work to begin: *discover* needs *about* and *url*, *tag* needs *about* and may say *last* (``90d``)."""

    kind: Literal["discover", "tag", "propose"]
    about: str = Field(default="", max_length=80)
    url: str = Field(default="", max_length=2000)
    last: str = Field(default="", max_length=10)


class Numbers(Record):
    """Which of the offers of a task are to be watched."""

    numbers: tuple[int, ...] = Field(min_length=1, max_length=200)


class Watching(Record):
    """The sources that are watched from now on, and the entry of the log that takes them back."""

    sources: tuple[str, ...]
    entry: int | None


class NewAccount(Record):
    """An account to be made."""

    id: str = Field(max_length=80)
    name: str = Field(default="", max_length=120)
    role: AccountRole = "viewer"
    reader: str | None = Field(default=None, max_length=80)


class AccountChange(Record):
    """What is to be changed of an account; what is left out stays."""

    name: str | None = Field(default=None, max_length=120)
    role: AccountRole | None = None
    active: bool | None = None
    reader: str | None = Field(default=None, max_length=80)


class Welcomed(Record):
    """An account, and the link by which its owner sets a password: shown this once."""

    account: Account
    link: str


@router.get("/proposals", responses=PROBLEMS)
def proposed(visit: Here) -> Proposed:
    """List the companies that the last look proposed and nobody decided on."""
    done = [one for one in tasks.recent(visit.workspace, "propose") if one.state == "done"]
    return Proposed(looked=done[0].ended if done else None, proposals=tuple(waiting(visit)))


@router.post("/proposals", responses=PROBLEMS)
def decide(visit: Here, decision: Decision) -> Company | None:
    """Decide on a proposal; return the company that it is now, or is a name of."""
    key = namesakes.key_of(decision.name)
    chosen = next((one for one in waiting(visit) if namesakes.key_of(one.name) == key), None)
    if chosen is None:
        raise HTTPException(404, f"{decision.name!r} is not proposed")
    given: dict[str, Any] = {"caller": visit.caller, "chosen": chosen}
    if decision.decision == "dismiss":
        proposals.dismiss(visit.workspace, chosen.name, **given)
        return None
    if decision.decision == "accept":
        return proposals.take_up(
            visit.workspace, chosen.name, company_id=decision.id, role=decision.role, **given
        )
    company = companyform.meant(decision.of, visit.workspace.registry.companies)
    if company is None:
        raise HTTPException(400, f"no company is called {decision.of!r}")
    proposals.take_as_name(visit.workspace, chosen.name, company, **given)
    return visit.store.registry.company(company.id)


@router.get("/tasks", responses=PROBLEMS)
def all_tasks(visit: Here, about: Annotated[str | None, Query(max_length=80)] = None) -> list[Task]:
    """List the work that was begun lately, the newest first."""
    return tasks.recent(visit.workspace, about=about)


@router.post("/tasks", responses=PROBLEMS, status_code=202)
def begin(visit: Here, wish: Wish) -> Task:
    """Begin work in a process of its own; the task says how far it is."""
    wanted: dict[str, str] = {}
    if wish.kind != "propose" and not visit.store.registry.history("company", wish.about):
        raise HTTPException(400, f"no company is called {wish.about!r}")
    try:
        if wish.kind == "discover":
            canonical_url(wish.url)
            wanted["url"] = wish.url
        if wish.kind == "tag":
            wanted["last"] = wish.last
            parse_period(wish.last or "1d")
    except ValueError as error:
        raise WrongUseError(str(error)) from error
    about = "" if wish.kind == "propose" else wish.about
    return tasks.begin(visit.workspace, wish.kind, about, wanted, visit.caller)


@router.get("/tasks/{task_id}", responses=PROBLEMS)
def task(visit: Here, task_id: Identity) -> Task:
    """Show how far a task is, and what came of it."""
    return _task(visit, task_id)


@router.post("/tasks/{task_id}/watch", responses=PROBLEMS)
def watch(visit: Here, task_id: Identity, chosen: Numbers) -> Watching:
    """Watch what a look at a web site offered, by number."""
    found = _task(visit, task_id)
    if found.kind != "discover" or found.state != "done":
        raise HTTPException(400, "this task offers nothing to watch")
    made, entry = watching.watch(
        visit.workspace, found.about, found.result["proposals"], chosen.numbers, visit.caller
    )
    return Watching(sources=tuple(one.id for one in made), entry=entry)


@router.get("/accounts", responses=PROBLEMS)
def people(visit: Here) -> list[Account]:
    """List who may sign in, and who no longer may."""
    return visit.store.accounts.all()


@router.post("/accounts", responses=PROBLEMS, status_code=201)
def add(visit: Here, wanted: NewAccount) -> Welcomed:
    """Make an account."""
    try:
        made = Account(
            id=wanted.id, name=wanted.name or wanted.id, role=wanted.role,
            reader=wanted.reader or None, created=visit.site.clock(),
        )  # fmt: skip
    except ValidationError as error:
        raise WrongUseError(f"{wanted.id!r} is no name for an account") from error
    secret = accounts.add(visit.store, made, visit.caller)
    return Welcomed(account=made, link=f"{visit.workspace.settings.base_url}/welcome/{secret}")


@router.patch("/accounts/{account_id}", responses=PROBLEMS)
def change(visit: Here, account_id: Identity, wanted: AccountChange) -> Account:
    """Change an account: its role, whether it may sign in, whose reader it is."""
    found = visit.store.accounts.get(account_id)
    if found is None:
        raise HTTPException(404, f"no account is called {account_id!r}")
    changed = found.model_copy(update=wanted.model_dump(exclude_unset=True, exclude_none=True))
    accounts.change(visit.store, changed, visit.caller)
    return changed


@router.post("/accounts/{account_id}/link", responses=PROBLEMS)
def link(visit: Here, account_id: Identity) -> Welcomed:
    """Make a new link by which the owner of an account sets a password."""
    found = visit.store.accounts.get(account_id)
    if found is None:
        raise HTTPException(404, f"no account is called {account_id!r}")
    secret = accounts.new_link(visit.store, account_id, visit.caller)
    return Welcomed(account=found, link=f"{visit.workspace.settings.base_url}/welcome/{secret}")


@router.get("/tokens", responses=PROBLEMS)
def tokens(visit: Here) -> list[ApiToken]:
    """List the tokens of all accounts; their secrets are kept nowhere."""
    return visit.store.accounts.tokens()


@router.delete("/tokens/{token_id}", responses=PROBLEMS)
def revoke(visit: Here, token_id: Identity) -> ApiToken:
    """Make a token worthless."""
    found = next((one for one in visit.store.accounts.tokens() if one.id == token_id), None)
    if found is None:
        raise HTTPException(404, f"no token is called {token_id!r}")
    accounts.revoke_token(visit.store, found, visit.caller)
    return found.model_copy(update={"revoked": True})


def _task(visit: Visit, task_id: str) -> Task:
    found = tasks.get(visit.workspace, task_id)
    if found is None:
        raise HTTPException(404, f"no task is called {task_id!r}")
    return found
