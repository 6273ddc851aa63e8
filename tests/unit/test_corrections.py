"""Putting a visit right: whose right it takes, what it can be corrected to, which stamps go with it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import NEXT, Stamps, Status
from ibh_desktop.domain.corrections import SETTLED, Right, corrected, may_correct, require_correction, right_needed, targets
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import StaffId, TherapistId
from ibh_desktop.domain.permissions import Actor, Role

ZONE = ZoneInfo("America/Chicago")
STARTS = datetime(2027, 1, 4, 16, 0, tzinfo=UTC)
"""Monday, 10:00 in Chicago."""
ENDS = STARTS + timedelta(minutes=50)
ANA, BEN = TherapistId(1), TherapistId(2)


def test_the_same_day_is_the_desks_to_its_last_minute() -> None:
    last = datetime(2027, 1, 4, 23, 59, tzinfo=ZONE)
    assert right_needed(Status.NO_SHOW, STARTS, last, ZONE) is Right.DESK
    assert right_needed(Status.NO_SHOW, STARTS, last + timedelta(minutes=1), ZONE) is Right.MANAGER


def test_a_held_session_is_its_clinicians_for_exactly_24_hours() -> None:
    assert right_needed(Status.COMPLETED, ENDS, ENDS + timedelta(hours=24), ZONE) is Right.CLINICIAN
    assert right_needed(Status.COMPLETED, ENDS, ENDS + timedelta(hours=24, seconds=1), ZONE) is Right.MANAGER


@pytest.mark.parametrize(
    ("role", "therapist", "rights"),
    [
        (Role.RECEPTIONIST, None, {Right.DESK}),
        (Role.THERAPIST, ANA, {Right.DESK, Right.CLINICIAN}),
        (Role.THERAPIST, BEN, set()),
        (Role.LEAD, BEN, {Right.DESK, Right.CLINICIAN}),
        (Role.MANAGER, None, {Right.DESK, Right.CLINICIAN, Right.MANAGER}),
    ],
)
def test_each_right_is_its_roles(role: Role, therapist: TherapistId | None, rights: set[Right]) -> None:
    somebody = Actor(StaffId(9), "somebody", "Somebody", role, therapist, frozenset({ANA} if role is Role.LEAD else ()))
    assert {right for right in Right if may_correct(somebody, right, ANA)} == rights


@pytest.mark.parametrize("status", Status)
def test_what_is_not_settled_cannot_be_corrected_and_what_is_settled_moves_on_no_more(status: Status) -> None:
    settled = status in SETTLED
    assert bool(targets(status, STARTS, ENDS)) is settled
    assert settled is (status not in NEXT and status is not Status.RESCHEDULED)


@pytest.mark.parametrize("was", SETTLED)
def test_after_its_hour_a_visit_can_be_corrected_to_every_other_end(was: Status) -> None:
    ends = {Status.COMPLETED, Status.NO_SHOW, Status.LEFT_BEFORE_SEEN, Status.LATE_CANCEL, Status.CANCELLED_PATIENT}
    assert ends | {Status.CANCELLED_CLINIC} <= set(targets(was, STARTS, ENDS)) | {was}


def test_nobody_is_held_or_missed_before_the_visit() -> None:
    ahead = targets(Status.CANCELLED_PATIENT, STARTS, STARTS - timedelta(hours=1))
    assert set(ahead) == {Status.SCHEDULED, Status.CHECKED_IN, Status.LATE_CANCEL, Status.CANCELLED_CLINIC}
    assert Status.CHECKED_IN not in targets(Status.CANCELLED_PATIENT, STARTS, STARTS - timedelta(days=2))


def test_a_day_later_a_visit_is_not_expected_again() -> None:
    assert Status.SCHEDULED not in targets(Status.NO_SHOW, STARTS, STARTS + timedelta(days=1))


def test_after_its_day_a_correction_says_why() -> None:
    later = STARTS + timedelta(days=3)
    with pytest.raises(Refused) as no:
        require_correction(Status.NO_SHOW, Status.COMPLETED, STARTS, later, right=Right.MANAGER, reason="")
    assert no.value.field == "reason"
    require_correction(Status.NO_SHOW, Status.COMPLETED, STARTS, later, right=Right.MANAGER, reason="Came by video")
    require_correction(Status.NO_SHOW, Status.COMPLETED, STARTS, ENDS, right=Right.DESK, reason="")


def test_a_wrong_target_is_refused_at_its_field() -> None:
    for was, wanted in ((Status.SCHEDULED, Status.COMPLETED), (Status.NO_SHOW, Status.NO_SHOW)):
        with pytest.raises(Refused) as no:
            require_correction(was, wanted, STARTS, ENDS, right=Right.DESK, reason="")
        assert no.value.field == "status"


@given(st.sampled_from(list(Status)), st.integers(-2000, 4000), st.none() | st.integers(-60, 60))
def test_stamps_are_in_order_and_go_with_the_status(wanted: Status, minutes: int, came: int | None) -> None:
    now = STARTS + timedelta(minutes=minutes)
    known = Stamps(None if came is None else min(now, STARTS + timedelta(minutes=came)))
    stamps = corrected(known, wanted, STARTS, ENDS, now)
    order = [at for at in (stamps.arrived_at, stamps.started_at, stamps.ended_at) if at is not None]
    assert (stamps.ended_at is not None) is (wanted is Status.COMPLETED)
    assert (stamps.arrived_at is None) is (
        wanted not in (Status.CHECKED_IN, Status.LEFT_BEFORE_SEEN, Status.IN_SESSION, Status.COMPLETED)
    )
    assert order == sorted(order)
