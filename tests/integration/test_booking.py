"""Booking one appointment: what is sold, what is refused and with which way on."""

from datetime import datetime, timedelta

import pytest

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import AppointmentId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import schedule, today
from ibh_desktop.store.schema import Appointment, Patient, Room, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, roster
from tests.integration.world import EASTERN, MANAGER, RECEPTIONIST, THERAPIST, Clinic, at, close_on, later

TEN = at(later(1), 10)


def booked(
    clinic: Clinic,
    starts: datetime = TEN,
    *,
    who: str = RECEPTIONIST,
    patient: PatientId | None = None,
    therapist: TherapistId | None = None,
    room: RoomId | None = None,
    kind: Kind = Kind.THERAPY,
    minutes: int | None = None,
    because: str = "",
    anyway: str = "",
) -> AppointmentId:
    """Book at Birmingham; María with Ana unless told otherwise."""
    return clinic.as_role(who).write(
        appointments.book,
        patient=patient or clinic.ids.maria,
        therapist=therapist or clinic.ids.ana,
        location=clinic.ids.birmingham,
        starts=starts,
        room=room,
        kind=kind,
        minutes=minutes,
        overbook_reason=because,
        passed_reason=anyway,
    )


def test_a_free_slot_is_booked_for_as_long_as_its_kind_lasts(clinic: Clinic) -> None:
    new = booked(clinic, kind=Kind.INTAKE)
    assert clinic.rows("SELECT id, status, kind FROM appointment") == [(new, "scheduled", "intake")]
    (line,) = clinic.app.read(today.board, on=later(1))
    assert line.ends - line.starts == timedelta(minutes=60)


def test_touching_appointments_are_fine(clinic: Clinic) -> None:
    booked(clinic, minutes=50)
    booked(clinic, TEN + timedelta(minutes=50), patient=clinic.ids.tyrone, minutes=50, anyway="short notice")
    assert clinic.count("appointment") == 2


def test_a_busy_therapist_is_refused_with_the_next_free_times(clinic: Clinic) -> None:
    booked(clinic)
    with pytest.raises(Refused, match=r"Ana Lee is with another patient on Mon 11 Jan from 10:00 to 10:50\. Next free: ") as no:
        booked(clinic, TEN + timedelta(minutes=10), patient=clinic.ids.tyrone)
    assert no.value.field == "starts"
    assert "09:00, 11:00" in no.value.sentence


def test_a_next_free_time_that_a_refusal_names_can_be_booked(clinic: Clinic) -> None:
    booked(clinic)
    with pytest.raises(Refused) as no:
        booked(clinic, patient=clinic.ids.tyrone)
    first = no.value.sentence.rsplit("Next free: ", 1)[1].split(",")[0]
    hour, minute = map(int, first.split(":"))
    booked(clinic, at(later(1), hour, minute), patient=clinic.ids.tyrone)


def test_a_busy_patient_is_refused(clinic: Clinic) -> None:
    booked(clinic)
    with pytest.raises(Refused, match="The patient already has an appointment on Mon 11 Jan from 10:00"):
        booked(clinic, therapist=clinic.ids.ben)


def test_a_busy_room_is_refused_even_when_it_is_not_the_shifts_own(clinic: Clinic) -> None:
    booked(clinic, room=clinic.ids.room)
    with pytest.raises(Refused, match=r"The room is in use on Mon 11 Jan .* Next free: "):
        booked(clinic, patient=clinic.ids.tyrone, therapist=clinic.ids.ben, room=clinic.ids.room)


def test_the_past_is_refused_but_five_minutes_of_grace_are_given(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="This time has passed"):
        booked(clinic, clinic.clock.now - timedelta(minutes=6))
    booked(clinic, clinic.clock.now - timedelta(minutes=5))


@pytest.mark.parametrize("minutes", [4, 12 * 60 + 1])
def test_a_length_beyond_reason_is_refused(clinic: Clinic, minutes: int) -> None:
    with pytest.raises(Refused, match="lasts 5 minutes to 12 hours"):
        booked(clinic, minutes=minutes)


@pytest.mark.parametrize(("hour", "minute"), [(7, 30), (11, 30), (12, 0), (16, 30), (20, 0)])
def test_outside_the_shift_and_in_its_break_is_refused(clinic: Clinic, hour: int, minute: int) -> None:
    with pytest.raises(Refused, match=r"Ana Lee does not work at Birmingham on Mon 11 Jan from .* Next free: "):
        booked(clinic, at(later(1), hour, minute))


def test_a_therapist_is_refused_where_she_does_not_work(clinic: Clinic) -> None:
    ids = clinic.ids
    with pytest.raises(Refused, match="Ben Ortiz does not work at Phenix City"):
        clinic.as_role(RECEPTIONIST).write(
            appointments.book, patient=ids.maria, therapist=ids.ben, location=ids.phenix, starts=TEN
        )


def test_a_location_keeps_its_own_wall_time(clinic: Clinic) -> None:
    ids = clinic.ids
    friday = later(1, 4)
    desk = clinic.as_role(RECEPTIONIST)
    eight = at(friday, 8, zone=EASTERN)
    desk.write(appointments.book, patient=ids.maria, therapist=ids.ben, location=ids.phenix, starts=eight)
    (line,) = clinic.app.read(today.board, on=friday)
    assert (line.starts.hour, line.starts.tzinfo, eight.hour) == (8, EASTERN, 13)
    with pytest.raises(Refused, match="Phenix City"):
        desk.write(appointments.book, patient=ids.tyrone, therapist=ids.ben, location=ids.phenix, starts=at(friday, 16, 30))


def test_a_closed_day_is_refused(clinic: Clinic) -> None:
    clinic.app.write(close_on, clinic.ids.birmingham, later(1))
    with pytest.raises(Refused, match=r"Birmingham is closed on Monday 11 January\. Next free: "):
        booked(clinic)


def test_time_off_is_refused(clinic: Clinic) -> None:
    clinic.app.write(roster.add_time_off, clinic.ids.ana, starts=at(later(1), 0), ends=at(later(1, 1), 0))
    with pytest.raises(Refused, match="Ana Lee is away from Mon 11 Jan to Tue 12 Jan"):
        booked(clinic)


def test_a_week_without_any_free_time_says_so(clinic: Clinic) -> None:
    clinic.app.write(roster.add_time_off, clinic.ids.ana, starts=at(later(), 0), ends=at(later(4), 0))
    with pytest.raises(Refused, match="Nothing is free within a week"):
        booked(clinic)


@pytest.mark.parametrize(("table", "field"), [(Therapist, "therapist"), (Patient, "patient"), (Room, "room")])
def test_who_and_what_is_inactive_is_refused(clinic: Clinic, table: type[Patient], field: str) -> None:
    key = {"therapist": clinic.ids.ana, "patient": clinic.ids.maria, "room": clinic.ids.room}[field]

    def retire(tx: Tx) -> None:
        tx.session.get_one(table, key).active = False
        tx.record("test:retire", Topic.STAFF, key)

    clinic.app.write(retire)
    with pytest.raises(Refused, match="is not active any more") as no:
        booked(clinic, room=clinic.ids.room)
    assert no.value.field == field


def test_a_room_of_another_location_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="East room is not at Birmingham") as no:
        booked(clinic, room=clinic.ids.eastern)
    assert no.value.field == "room"


def test_an_unknown_patient_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="This patient is not there any more"):
        booked(clinic, patient=PatientId(9999))


def test_only_a_manager_books_over_and_it_shows(clinic: Clinic) -> None:
    booked(clinic)
    for who in (RECEPTIONIST, THERAPIST, "lee.ann"):
        with pytest.raises(NotAllowed, match="book over another appointment"):
            booked(clinic, who=who, patient=clinic.ids.tyrone, because="crisis")
    over = booked(clinic, who=MANAGER, patient=clinic.ids.tyrone, because="crisis, agreed with Ana")
    lines = clinic.app.read(today.board, on=later(1))
    assert [line.id for line in lines if line.overbooked] == [over]
    board = clinic.app.read(schedule.day, on=later(1), location=clinic.ids.birmingham)
    assert [b.id for column in board.columns for b in column.blocks if b.overbooked] == [over]
    (reason,) = clinic.rows("SELECT reason FROM audit WHERE action = 'appointment:book' AND subject = :id", id=over)
    assert reason == ("crisis, agreed with Ana",)


def test_an_overbooked_visit_moved_by_the_front_desk_must_find_a_free_time(clinic: Clinic) -> None:
    booked(clinic)
    over = booked(clinic, who=MANAGER, patient=clinic.ids.tyrone, because="crisis")
    booked(clinic, at(later(1), 14), patient=clinic.ids.jiri)
    desk = clinic.as_role(RECEPTIONIST)
    with pytest.raises(Refused, match="Ana Lee is with another patient"):
        desk.write(appointments.move, over, starts=at(later(1), 14))
    before = desk.write(appointments.move, over, starts=at(later(1), 15))
    assert clinic.rows("SELECT overbooked FROM appointment WHERE id = :id", id=over) in ([(0,)], [(False,)])
    desk.write(appointments.restore, before)
    assert clinic.rows("SELECT overbooked FROM appointment WHERE id = :id", id=over) in ([(1,)], [(True,)])


def test_texts_of_any_length_and_kind_are_kept_or_cut_on_both_engines(clinic: Clinic) -> None:
    odd = "because \0 \ud800 of " + "a long story " * 40
    over = booked(clinic, who=MANAGER, because=odd)
    clinic.app.write(appointments.cancel, over, by_clinic=True, reason=odd)
    assert clinic.rows("SELECT status FROM appointment") == [(Status.CANCELLED_CLINIC.value,)]


def test_a_visit_of_a_course_belongs_to_the_courses_patient(clinic: Clinic) -> None:
    opened = clinic.open_course()
    with pytest.raises(Refused, match="another patient's"):
        clinic.app.write(
            appointments.book,
            patient=clinic.ids.tyrone,
            therapist=clinic.ids.ana,
            location=clinic.ids.birmingham,
            starts=at(later(1, 1), 10),
            course=opened.course,
        )


def test_a_lost_race_is_a_conflict_in_plain_words(clinic: Clinic) -> None:
    """What the database's guard says when the check saw nothing: another desk was quicker."""
    first = booked(clinic)

    def sneak(tx: Tx) -> None:
        row = tx.session.get_one(Appointment, first)
        copy = {c.name: getattr(row, c.name) for c in row.__table__.columns if c.name != "id"}
        tx.session.add(Appointment(**copy | {"patient_id": clinic.ids.tyrone}))
        tx.record("test:sneak", Topic.APPOINTMENTS, None)

    with pytest.raises(Conflict, match="The therapist was booked for this time a moment ago"):
        clinic.app.write(sneak)
