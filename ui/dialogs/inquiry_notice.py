"""Whom to fetch when the safety question is answered yes or unsure, and the lines to call (DOMAIN.md 5.5, 3.3)."""

from __future__ import annotations

from ibh_desktop.queries.inquiry import Clinician
from ui.dialogs.safety_notice import Notice, settings_of
from ui.kit.desk import Desk
from ui.kit.text import label

STAY = "Keep the caller on the line and hand over to a clinician now. Only a clinician judges how urgent it is."
FETCHED = 4
"""Names that are shown; more would not be read in a hurry."""


def fetch_lines(clinicians: list[Clinician]) -> tuple[str, ...]:
    """Whom to fetch, a line each: whoever is free first."""
    if not clinicians:
        return ("Fetch any clinician.",)
    free = [one for one in clinicians if one.free][:FETCHED]
    return tuple(f"{one.name}: {one.where}" for one in free or clinicians[:FETCHED])


def hand_off_lines(desk: Desk, clinicians: list[Clinician]) -> str:
    """What stands at the answer: whom to fetch, and whom to call."""
    return "\n".join((*fetch_lines(clinicians), *settings_of(desk).crisis_lines))


class CallerNotice(Notice):
    """After the request was saved: it must not be passed over, and says nothing of the answer's words."""

    def __init__(self, desk: Desk, clinicians: list[Clinician]) -> None:
        lines = (*fetch_lines(clinicians), "", *settings_of(desk).crisis_lines)
        super().__init__(desk, "A clinician is needed", STAY, lines)
        marked = "The request stays marked until a clinician has triaged it."
        self.foot.addWidget(label(marked, "secondary", wrap=True))
        self.answer("I am fetching them now")


class EmergencyNotice(Notice):
    """After a clinician called it an emergency: whom to call, and that nothing is booked."""

    def __init__(self, desk: Desk) -> None:
        alert = "Emergency: 911 or the emergency department now. It is not booked."
        super().__init__(desk, "An emergency", alert, settings_of(desk).crisis_lines)
        self.foot.addWidget(label(settings_of(desk).crisis_checked, "secondary", wrap=True))
        self.answer("I will see to it now")
