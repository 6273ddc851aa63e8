"""Letters that have no occasion are refused when they are begun, and when the occasion is gone before they are signed."""

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import written
from ibh_desktop.domain.lifecycle import EndReason
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.recipients import Entry
from ibh_desktop.queries import letters as shown
from ibh_desktop.store.chart import Authorization
from ibh_desktop.store.schema import Appointment, Course, Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import letters, recipients, safety_raise, sending
from tests.integration.letter_world import Told, end_early, told
from tests.integration.world import EVERYBODY, LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic, later
from tests.letter_words import whole


@pytest.fixture
def chart(clinic: Clinic) -> Told:
    """María's course five weeks in."""
    return told(clinic)


def stands(tx: Tx, of: Told, visit: int, status: Status) -> None:
    """A visit that stands otherwise by now."""
    tx.session.get_one(Appointment, visit).status = status


def sign(chart: Told, letter: LetterId, who: str = RECEPTIONIST) -> None:
    """Freeze a letter with all its parts written."""
    app = chart.clinic.as_role(who)
    kind = app.read(shown.composer, letter).kind
    version = app.write(letters.write, letter, lines=written(whole(BY_ID[kind])), recipient=None)
    app.write(letters.sign, letter, pdf=b"%PDF", version=version)


@pytest.mark.parametrize(
    ("kind", "other", "says"),
    [
        ("confirmation", "attended", "there is nothing to confirm"),
        ("confirmation", "missed", "This visit is no-show"),
        ("missed", "attended", "after a visit that was missed"),
        ("missed", "coming", "after a visit that was missed"),
        ("attendance", "missed", "once the visit is done"),
        ("attendance", "coming", "once the visit is done"),
    ],
)
def test_a_letter_about_another_kind_of_visit_is_refused(chart: Told, kind: str, other: str, says: str) -> None:
    desk = chart.clinic.as_role(RECEPTIONIST)
    with pytest.raises(Refused, match=says):
        desk.write(letters.begin, kind, getattr(chart, other))
    assert chart.clinic.count("letter") == 0


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    [
        ("confirmation", Status.CANCELLED_CLINIC, "nothing to confirm"),
        ("missed", Status.LATE_CANCEL, "missed without a word"),
        ("attendance", Status.NO_SHOW, "once the visit is done"),
    ],
)
def test_a_letter_whose_visit_stands_otherwise_by_now_is_not_signed(chart: Told, kind: str, status: Status, says: str) -> None:
    letter = chart.begin(kind, RECEPTIONIST)
    chart.change(stands, chart.about(kind), status)
    with pytest.raises(Refused, match=says):
        sign(chart, letter)


def test_the_desk_freezes_its_letters_alone(chart: Told) -> None:
    for kind in ("confirmation", "missed", "attendance", "authorization"):
        letter = chart.begin(kind, RECEPTIONIST)
        assert chart.clinic.as_role(RECEPTIONIST).read(shown.composer, letter).signable
        sign(chart, letter)
        chart.clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    assert {row[0] for row in chart.clinic.rows("SELECT cosigner_id FROM letter")} == {None}


def test_no_letter_about_a_missed_visit_while_a_safety_event_is_open(chart: Told) -> None:
    before = chart.begin("missed", RECEPTIONIST)
    chart.clinic.as_role(THERAPIST).write(safety_raise.raise_concern, chart.patient, words="Said she cannot go on")
    with pytest.raises(Refused, match="the therapist calls instead of writing") as no:
        chart.begin("missed", RECEPTIONIST)
    assert "safety" not in str(no.value).lower()
    with pytest.raises(Refused, match="the therapist calls instead of writing"):
        sign(chart, before)


def test_a_therapists_veto_holds_for_every_letter_about_that_visit(chart: Told) -> None:
    letter = chart.begin("missed", RECEPTIONIST)
    ana, desk = chart.clinic.as_role(THERAPIST), chart.clinic.as_role(RECEPTIONIST)
    with pytest.raises(NotAllowed):
        desk.write(letters.veto, letter, reason="No")
    with pytest.raises(Refused, match="Give the reason"):
        ana.write(letters.veto, letter, reason="")
    ana.write(letters.veto, letter, reason="I call her on Monday")
    assert chart.clinic.rows("SELECT status FROM letter") == [("withdrawn",)]
    with pytest.raises(Refused, match=r"Ana Lee does not want a letter .* \(I call her on Monday\)"):
        chart.begin("missed", RECEPTIONIST)
    other = chart.begin("attendance", RECEPTIONIST)
    with pytest.raises(Refused, match="vetoes letters about missed visits"):
        ana.write(letters.veto, other, reason="No")


def test_a_letter_that_the_desk_withdrew_is_written_again(chart: Told) -> None:
    desk = chart.clinic.as_role(RECEPTIONIST)
    desk.write(letters.withdraw, chart.begin("missed", RECEPTIONIST), reason="Written twice")
    sign(chart, chart.begin("missed", RECEPTIONIST))


def test_a_closing_letter_follows_an_early_end_only_and_no_death(chart: Told) -> None:
    ana = chart.clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="follows a course that ended early"):
        ana.write(letters.begin, "closure", chart.course)
    chart.change(end_early)
    letter = ana.write(letters.begin, "closure", chart.course)
    chart.change(lambda tx, of: end_early(tx, of, EndReason.DECEASED))
    for ask in (lambda: ana.write(letters.begin, "closure", chart.course), lambda: sign(chart, letter, THERAPIST)):
        with pytest.raises(Refused, match="The patient has died"):
            ask()


def test_a_plan_is_begun_from_the_end_of_the_initial_phase(chart: Told) -> None:
    def early(tx: Tx, of: Told, held: int) -> None:
        tx.session.get_one(Course, of.course).phase = Phase.INITIAL
        visits = tx.session.query(Appointment).filter_by(course_id=of.course).order_by(Appointment.starts)
        for n, visit in enumerate(visits.limit(3)):
            visit.status = Status.COMPLETED if n < held else Status.CANCELLED_PATIENT

    chart.change(early, 2)
    with pytest.raises(Refused, match="2 of its 3 sessions were held"):
        chart.begin("plan")
    chart.change(early, 3)
    chart.begin("plan")

    def over(tx: Tx, of: Told) -> None:
        tx.session.get_one(Course, of.course).status = CourseStatus.COMPLETED

    chart.change(over)
    with pytest.raises(Refused, match="nothing left to plan"):
        chart.begin("plan")


def test_nobody_is_thanked_before_somebody_was_seen(chart: Told) -> None:
    def unseen(tx: Tx, of: Told) -> None:
        for visit in tx.session.query(Appointment).filter_by(patient_id=of.patient, status=Status.COMPLETED):
            visit.status = Status.CANCELLED_PATIENT

    chart.change(unseen)
    with pytest.raises(Refused, match="after the first visit"):
        chart.begin("thanks", RECEPTIONIST)


def test_a_school_that_referred_hears_nothing_without_an_authorization(chart: Told) -> None:
    school = chart.clinic.as_role(RECEPTIONIST).write(recipients.add, Entry("Hoover High School", provider=False))

    def sent_by(tx: Tx, of: Told, who: int | None) -> None:
        tx.session.get_one(Patient, of.patient).referrer_id = who

    def signed_paper(tx: Tx, of: Told) -> None:
        paper = {"basis": "authorization", "signer": "patient", "discloser": "Riverside Clinic", "method": "paper"}
        paper |= {"information": "dates and attendance", "description": "Visits", "purpose": "School"}
        lead = of.clinic.ids.lead
        row = Authorization(patient_id=of.patient, signed_on=later(), recorded_at=tx.now, recorded_by=lead, **paper)
        row.recipient_id = school
        tx.session.add(row)

    chart.change(sent_by, school)
    with pytest.raises(Refused, match="Hoover High School gives no health care"):
        chart.begin("thanks", RECEPTIONIST)
    chart.change(signed_paper)
    assert chart.clinic.as_role(LEAD).read(shown.composer, chart.begin("thanks", RECEPTIONIST)).recipient == school
    chart.change(sent_by, None)
    with pytest.raises(Refused, match="names nobody who sent the patient"):
        chart.begin("thanks", RECEPTIONIST)


def test_thanks_that_the_desk_drafted_are_signed_by_the_therapist(chart: Told) -> None:
    letter = chart.begin("thanks", RECEPTIONIST)
    desk, ana = chart.clinic.as_role(RECEPTIONIST), chart.clinic.as_role(THERAPIST)
    draft = desk.read(shown.composer, letter)
    assert (draft.writable, draft.signable) == (True, False)
    assert [line.id for line in desk.read(shown.listing)] == [letter]
    desk.write(letters.write, letter, lines=written(whole(BY_ID["thanks"])), recipient=chart.referrer)
    with pytest.raises(NotAllowed):
        desk.write(letters.sign, letter, pdf=b"%PDF", version=2)
    ana.write(letters.sign, letter, pdf=b"%PDF", version=2)
    desk.write(sending.printed, letter)


def test_a_letter_that_cannot_be_begun_leaves_nothing_behind(chart: Told) -> None:
    for kind in ("closure", "poem"):
        with pytest.raises(Refused):
            chart.clinic.as_role(THERAPIST).write(letters.begin, kind, chart.course)
    assert chart.clinic.count("letter") == 0
    assert chart.clinic.rows("SELECT count(*) FROM audit WHERE action LIKE 'letter:%'") == [(0,)]


def test_each_role_is_offered_the_kinds_that_it_begins(chart: Told) -> None:
    def offered(who: str, about: str) -> str:
        actor = chart.clinic.as_role(who).actor
        return " ".join(rule.code for rule in shown.kinds_for(actor, about, chart.clinic.ids.ana))

    assert {who: offered(who, "course") for who in EVERYBODY} == {
        THERAPIST: "L1 L2 L3 L4 L6 L9",
        LEAD: "L1 L2 L3 L4 L6 L9",
        RECEPTIONIST: "L3",
        OTHER: "",
        MANAGER: "",
    }
    for about, codes in (("visit", "L5 L7 L8"), ("patient", "L10")):
        assert {who for who in EVERYBODY if offered(who, about) == codes} == {THERAPIST, LEAD, RECEPTIONIST}
