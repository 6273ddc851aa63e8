"""What can be recorded of a signed authorization, and what becomes of it: revoked, ended by its event, void.

A paper that lacks something is recorded as it is; what it lacks is said by `domain.authorization.defects`. Refused is only
what cannot be so.
"""

from dataclasses import replace
from datetime import date

from ibh_desktop.domain.authorization import Authorization, ReceiverClass, shown
from ibh_desktop.domain.disclosure import Basis, Special
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.field_texts import line, text

RECORDABLE = (Basis.AUTHORIZATION, Basis.PART2_CONSENT)


def require_record(paper: Authorization, today: date) -> Authorization:
    """A paper ready to store; raise `Refused` at the field that cannot be so. A Part 2 consent names Part 2 by itself."""
    if paper.basis not in RECORDABLE:
        raise Refused("Record an authorization or a consent under 42 CFR Part 2.", field="basis")
    _require_days(paper, today)
    if paper.recipient is not None and paper.receivers:
        raise Refused("It is for one receiver or for a class of them: choose one of the two.", field="receivers")
    part2 = {Special.PART2} if paper.basis is Basis.PART2_CONSENT else set[Special]()
    return replace(
        paper,
        special=paper.special | part2,
        signer_name=line(paper.signer_name, "signer_name"),
        authority=line(paper.authority, "authority"),
        discloser=line(paper.discloser, "discloser"),
        expires_event=line(paper.expires_event, "expires_event"),
        description=text(paper.description, "description"),
        purpose=text(paper.purpose, "purpose"),
        receivers=ReceiverClass(paper.receivers),
    )


def _require_days(paper: Authorization, today: date) -> None:
    if paper.signed_on > today:
        raise Refused("It cannot have been signed in the future.", field="signed_on")
    if paper.expires_on is not None and paper.expires_on < paper.signed_on:
        raise Refused("It would end before it was signed.", field="expires_on")
    if paper.records_from and paper.records_to and paper.records_to < paper.records_from:
        raise Refused("The records end before they begin.", field="records_to")


def require_revocable(held: Authorization, on: date, today: date) -> None:
    """Raise `Refused` for a record that is over already, or a day that cannot be: a revocation works from when it came in."""
    _require_standing(held)
    if on > today:
        raise Refused("It cannot have been revoked in the future.", field="on")
    if on < held.signed_on:
        raise Refused(f"It was signed on {shown(held.signed_on)}; it cannot have been revoked before.", field="on")


def require_ending(held: Authorization, on: date, today: date) -> None:
    """Raise `Refused` where no event was agreed, or the day cannot be."""
    _require_standing(held)
    if not held.expires_event:
        raise Refused("It names no event that ends it. Revoke it, or note the day in a new record.", field="on")
    if not held.signed_on <= on <= today:
        raise Refused(f"The event lies between {shown(held.signed_on)} and today.", field="on")


def _require_standing(held: Authorization) -> None:
    if held.voided:
        raise Refused("It is void already.", field="on")
    if held.revoked_on is not None:
        raise Refused(f"It was revoked on {shown(held.revoked_on)} already.", field="on")
    if held.expired_on is not None:
        raise Refused(f"It ended on {shown(held.expired_on)} already.", field="on")
