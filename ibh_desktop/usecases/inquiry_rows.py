"""What the use cases of requests share: the row under its rules, its history, and how it stood before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import InquiryId, StaffId
from ibh_desktop.domain.inquiries import (
    LONGEST_REASON,
    OWNERS,
    Details,
    Outcome,
    Step,
    reachable,
    require_assigned,
)
from ibh_desktop.domain.people import LONGEST_NAME, clean_name, clean_text, folded, require_born
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.recipients import clean_email
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.store.frontdesk import Inquiry, InquiryStep
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, Staff
from ibh_desktop.store.tx import Tx

_SAID = tuple(name for name in Details.__slots__ if name not in ("location", "owner"))
_KEPT = (*_SAID, "name_key", "location_id", "owner_id", "attempts", "attempted_at", "outcome", "closed_at")
_LINKS = ("patient_id", "appointment_id")
_TRIAGE = ("level", "triaged_at", "triaged_by")


@dataclass(frozen=True, slots=True)
class Before:
    """How a request stood before a change, and its version then: what Undo needs."""

    id: InquiryId
    version: int
    values: Mapping[str, Any]


def row_of(tx: Tx, inquiry: InquiryId, permission: Permission, version: int | None) -> Inquiry:
    """The row, locked for a change that is counted.

    Raises `NotAllowed` for a request that is not assigned to this therapist, `Conflict` for one changed since `version`.
    """
    require(tx.actor, permission)
    row = tx.session.get(Inquiry, inquiry, with_for_update=True)
    if row is None:
        raise NotFound("This request is not there any more.")
    require_assigned(tx.actor, permission, row.owner_id)
    if version is not None and row.version != version:
        raise Conflict("Somebody else changed this request a moment ago. It was left as they put it; look at it again.")
    row.version += 1
    return row


def outcome_of(row: Inquiry) -> Outcome | None:
    """How a request ended, None while it is open."""
    return Outcome(row.outcome) if row.outcome else None


def before_of(row: Inquiry) -> Before:
    """How a row stands whose change was counted already."""
    return Before(InquiryId(row.id), row.version - 1, {name: getattr(row, name) for name in (*_KEPT, *_LINKS, *_TRIAGE)})


def put_back(row: Inquiry, before: Before) -> tuple[bool, bool]:
    """Put a row back; whether that touched anything besides the triage, and whether it touched the triage."""
    altered = {name for name, value in before.values.items() if getattr(row, name) != value}
    for name in altered:
        setattr(row, name, before.values[name])
    return bool(altered - set(_TRIAGE)), bool(altered & set(_TRIAGE))


def note(tx: Tx, row: Inquiry, step: Step, action: str, words: str = "", **diff: object) -> None:
    """Write an entry of the history, and the audit row. `diff` holds ids and codes."""
    tx.session.add(InquiryStep(inquiry_id=row.id, at=tx.now, by_id=tx.actor.staff, what=step.value, words=words))
    tx.record(f"inquiry:{action}", Topic.INQUIRIES, row.id, diff=diff)


def clean(details: Details, today: date) -> Details:
    """Details ready to store; raise `Refused` at the first field that is wrong."""
    given = clean_name(details.given, "given", required=False)
    family = clean_name(details.family, "family", required=not given)
    reason = clean_text(details.reason)
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason is one line of at most {LONGEST_REASON:,} characters; this has {len(reason):,}.", field="reason"
        )
    short = {name: _short(details, name) for name in ("caller_name", "insurance", "referrer", "next_action")}
    ready = replace(
        details,
        given=given,
        family=family,
        born=None if details.born is None else require_born(details.born, today),
        phone=parse_phone(details.phone),
        email=clean_email(details.email),
        reason=reason,
        **short,  # type: ignore[arg-type]
    )
    if not reachable(ready):
        raise Refused("Give a phone number or an e-mail address, so that somebody can answer.", field="phone")
    return ready


def _short(details: Details, name: str) -> str:
    text = clean_text(getattr(details, name))
    if len(text) > LONGEST_NAME:
        raise Refused(f"This can have {LONGEST_NAME} characters; it has {len(text):,}.", field=name)
    return text


def columns_of(details: Details) -> dict[str, Any]:
    """Checked details as columns."""
    said: dict[str, Any] = {name: getattr(details, name) for name in _SAID}
    codes = {name: said[name].value for name in ("channel", "caller", "service", "payer", "answer")}
    keys = {"location_id": details.location, "owner_id": details.owner, "name_key": name_key(details.given, details.family)}
    return said | codes | keys


def name_key(given: str, family: str) -> str:
    """Under which two requests are of one name."""
    return f"{folded(family)}|{folded(given)}"


def require_named(tx: Tx, details: Details) -> None:
    """Raise `NotFound` for a location that is none, `Refused` for an owner who cannot see to requests."""
    if details.location is not None:
        one(tx, Location, details.location)
    require_owner(tx, details.owner)


def require_owner(tx: Tx, owner: StaffId | None) -> None:
    """Raise `Refused` for a leaver, and for a role that neither changes nor triages requests."""
    if owner is None:
        return
    person = one(tx, Staff, owner)
    if not person.active or person.role not in OWNERS:
        raise Refused("Requests are seen to by the front desk, a therapist or a clinical lead.", field="owner")
