"""The course's part of the table: its steps and its contract, and who may take or change them."""

from datetime import date
from typing import Any

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.consent import Consent, Giver
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.engagement import Channel
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.lifecycle import EndReason
from ibh_desktop.domain.phases import Phase
from ibh_desktop.store.schema import Appointment, Course, Goal
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, contract, course_steps, intake, variant
from ibh_desktop.usecases.contract import Terms
from tests.integration.permitted import ANA, DESK, SUPERVISOR, Call, Hers
from tests.integration.world import MONDAY, at, held_intake, later

CONSENT = Consent(date(2027, 1, 3), Giver.PATIENT)
OTHERS_REASON = "seen on paper, all of it"


def _as(status: CourseStatus, phase: Phase, step: Call) -> Call:
    """A step of the course as if it stood so by now."""

    def call(tx: Tx, h: Hers) -> Any:
        row = tx.session.get_one(Course, h.opened.course)
        row.status, row.phase = status, phase
        return step(tx, h)

    return call


_ON, _HELD, _OVER = CourseStatus.ACTIVE, CourseStatus.ON_HOLD, CourseStatus.COMPLETED
_I, _E = Phase.INITIAL, Phase.ENDING

COURSE_WRITES: dict[str, tuple[Call, set[str]]] = {
    "course_steps.start": (
        lambda tx, h: course_steps.start(tx, h.opened.course, consent=CONSENT),
        {DESK, ANA, SUPERVISOR},
    ),
    "course_steps.cancel": (
        lambda tx, h: course_steps.cancel(tx, h.opened.course, reason="never came"),
        {DESK, ANA, SUPERVISOR},
    ),
    "course_steps.hold": (
        _as(_ON, _I, lambda tx, h: course_steps.hold(tx, h.opened.course, reason="surgery", review_on=later(3))),
        {ANA, SUPERVISOR},
    ),
    "course_steps.resume": (_as(_HELD, _I, lambda tx, h: course_steps.resume(tx, h.opened.course)), {ANA, SUPERVISOR}),
    "course_steps.complete": (
        _as(_ON, _E, lambda tx, h: _completed(tx, h)),
        {ANA, SUPERVISOR},
    ),
    "course_steps.end_early": (
        _as(_ON, _I, lambda tx, h: course_steps.end_early(tx, h.opened.course, reason=EndReason.MOVED)),
        {ANA, SUPERVISOR},
    ),
    "course_steps.transfer": (
        _as(_ON, _I, lambda tx, h: course_steps.transfer(tx, h.opened.course, receiver="County clinic")),
        {ANA, SUPERVISOR},
    ),
    "course_steps.reopen": (
        _as(_OVER, _E, lambda tx, h: course_steps.reopen(tx, h.opened.course, reason="relapse")),
        {SUPERVISOR},
    ),
    "course_steps.move_phase": (
        _as(_ON, _I, lambda tx, h: course_steps.move_phase(tx, h.opened.course, phase=Phase.MIDDLE, override=OTHERS_REASON)),
        {ANA, SUPERVISOR},
    ),
    "contract.agree": (lambda tx, h: contract.agree(tx, h.opened.course, Terms("To sleep")), {ANA, SUPERVISOR}),
    "contract.extend": (
        lambda tx, h: contract.extend(tx, h.opened.course, sessions=18, reason="two more"),
        {ANA, SUPERVISOR},
    ),
    "contract.extend far": (
        lambda tx, h: contract.extend(tx, h.opened.course, sessions=24, reason="eight more"),
        {SUPERVISOR},
    ),
    "contract.shorten": (lambda tx, h: _shortened(tx, h), {ANA, SUPERVISOR}),
    "contract.change_rhythm": (
        lambda tx, h: contract.change_rhythm(tx, h.opened.course, cadence_days=14, reason="school"),
        {ANA, SUPERVISOR},
    ),
    "contract.tick": (lambda tx, h: contract.tick(tx, h.opened.course, code="I3"), {ANA, SUPERVISOR}),
    "contract.note_outreach": (
        lambda tx, h: contract.note_outreach(tx, h.opened.course, on=later(), channel=Channel.PHONE),
        {DESK, ANA, SUPERVISOR},
    ),
    "variant.change": (
        lambda tx, h: variant.change(tx, h.opened.course, code="IPT16UK", reason="the UK split"),
        {ANA, SUPERVISOR},
    ),
    "variant.change far": (
        lambda tx, h: variant.change(tx, h.opened.course, code="CUSTOM", sessions=21, reason="much more"),
        {SUPERVISOR},
    ),
    "intake.count": (lambda tx, h: _counted(tx, h), {ANA, SUPERVISOR}),
    "contract.change_therapist": (
        lambda tx, h: contract.change_therapist(tx, h.opened.course, therapist=h.clinic.ids.ben, handover="Knows the aims."),
        {ANA, SUPERVISOR},
    ),
}


def _completed(tx: Tx, h: Hers) -> Any:
    tx.session.get_one(Goal, h.goal).status = GoalStatus.ACHIEVED
    return course_steps.complete(tx, h.opened.course, override=OTHERS_REASON)


def _counted(tx: Tx, h: Hers) -> Any:
    tx.session.get_one(Appointment, h.opened.appointments[15]).status = Status.CANCELLED_CLINIC
    tx.session.add(held_intake(h.clinic, at(MONDAY, 8)))
    tx.session.flush()
    return intake.count(tx, h.opened.course, counts=True)


def _shortened(tx: Tx, h: Hers) -> Any:
    appointments.unbook(tx, list(h.opened.appointments[12:]))
    return contract.shorten(tx, h.opened.course, sessions=12, reason="better sooner")
