"""The inventory on both engines: people, places, snapshots, Undo, and that it goes nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.circle import Place
from ibh_desktop.domain.consent import Consent, Giver
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import CourseId, PersonId
from ibh_desktop.domain.inventory import Confides, Contact, Mode, Person, Relation
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.recipients import Entry
from ibh_desktop.queries import course_contract, course_page, letters, patient_file, patients
from ibh_desktop.queries import inventory as shown
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import course_steps, courses, inventory, recipients
from tests.integration import letter_desk
from tests.integration.world import LEAD, THERAPIST, Clinic, at, engine_of, later, statements
from tests.letter_words import whole

ROSA = Person(
    name="Rosa Quintessa",
    relation=Relation.SIBLING,
    place=Place(3, 120),
    relation_words="younger",
    lives_with=True,
    contact=Contact.WEEKLY,
    modes=(Mode.IN_PERSON, Mode.PHONE),
    confides=Confides.PARTLY,
    given=1,
    received=2,
    conflict=3,
    patient_expects="That she calls first",
    change_wanted="To speak without shouting",
    area=Area.ROLE_DISPUTE,
    sensitive_note="Drinks in the evening",
)


@pytest.fixture
def ana(clinic: Clinic) -> App:
    """The clinic as Ana has it."""
    return clinic.as_role(THERAPIST)


@pytest.fixture
def course(clinic: Clinic) -> CourseId:
    """María's course."""
    return clinic.open_course(at(later(1), 10)).course


def one_of(app: App, course: CourseId) -> shown.PersonLine:
    """The only person of the inventory."""
    (line,) = app.read(shown.people, course).people
    return line


def test_a_person_is_kept_with_all_that_is_known(ana: App, course: CourseId) -> None:
    key = ana.write(inventory.add_person, course, ROSA)
    line = one_of(ana, course)
    assert (line.id, line.version, line.about) == (key, 1, ROSA)
    changed = replace(ROSA, name="Rosa", alive=False, died_on=date(2026, 1, 1), lives_with=False, contact=None, modes=())
    ana.write(inventory.change_person, key, changed, version=1)
    assert (one_of(ana, course).about, one_of(ana, course).version) == (changed, 2)


def test_two_desks_do_not_overwrite_each_other(clinic: Clinic, ana: App, course: CourseId) -> None:
    key = ana.write(inventory.add_person, course, ROSA)
    clinic.as_role(LEAD).write(inventory.place_person, key, Place(1, 0), version=1)
    for late in (
        lambda: ana.write(inventory.place_person, key, Place(4, 0), version=1),
        lambda: ana.write(inventory.change_person, key, ROSA, version=1),
        lambda: ana.write(inventory.remove_person, key, version=1),
    ):
        with pytest.raises(Conflict, match="Somebody else changed this a moment ago"):
            late()
    assert one_of(ana, course).about.place == Place(1, 0)


def test_a_move_is_taken_back_unless_somebody_moved_on(ana: App, course: CourseId) -> None:
    key = ana.write(inventory.add_person, course, ROSA)
    version = ana.write(inventory.place_person, key, Place(1, 400), version=1)
    assert one_of(ana, course).about.place == Place(1, 40)
    ana.write(inventory.place_person, key, ROSA.place, version=version)
    assert one_of(ana, course).about.place == ROSA.place
    with pytest.raises(Conflict):
        ana.write(inventory.place_person, key, ROSA.place, version=version)


def test_who_is_removed_is_kept_and_comes_back(clinic: Clinic, ana: App, course: CourseId) -> None:
    key = ana.write(inventory.add_person, course, ROSA)
    version = ana.write(inventory.remove_person, key, version=1)
    assert ana.read(shown.people, course).people == ()
    assert clinic.rows("SELECT name FROM inventory_person") == [("Rosa Quintessa",)]
    with pytest.raises(Conflict):
        ana.write(inventory.place_person, key, Place(1, 0), version=version)
    ana.write(inventory.put_back_person, key, version=version)
    assert one_of(ana, course).about == ROSA


def test_the_private_remark_is_for_the_therapist_of_the_course_alone(clinic: Clinic, ana: App, course: CourseId) -> None:
    key = ana.write(inventory.add_person, course, ROSA)
    lead = clinic.as_role(LEAD)
    assert one_of(lead, course).about == replace(ROSA, sensitive_note=None)
    lead.write(inventory.change_person, key, replace(ROSA, sensitive_note=None, conflict=1), version=1)
    with pytest.raises(Refused) as no:
        lead.write(inventory.change_person, key, replace(ROSA, sensitive_note="Mine now"), version=2)
    assert no.value.field == "sensitive_note"
    assert one_of(ana, course).about == replace(ROSA, conflict=1)


def test_a_snapshot_is_taken_once_a_phase_and_compared(ana: App, course: CourseId) -> None:
    with pytest.raises(Refused, match="nobody on the circle"):
        ana.write(inventory.take_snapshot, course)
    assert ana.read(shown.people, course).unkept is None
    key = ana.write(inventory.add_person, course, ROSA)
    assert ana.read(shown.people, course).unkept is Phase.INITIAL
    ana.write(inventory.take_snapshot, course)
    assert ana.read(shown.people, course).unkept is None
    ana.write(course_steps.start, course, consent=Consent(later(), Giver.PATIENT))
    ana.write(course_steps.move_phase, course, phase=Phase.MIDDLE, override="seen on paper")
    ana.write(inventory.place_person, key, Place(1, 120), version=1)
    read = ana.read(shown.people, course)
    assert read.unkept is Phase.MIDDLE
    (kept,) = read.snapshots
    assert (kept.phase, kept.on, [spot.place for spot in kept.spots]) == (Phase.INITIAL, later(), [Place(3, 120)])


def test_a_course_that_is_over_is_read_and_no_longer_written(clinic: Clinic, ana: App) -> None:
    opened = clinic.open_course(at(later(1), 10))
    key = ana.write(inventory.add_person, opened.course, ROSA)
    ana.write(courses.unopen, opened)
    read = ana.read(shown.people, opened.course)
    assert (len(read.people), read.writable, read.unkept) == (1, False, None)
    calls: tuple[Callable[[], object], ...] = (
        lambda: ana.write(inventory.add_person, opened.course, ROSA),
        lambda: ana.write(inventory.place_person, key, Place(1, 0), version=1),
        lambda: ana.write(inventory.take_snapshot, opened.course),
    )
    for call in calls:
        with pytest.raises(Refused, match="This course is cancelled"):
            call()


def test_somebody_who_is_not_there_is_not_found(ana: App) -> None:
    with pytest.raises(NotFound, match="This person is not there any more"):
        ana.write(inventory.remove_person, PersonId(999), version=1)


def test_the_audit_tells_codes_and_no_words(clinic: Clinic, ana: App, course: CourseId) -> None:
    key = ana.write(inventory.add_person, course, ROSA)
    ana.write(inventory.change_person, key, replace(ROSA, name="Rosalind Vance", conflict=0), version=1)
    told = " ".join(str(row) for row in clinic.rows("SELECT action, reason, diff FROM audit"))
    assert "person:change" in told
    for word in ("Rosa", "Vance", "shouting", "Drinks"):
        assert word not in told


def test_nothing_of_the_inventory_reaches_letters_search_or_the_file(clinic: Clinic, ana: App, course: CourseId) -> None:
    ana.write(inventory.add_person, course, ROSA)
    to = ana.write(recipients.add, Entry("Dr. Hart"))
    parts = whole(REFERRAL, "Text.")
    letter = letter_desk.drafted(ana, course, parts, recipient=to)
    elsewhere: tuple[Callable[[Reading], Any], ...] = (
        lambda r: proposal(r, "referral", course),
        lambda r: letters.composer(r, letter),
        letters.listing,
        lambda r: course_page.page(r, course),
        lambda r: patient_file.file(r, clinic.ids.maria),
        lambda r: patients.search(r, "Quintessa"),
        lambda r: patients.search(r, "Mari"),
    )
    with statements(engine_of(clinic.app)) as seen:
        found = [ana.read(query) for query in elsewhere]
    assert "Quintessa" not in repr(found)
    assert not [statement for statement in seen if "inventory" in statement]


def phases_kept(app: App, course: CourseId) -> list[Phase]:
    """The phases of the snapshots, in order."""
    return [snapshot.phase for snapshot in app.read(shown.people, course).snapshots]


def test_the_step_to_the_next_phase_and_the_end_keep_the_circle_of_the_phase_that_is_left(ana: App, course: CourseId) -> None:
    consent = Consent(later(), Giver.PATIENT)
    ana.write(course_steps.start, course, consent=consent)
    ana.write(inventory.add_person, course, ROSA)
    why = "Seen on paper, all of it"
    assert ana.read(course_contract.page, course).circle_unkept
    ana.write(course_steps.move_phase, course, phase=Phase.MIDDLE, override=why, keep_circle=True)
    assert phases_kept(ana, course) == [Phase.INITIAL]
    assert ana.read(course_contract.page, course).circle_unkept
    ana.write(course_steps.move_phase, course, phase=Phase.ENDING, keep_circle=True)
    ended = ana.write(course_steps.complete, course, override=why, keep_circle=True)
    assert phases_kept(ana, course) == [Phase.INITIAL, Phase.MIDDLE, Phase.ENDING]
    assert not ana.read(course_contract.page, course).circle_unkept
    ana.write(course_steps.take_back, ended)
    assert phases_kept(ana, course) == [Phase.INITIAL, Phase.MIDDLE, Phase.ENDING]


def test_a_step_whose_circle_cannot_be_kept_is_not_made_at_all(clinic: Clinic, ana: App, course: CourseId) -> None:
    ana.write(course_steps.start, course, consent=Consent(later(), Giver.PATIENT))
    assert not ana.read(course_contract.page, course).circle_unkept
    with pytest.raises(Refused, match="nobody on the circle"):
        ana.write(course_steps.move_phase, course, phase=Phase.MIDDLE, override="Seen on paper, all", keep_circle=True)
    assert clinic.rows("SELECT phase FROM course") == [("initial",)]
    ana.write(inventory.add_person, course, ROSA)
    with pytest.raises(Refused, match="Still open"):
        ana.write(course_steps.move_phase, course, phase=Phase.MIDDLE, keep_circle=True)
    assert clinic.count("inventory_snapshot") == 0
