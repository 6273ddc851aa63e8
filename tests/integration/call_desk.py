"""Visits of the next days and calls about them, as the tests of the call list make them."""

from __future__ import annotations

from typing import Any

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.calls import CallOutcome
from ibh_desktop.domain.contact import Wishes
from ibh_desktop.domain.ids import AppointmentId, PatientId
from ibh_desktop.queries import calls as lists
from ibh_desktop.queries.calls import CallLine
from ibh_desktop.usecases import appointments, calls
from ibh_desktop.usecases import contact as wishes
from ibh_desktop.usecases.calls import Seen
from tests.integration.world import (
    RECEPTIONIST,
    Clinic,
    at,
    later,
)

TUESDAY, WEDNESDAY, THURSDAY = later(0, 1), later(0, 2), later(0, 3)


def book(clinic: Clinic, patient: PatientId, starts: Any, **more: Any) -> AppointmentId:
    """A visit with Ana at Birmingham unless told otherwise."""
    where = {"therapist": clinic.ids.ana, "location": clinic.ids.birmingham} | more
    return clinic.app.write(appointments.book, patient=patient, starts=starts, passed_reason="asked for", **where)


@pytest.fixture
def booked(clinic: Clinic) -> Clinic:
    """Monday, 09:00. María comes to Ana on Tuesday at ten, Tyrone to Ben on Wednesday at eleven; Jiří has no phone."""
    book(clinic, clinic.ids.maria, at(TUESDAY, 10))
    book(clinic, clinic.ids.tyrone, at(WEDNESDAY, 11), therapist=clinic.ids.ben)
    return clinic


def lines(app: App) -> list[CallLine]:
    """What stands on the list."""
    return list(app.read(lists.listing).lines)


def line_of(app: App, patient: PatientId) -> CallLine:
    """The first line of a patient."""
    return next(line for line in lines(app) if line.patient == patient)


def seen(line: CallLine) -> Seen:
    """What a desk saw of a line."""
    return Seen(line.version, line.last_call)


def call(app: App, patient: PatientId, outcome: CallOutcome, **more: Any) -> calls.Noted:
    """Note a call about the first line of a patient."""
    line = line_of(app, patient)
    return app.write(calls.called, line.id, outcome=outcome, seen=seen(line), **more)


def wish(clinic: Clinic, patient: PatientId, wanted: Wishes) -> None:
    """The front desk notes a wish."""
    clinic.as_role(RECEPTIONIST).write(wishes.wish, patient, wanted)
