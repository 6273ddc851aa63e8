"""The forms for a course's steps: start, hold, end, transfer, reopen, phase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from ibh_desktop.domain.consent import Consent, Exemption, Giver
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.lifecycle import LONGEST_HOLD, EndReason
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries.course_contract import ContractPage
from ibh_desktop.usecases import course_steps
from ibh_desktop.usecases.course_steps import Stepped
from ui.dialogs.ask import Asked, AskPanel, Offer, writing
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Memo, Tick
from ui.kit.inputs import TextField

GIVERS = [(giver.value.capitalize(), giver) for giver in Giver]
EXEMPTIONS = [(one.value.capitalize() or "None", one) for one in Exemption]
ENDS = [(one.value.capitalize(), one) for one in EndReason]


def start_panel(desk: Desk, course: CourseId, today: date) -> AskPanel:
    """Consent to treatment on file begins a course that was booked."""

    def write(*, consent_on: date, consent_by: Giver, exemption: Exemption, consent_note: str) -> object:
        given = Consent(consent_on, consent_by, exemption, consent_note)
        return desk.app.write(course_steps.start, course, consent=given)

    fields = (
        Asked("consent_on", "Consent to treatment signed on", DateField(today, today)),
        Asked("consent_by", "Signed by", Choice[Giver](GIVERS)),
        Asked("exemption", "Exemption, for a minor who signs alone", Choice[Exemption](EXEMPTIONS)),
        Asked("consent_note", "Why the exemption holds", TextField()),
    )
    about = "Until it is started a booked course is a draft."
    return _panel(desk, "Start the course", fields, write, save="Start", done="The course is active", about=about)


def hold_panel(desk: Desk, course: CourseId, today: date, version: int) -> AskPanel:
    """A pause with its reason and the day on which it is looked at again."""
    fields = (
        Asked("reason", "Reason", TextField()),
        Asked("review_on", "To be reviewed on", DateField(today, today + timedelta(days=28), relative=True)),
    )
    write = writing(desk, course_steps.hold, course, version=version)
    about = f"Sessions stay booked. A hold is reviewed within {LONGEST_HOLD.days} days."
    return _panel(desk, "Put the course on hold", fields, write, save="Hold", done="The course is on hold", about=about)


def complete_panel(desk: Desk, known: ContractPage, still_open: Sequence[str]) -> AskPanel:
    """The regular end; open tasks are named and may be passed over with a reason."""
    fields = [Asked("override", "Reason to pass over open tasks", Memo())] if still_open else []
    fields += _circle(known)
    about = "Still open: " + "; ".join(still_open) + "." if still_open else "Every task of the ending is done."
    write = writing(desk, course_steps.complete, known.id, version=known.version)
    return _panel(desk, "Complete the course", fields, write, save="Complete", done=_ended_words, about=about)


def end_panel(desk: Desk, course: CourseId, version: int) -> AskPanel:
    """An end before the contract's."""
    fields = (
        Asked("reason", "Reason", Choice[EndReason](ENDS)),
        Asked("note", "Note", Memo()),
        Asked("risk_note", "Risk note, where the last item 9 was above 0", Memo()),
        Asked("release", "", Tick("Release the sessions to come", on=True)),
    )
    write = writing(desk, course_steps.end_early, course, version=version)
    return _panel(desk, "End the course early", fields, write, save="End early", done=_ended_words)


def transfer_panel(desk: Desk, course: CourseId, version: int) -> AskPanel:
    """To another organisation."""
    fields = (
        Asked("receiver", "Receiving organisation", TextField()),
        Asked("reason", "Note", Memo()),
        Asked("release", "", Tick("Release the sessions to come", on=True)),
    )
    write = writing(desk, course_steps.transfer, course, version=version)
    return _panel(desk, "Transfer the course", fields, write, save="Transfer", done=_ended_words)


def _panel(
    desk: Desk,
    title: str,
    fields: Sequence[Asked],
    write: Callable[..., object],
    *,
    save: str,
    done: str | Callable[[Any], str],
    about: str = "",
    offers: Sequence[Offer] = (),
) -> AskPanel:
    """Every step is one that Undo takes back."""

    def undo(stepped: Stepped) -> Callable[[], object]:
        return partial(desk.app.write, course_steps.take_back, stepped)

    return AskPanel(desk, title, fields, write, save=save, done=done, about=about, undo=undo, offers=offers)


def _ended_words(ended: Stepped) -> str:
    if ended.left:
        return f"The course is over; {len(ended.left)} sessions are still booked"
    return f"The course is over; {len(ended.released)} sessions were released" if ended.released else "The course is over"


def cancel_panel(desk: Desk, course: CourseId, version: int) -> AskPanel:
    """A course that never began."""
    write = writing(desk, course_steps.cancel, course, version=version)
    reason = (Asked("reason", "Reason", TextField()),)
    return _panel(desk, "Cancel the course", reason, write, save="Cancel the course", done=_ended_words)


def reopen_panel(desk: Desk, course: CourseId, version: int) -> AskPanel:
    """By a clinical lead."""
    write = writing(desk, course_steps.reopen, course, version=version)
    reason = (Asked("reason", "Reason", Memo()),)
    return _panel(desk, "Open the course again", reason, write, save="Reopen", done="The course is active again")


def phase_panel(
    desk: Desk, known: ContractPage, phase: Phase, still_open: Sequence[str] = (), *, offers: Sequence[Offer] = ()
) -> AskPanel:
    """On to another phase, with what the one that ends still asks for; `offers` are the ways to do it now."""
    fields = [Asked("override", "Reason to go on all the same", Memo())] if still_open else []
    about = "Still open: " + "; ".join(still_open) + "." if still_open else "Nothing that the phase asks for is open."
    write = writing(desk, course_steps.move_phase, known.id, phase=phase, version=known.version)
    title, done = f"To the {phase.value} phase", f"Now in the {phase.value} phase"
    fields += _circle(known)
    return _panel(desk, title, fields, write, save="Move on", done=done, about=about, offers=offers)


def back_panel(desk: Desk, known: ContractPage, phase: Phase) -> AskPanel:
    """Back to the phase before; to the initial one with a reason, and a new version of the formulation."""
    anew = phase is Phase.INITIAL
    fields = [Asked("reason", "Reason", Memo())] if anew else []
    about = "The formulation gets a new version, to be agreed again." if anew else ""
    write = writing(desk, course_steps.move_phase, known.id, phase=phase, version=known.version)
    title, done = f"To the {phase.value} phase", f"Now in the {phase.value} phase"
    return _panel(desk, title, fields, write, save="Go back", done=done, about=about)


def _circle(known: ContractPage) -> list[Asked]:
    """One snapshot of the closeness circle a phase, so that two can be compared (DOMAIN.md 1.4)."""
    if not known.circle_unkept:
        return []
    caption = f"Closeness circle, not kept in the {known.phase.value} phase yet"
    return [Asked("keep_circle", caption, Tick("Keep it as it stands now", on=True))]
