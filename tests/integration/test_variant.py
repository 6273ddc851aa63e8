"""Another variant for a running course: the contract follows, what was held stays, the record grows, and Undo is in it too."""

from datetime import date

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.timeline_story import amended
from ibh_desktop.queries import course_contract, course_lanes, course_page
from ibh_desktop.usecases import appointments, contract, course_steps, courses, variant
from ibh_desktop.usecases import clinic as setup
from tests.integration.world import LEAD, RECEPTIONIST, THERAPIST, Clinic, at, later

TEN = at(later(1), 10)
COURSE = "SELECT variant, planned, minutes, cadence_days, target_end, phase, status FROM course"
RECORD = "SELECT kind, before, after, reason, cosigned_by IS NOT NULL FROM amendment ORDER BY id"


def _brief(clinic: Clinic) -> courses.Opened:
    opened = clinic.open_course(TEN, variant="IPTB8")
    clinic.start(opened.course)
    return opened


def test_the_contract_follows_the_new_variant_and_what_is_booked_stays(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN, variant="IPT12")
    clinic.start(opened.course)
    before = clinic.rows("SELECT id, starts, ends, status FROM appointment ORDER BY id")
    clinic.as_role(THERAPIST).write(variant.change, opened.course, code="IPT16", reason="more work at home than we saw")
    ((code, planned, minutes, cadence, target, phase, status),) = clinic.rows(COURSE)
    assert (code, planned, minutes, cadence, phase, status) == ("IPT16", 16, 50, 7, "initial", "active")
    assert date.fromisoformat(str(target)) == later(16)
    assert clinic.rows("SELECT id, starts, ends, status FROM appointment ORDER BY id") == before
    page = clinic.as_role(THERAPIST).read(course_page.page, opened.course)
    assert (tuple(page.parts), page.attendance.taken) == ((3, 10, 3), 12)


def test_an_adolescents_variant_brings_its_length_and_its_task(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN, variant="IPT12")
    clinic.start(opened.course)
    ana = clinic.as_role(THERAPIST)
    ana.write(variant.change, opened.course, code="IPTA12", reason="she is sixteen")
    shown = ana.read(course_contract.page, opened.course)
    assert (shown.planned, clinic.rows(COURSE)[0][2]) == (12, 45)
    assert "I12" in {line.task.code for line in shown.tasks}


def test_the_record_tells_it_and_undo_adds_to_the_record(clinic: Clinic) -> None:
    opened = _brief(clinic)
    ana, was = clinic.as_role(THERAPIST), clinic.rows(COURSE)
    varied = ana.write(variant.change, opened.course, code="IPT12", reason="four more")
    ana.write(variant.take_back, varied)
    assert clinic.rows(COURSE) == was
    assert [row[:4] for row in clinic.rows(RECORD)] == [
        ("another variant", "IPTB8 8", "IPT12 12", "four more"),
        ("another variant", "IPT12 12", "IPTB8 8", "Taken back"),
    ]
    told = [line.words for line in ana.read(course_contract.page, opened.course).history]
    assert "Contract another variant: Brief IPT, 8 sessions to Standard, 12 sessions" in told
    actions = [row[0] for row in clinic.rows("SELECT action FROM audit ORDER BY seq")]
    assert actions[-2:] == ["contract:variant", "contract:variant"]
    with pytest.raises(Conflict, match="Somebody changed this course since"):
        ana.write(variant.take_back, varied)


def test_undo_is_refused_once_more_is_booked_than_the_old_contract_holds(clinic: Clinic) -> None:
    opened = _brief(clinic)
    ana = clinic.as_role(THERAPIST)
    varied = ana.write(variant.change, opened.course, code="IPT12", reason="four more")
    clinic.as_role(RECEPTIONIST).write(courses.add_session, opened.course, starts=at(later(9), 10))
    with pytest.raises(Refused, match="More sessions are booked by now than Brief IPT, 8 sessions has"):
        ana.write(variant.take_back, varied)
    assert clinic.rows(COURSE)[0][:2] == ("IPT12", 12)


def test_a_variant_shorter_than_what_is_booked_is_refused_until_sessions_are_released(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    clinic.start(opened.course)
    ana = clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="16 sessions are held or booked, and Brief IPT, 8 sessions has 8") as no:
        ana.write(variant.change, opened.course, code="IPTB8", reason="better sooner")
    assert no.value.field == "variant"
    clinic.as_role(RECEPTIONIST).write(appointments.unbook, list(opened.appointments[8:]))
    ana.write(variant.change, opened.course, code="IPTB8", reason="better sooner")
    assert clinic.rows(COURSE)[0][:2] == ("IPTB8", 8)


@pytest.mark.parametrize(
    ("code", "sessions", "why"),
    [
        ("IPTM", None, "Maintenance is a course of its own"),
        ("IPTB8", None, "of that variant already"),
        ("IPT99", None, "There is no course variant IPT99"),
        ("CUSTOM", 3, "4 to 60 sessions"),
        ("CUSTOM", None, "4 to 60 sessions"),
    ],
)
def test_what_is_no_variant_for_this_course_is_refused_and_nothing_changes(
    clinic: Clinic, code: str, sessions: int | None, why: str
) -> None:
    opened = _brief(clinic)
    was = clinic.rows(COURSE)
    with pytest.raises(Refused, match=why):
        clinic.as_role(THERAPIST).write(variant.change, opened.course, code=code, sessions=sessions, reason="to see")
    assert (clinic.rows(COURSE), clinic.rows(RECORD)) == (was, [])


def test_a_reason_a_running_course_and_the_version_that_was_seen_are_asked_for(clinic: Clinic) -> None:
    opened = _brief(clinic)
    ana = clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="Give the reason"):
        ana.write(variant.change, opened.course, code="IPT12", reason=" ")
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(variant.change, opened.course, code="IPT12", reason="four more", version=1)
    ana.write(course_steps.transfer, opened.course, receiver="County clinic")
    with pytest.raises(Refused, match="This course is transferred"):
        ana.write(variant.change, opened.course, code="IPT12", reason="four more")


def test_a_variant_is_no_way_round_the_leads_agreement(clinic: Clinic) -> None:
    """Eight sessions at first: a therapist goes to twelve alone, however she calls it (DOMAIN.md 1.7.4)."""
    opened = _brief(clinic)
    ana, lead = clinic.as_role(THERAPIST), clinic.as_role(LEAD)
    with pytest.raises(NotAllowed, match="A clinical lead extends this contract"):
        ana.write(variant.change, opened.course, code="IPT14", reason="six more")
    ana.write(variant.change, opened.course, code="IPT12", reason="four more")
    with pytest.raises(NotAllowed, match="A clinical lead"):
        ana.write(contract.extend, opened.course, sessions=13, reason="one more")
    assert ana.read(course_contract.page, opened.course).alone == 12
    lead.write(variant.change, opened.course, code="IPT16", reason="with her lead")
    assert [row[4] for row in clinic.rows(RECORD)] in ([0, 1], [False, True])


def test_a_longer_variant_opens_the_way_back_from_the_ending(clinic: Clinic) -> None:
    opened = _brief(clinic)
    ana = clinic.as_role(THERAPIST)
    for phase in (Phase.MIDDLE, Phase.ENDING):
        ana.write(course_steps.move_phase, opened.course, phase=phase, override="seen on paper, all of it")
    with pytest.raises(Refused, match="needs an extended contract"):
        ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE)
    ana.write(variant.change, opened.course, code="IPT12", reason="four more")
    ana.write(course_steps.move_phase, opened.course, phase=Phase.MIDDLE)
    assert clinic.rows(COURSE)[0][5] == "middle"


def test_the_timeline_draws_the_end_that_the_contract_had_before(clinic: Clinic) -> None:
    opened = _brief(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(variant.change, opened.course, code="IPT12", reason="four more")
    changes = [(1, later(), "another variant", "IPTB8 8", "IPT12 12")]
    (change,) = amended(changes, starts_on=later(1), planned=12, cadence_days=7)
    assert (change.end_before, change.end_after) == (later(8), later(12))
    assert ana.read(course_lanes.lanes, opened.course) is not None


def test_late_cancellations_that_count_are_held_against_a_shorter_variant(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN, variant="IPT12")
    clinic.start(opened.course)
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(appointments.unbook, list(opened.appointments[8:]))
    clinic.clock.now = at(later(1), 9)
    desk.write(appointments.cancel, opened.appointments[0], by_clinic=False)
    desk.write(courses.add_session, opened.course, starts=at(later(10), 10))
    assert clinic.rows("SELECT count(*) FROM appointment WHERE status = :s", s=Status.LATE_CANCEL.value) == [(1,)]
    clinic.app.write(setup.change_setting, "count_late_cancel", "1")
    with pytest.raises(Refused, match="9 sessions are held or booked"):
        clinic.as_role(THERAPIST).write(variant.change, opened.course, code="IPTB8", reason="better sooner")
