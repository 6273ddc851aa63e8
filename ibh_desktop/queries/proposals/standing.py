"""What the clinic says in every letter of a kind: texts of its settings with the numbers of the place."""

from collections.abc import Iterator
from datetime import date, timedelta

from ibh_desktop.domain.appointments import Modality
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letters import YES
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.queries.proposals.words import day
from ibh_desktop.settings import Settings
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, Patient
from ibh_desktop.store.tx import Reading

CLINIC = "the clinic's settings"
ONLINE = "A quiet room, your phone or computer with camera, and your insurance card."


def call(place: Location) -> str:
    """`Call (205) 555-0101`, or the clinic where no number is entered."""
    return f"Call {shown_phone(place.phone)}" if place.phone else "Call the clinic"


def bring(chosen: Settings, modality: Modality) -> Iterator[Line]:
    """What to have at hand."""
    yield Line(ONLINE if modality is not Modality.IN_PERSON else chosen.letter_bring, CLINIC)


def early(chosen: Settings, modality: Modality) -> Iterator[Line]:
    """How long before the time."""
    minutes = chosen.letter_early_minutes
    what = "be ready" if modality is not Modality.IN_PERSON else "come"
    when = f"{minutes} minutes before the time" if minutes else "on time"
    yield Line(f"Please {what} {when}.", CLINIC)


def cancelling(chosen: Settings, place: Location) -> Iterator[Line]:
    """Whom to call, and until when."""
    hours = chosen.late_cancel_hours
    ahead = f"at least {hours} hour{'' if hours == 1 else 's'} before the time" if hours else "before the time"
    yield Line(f"{call(place)} {ahead}, so that somebody else can have it.", CLINIC)


def rebook(chosen: Settings, place: Location, today: date) -> Iterator[Line]:
    """How to get another time, by when."""
    by = today + timedelta(days=chosen.letter_rebook_days)
    yield Line(f"{call(place)} by {day(by)} and we find another time for you.", CLINIC)


def plain_envelope(patient: Patient) -> Iterator[Line]:
    """Where the patient asked for it."""
    if patient.plain_envelope:
        yield Line(YES, "the patient's file")


def contact(reading: Reading, shown: CoursePage) -> Iterator[Line]:
    """Whom to ask about a course's letter."""
    place = one(reading, Location, shown.location)
    named = (shown.therapist_name, place.name, shown_phone(place.phone))
    yield Line(", ".join(part for part in named if part), "the clinic")
