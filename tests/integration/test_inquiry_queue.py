"""The queue of requests on both engines: its order, its clocks over closed days, whom to fetch, and its statement budgets."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.ids import InquiryId
from ibh_desktop.domain.inquiries import Alarm, Details, Outcome, Triage
from ibh_desktop.domain.safety import IntakeAnswer
from ibh_desktop.queries import inquiries as shown
from ibh_desktop.queries import inquiry as one
from ibh_desktop.queries.inquiries import Group, InquiryLine
from ibh_desktop.usecases import appointments, inquiries
from tests.integration.world import LEAD, RECEPTIONIST, Clinic, at, close_on, engine_of, later, statements

ADA = Details("Ada", "Newton", phone="(205) 555-0177", reason="Cannot sleep.", answer=IntakeAnswer.NO)
WORRIED = replace(ADA, answer=IntakeAnswer.UNSURE)


@pytest.fixture
def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def line_of(app: App, key: InquiryId) -> InquiryLine:
    """A request in the queue."""
    return next(line for line in app.read(shown.queue) if line.id == key)


def test_the_queue_is_in_order_and_moves_with_the_clock(clinic: Clinic, desk: App) -> None:
    lead, clock = clinic.as_role(LEAD), clinic.clock
    routine, soon, urgent = (desk.write(inquiries.take, replace(ADA, given=name)) for name in ("Rut", "Sam", "Ula"))
    for key, level in ((routine, Triage.ROUTINE), (soon, Triage.SOON), (urgent, Triage.URGENT)):
        lead.write(inquiries.triage, key, level=level)
    nobody = desk.write(inquiries.take, ADA)
    marked = desk.write(inquiries.take, WORRIED)
    gone = desk.write(inquiries.take, ADA)
    desk.write(inquiries.close, gone, outcome=Outcome.DUPLICATE)
    assert [line.id for line in desk.read(shown.queue)] == [marked, urgent, soon, routine, nobody, gone]
    clock.ahead(days=2)
    assert [line.id for line in desk.read(shown.queue)] == [marked, nobody, urgent, soon, routine, gone]
    clock.ahead(days=1)
    assert line_of(desk, urgent).alarms(clock.now) == (Alarm.OVERDUE,)
    groups = Counter(line.group(clock.now) for line in desk.read(shown.queue))
    assert groups == {Group.CLINICIAN: 2, Group.OPEN: 3, Group.CLOSED: 1}
    clock.ahead(days=5)
    assert gone not in {line.id for line in desk.read(shown.queue)}


def test_closed_days_move_the_urgent_due_day_of_their_location_only(clinic: Clinic, desk: App) -> None:
    clinic.app.write(close_on, clinic.ids.birmingham, later(days=1))
    here = desk.write(inquiries.take, replace(ADA, location=clinic.ids.birmingham))
    anywhere = desk.write(inquiries.take, ADA)
    for key in (here, anywhere):
        clinic.as_role(LEAD).write(inquiries.triage, key, level=Triage.URGENT)
    last = {key: (line_of(desk, key).due - timedelta(seconds=1)).date() for key in (here, anywhere)}
    assert last == {here: later(days=3), anywhere: later(days=2)}


def test_whom_to_fetch_are_leads_and_whoever_is_free_here_today(clinic: Clinic, desk: App) -> None:
    ids = clinic.ids
    for patient, therapist, hour in ((ids.maria, ids.ana, 9), (ids.tyrone, ids.ben, 14)):
        where = {"patient": patient, "therapist": therapist, "location": ids.birmingham}
        desk.write(appointments.book, starts=at(later(), hour), **where)  # type: ignore[arg-type]
    found = desk.read(one.whom_to_fetch, ids.birmingham)
    assert [(who.name, who.where, who.free) for who in found] == [
        ("Lee Ann Foster", "clinical lead", True),
        ("Ben Ortiz", "here today", True),
        ("Ana Lee", "in a session until 09:50", False),
    ]
    assert [who.name for who in desk.read(one.whom_to_fetch, None)] == ["Lee Ann Foster"]


def test_the_queries_keep_their_statement_budgets_however_long_the_queue_is(clinic: Clinic, desk: App) -> None:
    counted = []
    for _ in range(2):
        worried = replace(WORRIED, location=clinic.ids.birmingham)
        key, *_ = [desk.write(inquiries.take, worried) for _ in range(6)]
        for budget, query in (
            (4, lambda: desk.read(shown.queue)),
            (7, lambda key=key: desk.read(one.inquiry, key)),
            (1, lambda: desk.read(one.owners)),
            (3, lambda: desk.read(one.whom_to_fetch, clinic.ids.birmingham)),
        ):
            with statements(engine_of(desk)) as seen:
                query()
            assert 1 <= len(seen) <= budget, seen
            counted.append(len(seen))
    assert counted[:4] == counted[4:]
