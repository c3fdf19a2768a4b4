"""Share links: what one shows, until when it opens, how its state changes, and its password."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import scrypt
from hmac import compare_digest, digest
import json
from typing import Final, Literal, TypeVar, get_args

from cxmaturity.domain.errors import RefusedError

Kind = Literal["frozen", "edition", "live"]
Page = Literal["result", "progress", "workshop", "programme"]
Part = Literal[
    "finding",
    "decision",
    "warnings",
    "standing",
    "sure",
    "overall",
    "heat",
    "parts",
    "moved",
    "rounds",
    "otherwise",
    "trend",
    "stage",
    "plan",
    "kpis",
    "notes",
    "questions",
]
FileKind = Literal["pdf", "summary", "pptx", "xlsx", "csv"]
State = Literal["active", "paused", "revoked", "expired"]
Verb = Literal["pause", "resume", "revoke", "extend"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PAGES: Final[tuple[Page, ...]] = get_args(Page)
PARTS: Final[tuple[Part, ...]] = get_args(Part)
FILES: Final[tuple[FileKind, ...]] = get_args(FileKind)
# what every link showed before it could be left out
ALWAYS_ONCE: Final[frozenset[Part]] = frozenset({"finding", "warnings", "questions"})
PARTS_OF: Final[Mapping[Page, tuple[Part, ...]]] = {
    "result": ("finding", "warnings", "standing", "sure", "heat", "parts", "notes", "questions"),
    "progress": ("finding", "warnings", "standing", "parts", "moved", "notes", "questions"),
    "workshop": (
        *("finding", "decision", "warnings", "standing", "sure", "overall", "heat", "parts"),
        *("rounds", "otherwise"),
        *("notes", "questions"),
    ),
    "programme": (
        *("finding", "warnings", "standing", "trend", "stage", "plan", "kpis"),
        *("notes", "questions"),
    ),
}
USUAL_LIFE: Final = timedelta(days=30)
LONGEST_LIFE: Final = timedelta(days=365)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
COST, BLOCK, LANES = 2**14, 8, 1  # scrypt; 16 MiB and about 0.1 s a try
MEMORY = 64 * 1024 * 1024
PROOF_LIFE: Final = timedelta(hours=12)
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything that a link may show; what is not named here is not shown.

    ``cycle_id`` is of a result page, ``workshop_id`` of a workshop's, ``subject_id`` of a programme's (its
    first subject where none is named). Names of people and comments are off by default; a masked link never
    carries comments, because they name what the mask hides, nor a programme's plan, whose words may. In a
    workshop's page names stand beside comments and say who decided.
    """

    evaluation_id: str
    page: Page
    cycle_id: str = ""
    parts: frozenset[Part] = frozenset(PARTS)
    files: frozenset[FileKind] = frozenset(FILES)
    is_masked: bool = False
    comments: bool = False
    names: bool = False
    workshop_id: str = ""
    subject_id: str = ""

    def __post_init__(self) -> None:
        """Refuse a scope that contradicts itself."""
        if self.is_masked and self.comments:
            raise ValueError("comments may name what is masked")
        if self.is_masked and self.page == "programme":
            raise ValueError("a plan may name what is masked")
        if self.names and not self.comments and self.page not in {"programme", "workshop"}:
            raise ValueError("people are named beside their comments, in a plan and in a decision only")
        if (self.page == "workshop") != bool(self.workshop_id):
            raise ValueError("a workshop's page is of one workshop")


def scope_to_text(scope: Scope) -> str:
    """Return a scope as canonical JSON."""
    fields = {name: getattr(scope, name) for name in Scope.__dataclass_fields__}
    plain = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in fields.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def scope_from_text(text: str) -> Scope:
    """Return the scope that was kept.

    Raises:
        ValueError: it names a page, part or file that is not on the list; then nothing may be shown.
    """
    kept: Mapping[str, object] = json.loads(text)
    parts = _some(kept["parts"], PARTS)
    scope = Scope(
        evaluation_id=str(kept["evaluation_id"]),
        page=_one(kept["page"], PAGES),
        cycle_id=str(kept["cycle_id"]),
        parts=parts if "workshop_id" in kept else parts | ALWAYS_ONCE,
        files=_some(kept["files"], FILES),
        is_masked=kept["is_masked"] is True,
        comments=kept["comments"] is True,
        names=kept["names"] is True,
        workshop_id=str(kept.get("workshop_id", "")),
        subject_id=str(kept.get("subject_id", "")),
    )
    if not set(kept) <= set(Scope.__dataclass_fields__):
        raise ValueError("a scope with words that are not known")
    return scope


def _one(said: object, allowed: Collection[Word]) -> Word:
    for word in allowed:
        if word == said:
            return word
    raise ValueError(f"{said!r} is not on the list")


def _some(said: object, allowed: Collection[Word]) -> frozenset[Word]:
    if not isinstance(said, list):
        raise ValueError("a list is wanted")  # noqa: TRY004 - what was kept is wrong, not the call
    return frozenset(_one(word, allowed) for word in said)


def state_at(state: str, expires_at: datetime | None, now: datetime) -> State:
    """Return the state that a link is in at a time; what is not said to be active opens nothing."""
    if state in {"paused", "revoked"}:
        return "paused" if state == "paused" else "revoked"
    if state != "active":
        return "revoked"
    return "expired" if expires_at is not None and now >= expires_at else "active"


def after(state: str, verb: Verb) -> str:
    """Return the state after a change.

    Raises:
        RefusedError: a revoked link never opens again, so that a link once taken back stays so.
    """
    if state == "revoked":
        raise RefusedError("This link is revoked for good. Make a new one instead.")
    return {"pause": "paused", "resume": "active", "revoke": "revoked", "extend": state}[verb]


def end_of(last_day: date) -> datetime:
    """Return the first moment, in UTC, at which a link with this last day opens nothing."""
    return datetime.combine(last_day + timedelta(days=1), time())


def last_day_of(expires_at: datetime) -> date:
    """Return the last day on which a link opens that opens nothing from this moment on."""
    return (expires_at - timedelta(microseconds=1)).date()


def day_flaw(last_day: date, today: date) -> str:
    """Return what is wrong with a last day; empty where nothing is."""
    if last_day < today:
        return f"{last_day} is over; choose today or a later day."
    if last_day > today + LONGEST_LIFE:
        return f"{last_day} is more than a year away; choose a day until {today + LONGEST_LIFE}."
    return ""


def password_flaw(password: str) -> str:
    """Return what is wrong with a password; empty where nothing is."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return f"the password has {len(password)} characters; take {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}."
    return ""


def sealed_password(password: str, salt: bytes) -> str:
    """Return what is kept of a password: scrypt's cost, the salt and the digest."""
    return f"scrypt:{COST}:{BLOCK}:{LANES}:{salt.hex()}:{_stretched(password, salt).hex()}"


def password_fits(sealed: str, password: str) -> bool:
    """Tell whether this is the password; takes 0.1 s by design, so try it only after cheaper checks."""
    *_, salt, kept = sealed.split(":")
    return len(password) <= LONGEST_PASSWORD and compare_digest(
        _stretched(password, bytes.fromhex(salt)), bytes.fromhex(kept)
    )


def proof_of(sealed: str, link_id: str, until: datetime) -> str:
    """Return what a browser keeps once its password was right: valid for one link, one password, one time.

    The key is what is kept of the password, so a new password ends every earlier proof.
    """
    stamp = f"{until:%Y%m%dT%H%M%S}"
    return f"{stamp}.{digest(sealed.encode(), f'{link_id}.{stamp}'.encode(), 'sha256').hex()}"


def is_proof(sealed: str, link_id: str, proof: str, now: datetime) -> bool:
    """Tell whether a browser has shown the password of this link and may go on."""
    stamp, _, _ = proof.partition(".")
    try:
        until = datetime.strptime(stamp, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the store's times are naive UTC
    except ValueError:
        return False
    return now < until and compare_digest(proof.encode(), proof_of(sealed, link_id, until).encode())


def _stretched(password: str, salt: bytes) -> bytes:
    return scrypt(password.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, maxmem=MEMORY)
