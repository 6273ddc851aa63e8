"""Phases, counting and dates of a course: the vectors of DOMAIN.md 1."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.courses import (
    BY_CODE,
    GROUP,
    INDICATIONS,
    RUNNING,
    VARIANTS,
    Attendance,
    CourseStatus,
    Session,
    counted,
    is_session,
    last_number,
    parts_of,
    remaining,
    taking,
    target_end,
    weeks_elapsed,
)
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.phases import Phase, Split, half_up, phase_of, split

PRESETS = {
    "IPT12": (12, (3, 7, 2), 50),
    "IPT14": (14, (3, 8, 3), 50),
    "IPT16": (16, (3, 10, 3), 50),
    "IPT16UK": (16, (4, 8, 4), 50),
    "IPTB8": (8, (2, 5, 1), 50),
    "IPTA12": (12, (4, 5, 3), 45),
    "IPSRT20": (20, (5, 13, 2), 50),
}


@pytest.mark.parametrize(
    ("planned", "parts"),
    [(4, (1, 2, 1)), (8, (2, 4, 2)), (10, (2, 6, 2)), (12, (2, 8, 2)), (16, (3, 10, 3)), (20, (4, 12, 4))],
)
def test_the_phase_formula_gives_the_papers_values(planned: int, parts: tuple[int, int, int]) -> None:
    assert split(planned) == parts


@pytest.mark.parametrize("planned", range(4, 61))
def test_every_split_adds_up_and_has_a_middle(planned: int) -> None:
    parts = split(planned)
    assert sum(parts) == planned
    assert min(parts) >= 1
    assert parts.initial <= 4


@pytest.mark.parametrize("planned", [-1, 0, 3, 61])
def test_a_course_of_impossible_length_is_refused(planned: int) -> None:
    with pytest.raises(Refused, match="4 to 60 sessions"):
        split(planned)


def test_the_presets_are_those_of_the_paper() -> None:
    assert {v.code: (v.planned, tuple(v.parts), v.minutes) for v in VARIANTS} == PRESETS
    assert all(sum(v.parts) == v.planned and v.cadence_days == 7 for v in VARIANTS)
    assert VARIANTS[0].code == "IPT16"
    assert set(BY_CODE) == {*PRESETS, "IPTM", "IPTG8"}
    assert (GROUP.planned, tuple(GROUP.parts), GROUP.minutes) == (8, (1, 6, 1), 90)


def test_a_contract_beside_its_preset_follows_the_formula() -> None:
    assert parts_of("IPT12", 12) == Split(3, 7, 2)
    assert parts_of("IPT12", 10) == split(10)
    assert parts_of("CUSTOM", 20) == Split(4, 12, 4)


def test_sessions_fall_into_phases_in_order() -> None:
    phases = [phase_of(n, Split(3, 10, 3)) for n in range(1, 18)]
    assert phases == [Phase.INITIAL] * 3 + [Phase.MIDDLE] * 10 + [Phase.ENDING] * 4


@pytest.mark.parametrize(("value", "whole"), [(10.5, 11), (11.5, 12), (2.5, 3), (15.43, 15), (6.43, 6), (0, 0), (0.49, 0)])
def test_rounding_is_half_up(value: float, whole: int) -> None:
    assert half_up(value) == whole


@pytest.mark.parametrize(
    ("planned", "end"), [(16, date(2027, 4, 19)), (12, date(2027, 3, 22)), (8, date(2027, 2, 22)), (1, date(2027, 1, 4))]
)
def test_the_contract_ends_on_the_papers_date(planned: int, end: date) -> None:
    assert target_end(date(2027, 1, 4), planned, 7) == end


def test_attendance_is_the_papers_three_quarters() -> None:
    sessions = [Session(Kind.THERAPY, Status.COMPLETED)] * 9 + [Session(Kind.THERAPY, Status.NO_SHOW)] * 2
    found = counted([*sessions, Session(Kind.FAMILY, Status.LATE_CANCEL), Session(Kind.THERAPY, Status.CANCELLED_CLINIC)])
    assert found == Attendance(delivered=9, no_show=2, late_cancel=1)
    assert found.rate == 0.75


def test_attendance_is_unknown_before_the_first_session() -> None:
    assert counted([Session(Kind.THERAPY, Status.SCHEDULED)]).rate is None
    assert counted([]).rate is None


def test_only_completed_sessions_of_a_course_kind_are_delivered() -> None:
    every = [Session(kind, status) for kind in Kind for status in Status]
    found = counted(every)
    assert (found.delivered, found.no_show, found.late_cancel, found.upcoming) == (3, 3, 3, 12)


def test_missed_sessions_never_use_up_the_contract() -> None:
    for status in (Status.NO_SHOW, Status.LATE_CANCEL):
        assert remaining(16, counted([Session(Kind.THERAPY, status)] * 5).used) == 16
    assert remaining(16, 16) == remaining(16, 18) == 0


def test_a_late_cancellation_uses_up_a_session_where_the_clinic_says_so_and_nothing_else_does() -> None:
    for status in Status:
        found = counted([Session(Kind.THERAPY, status)] * 3, late_counts=True)
        assert (found.spent, found.used) == ((3, 3) if status is Status.LATE_CANCEL else (0, found.delivered))
    assert counted([Session(Kind.INTAKE, Status.LATE_CANCEL)], late_counts=True).used == 0


def test_an_intake_is_session_0_until_its_therapist_counts_it_and_nothing_else_is_ever_ticked() -> None:
    assert [kind for kind in Kind if is_session(kind)] == [Kind.THERAPY, Kind.FAMILY, Kind.GROUP]
    ticked = [kind for kind in Kind if is_session(kind, intake_counts=True)]
    assert ticked == [Kind.INTAKE, Kind.THERAPY, Kind.FAMILY, Kind.GROUP]
    held = counted([Session(Kind.INTAKE, Status.COMPLETED, intake_counts=True), Session(Kind.THERAPY, Status.COMPLETED)])
    assert (held.delivered, held.used) == (2, 2)


@given(
    st.lists(st.builds(Session, st.sampled_from(Kind), st.sampled_from(Status), st.booleans()), max_size=40), st.integers(4, 60)
)
def test_whatever_became_of_a_courses_appointments_the_setting_moves_late_cancellations_only(
    sessions: list[Session], planned: int
) -> None:
    off, on = counted(sessions), counted(sessions, late_counts=True)
    assert (off.delivered, off.no_show, off.late_cancel, off.upcoming, off.rate) == (
        on.delivered,
        on.no_show,
        on.late_cancel,
        on.upcoming,
        on.rate,
    )
    assert (off.spent, on.spent) == (0, off.late_cancel)
    for found, late_counts in ((off, False), (on, True)):
        takes = taking(late_counts=late_counts)
        assert found.taken == sum(is_session(s.kind, intake_counts=s.intake_counts) and s.status in takes for s in sessions)
        assert found.delivered <= found.used <= found.taken
    assert remaining(planned, on.used) == max(0, planned - on.delivered - on.late_cancel) <= remaining(planned, off.used)
    assert last_number(planned, on.spent) - on.delivered == planned - on.used


@pytest.mark.parametrize(("days", "weeks"), [(0, 1), (6, 1), (7, 2), (13, 2), (14, 3), (105, 16)])
def test_weeks_elapsed_count_from_one(days: int, weeks: int) -> None:
    assert weeks_elapsed(date(2027, 1, 4), date(2027, 1, 4) + timedelta(days=days)) == weeks


def test_three_states_are_running_and_ten_indications_are_offered() -> None:
    assert set(RUNNING) == {CourseStatus.DRAFT, CourseStatus.ACTIVE, CourseStatus.ON_HOLD}
    assert len(CourseStatus) - len(RUNNING) == 4
    assert len(INDICATIONS) == len(set(INDICATIONS)) == 10
