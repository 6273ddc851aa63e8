"""The accounting of disclosures: what went out about a patient, to whom, on what ground (45 CFR 164.528)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.disclosure import Notice
from ibh_desktop.domain.ids import DisclosureId, LetterId, PatientId
from ibh_desktop.domain.letters import numbered
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.chart import Disclosure
from ibh_desktop.store.schema import Letter, Staff
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """One line of the log; `at` carries the clinic's zone, `letter` is empty for what went out without one."""

    id: DisclosureId
    at: datetime
    letter: LetterId | None
    number: str
    what: str
    to_whom: str
    purpose: str
    basis: str
    how: str
    copies: int
    by: str
    notice: Notice
    consent_copy: bool


def log(reading: Reading, patient: PatientId) -> list[DisclosureLine]:
    """Everything that went out about a patient, the latest first; nothing is left out however old it is."""
    require(reading.actor, Permission.SEE_AUTHORIZATIONS)
    require_own(reading, patient)
    d = Disclosure
    rows = reading.session.execute(
        select(d, Letter.number, Letter.edition, Staff.name)
        .join(Letter, Letter.id == d.letter_id, isouter=True)
        .join(Staff, Staff.id == d.made_by)
        .where(d.patient_id == patient)
        .order_by(d.at.desc(), d.id.desc())
    )
    zone = ZoneInfo(HOME_ZONE)
    return [_line(row, numbered(number or "", edition), by, zone) for row, number, edition, by in rows]


def _line(row: Disclosure, number: str, by: str, zone: ZoneInfo) -> DisclosureLine:
    return DisclosureLine(
        id=DisclosureId(row.id),
        at=row.at.astimezone(zone),
        letter=None if row.letter_id is None else LetterId(row.letter_id),
        number=number,
        what=row.what,
        to_whom=row.to_whom,
        purpose=row.purpose,
        basis=row.basis,
        how=row.how,
        copies=row.copies,
        by=by,
        notice=Notice(row.notice),
        consent_copy=row.consent_copy,
    )
