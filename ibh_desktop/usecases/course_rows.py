"""What several use cases of a course share."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.consent import Consent, Exemption, Giver
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.store.chart import Contract, Formulation
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Location
from ibh_desktop.store.tx import Tx


def today(tx: Tx, row: Course) -> date:
    """The date where the course is held."""
    return local_date(tx, row.location_id, tx.now)


def contract_of(tx: Tx, course: CourseId) -> Contract:
    """The agreement of a course, made on first use."""
    row = tx.session.get(Contract, course)
    if row is None:
        row = Contract(course_id=course)
        tx.session.add(row)
    return row


def consent_of(tx: Tx, course: CourseId) -> Consent | None:
    """The consent on file, None where there is none yet."""
    from_contract = tx.session.get(Contract, course)
    if from_contract is None or from_contract.consent_on is None:
        return None
    exemption = next((one for one in Exemption if one and from_contract.consent_exception.startswith(one)), Exemption.NONE)
    note = from_contract.consent_exception.removeprefix(exemption.value).strip()
    return Consent(from_contract.consent_on, Giver(from_contract.consent_by), exemption, note)


def local_date(tx: Tx, location: int, moment: datetime) -> date:
    """The date at a location: an evening in Alabama is the next day in UTC."""
    return moment.astimezone(ZoneInfo(one(tx, Location, location).zone)).date()


def formulate_anew(tx: Tx, row: Course, why: str) -> None:
    """Back to the first phase makes the next version of the formulation, to be agreed again."""
    last = tx.session.scalar(select(Formulation).where(Formulation.course_id == row.id).order_by(Formulation.edition.desc()))
    if last is not None:
        areas = {"primary_area": last.primary_area, "secondary_area": last.secondary_area}
        made = {"made_at": tx.now, "made_by": tx.actor.staff, "reason": why}
        tx.session.add(Formulation(course_id=row.id, edition=last.edition + 1, text=last.text, **areas, **made))
