"""What must not be passed over before a form is saved, and what the front desk is told (DOMAIN.md 3.1, 3.3)."""

from __future__ import annotations

from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.measures import MeasureDesk
from ui.dialogs.safety_notice import NEEDED, Notice, settings_of
from ui.kit.desk import Desk
from ui.kit.text import label


class UnsavedNotice(Notice):
    """For a clinician: an alert does not wait until a form that was refused is mended."""

    def __init__(self, desk: Desk, words: str) -> None:
        super().__init__(desk, words, NEEDED, settings_of(desk).crisis_lines)
        told = "The form is not saved yet: mend what is marked in it and save it, then the event stays on the course."
        self.foot.addWidget(label(told, "secondary", wrap=True))
        self.answer("I will see to it now")


class FrontDeskNotice(Notice):
    """For a receptionist: neither answers nor a score."""

    def __init__(self, desk: Desk, data: MeasureDesk) -> None:
        words = f"Please tell {data.therapist_name} now. The patient should not leave before being seen."
        phone = f", {shown_phone(data.location_phone)}" if data.location_phone else ""
        whom = f"{data.therapist_name} · {data.location_name}{phone}"
        super().__init__(desk, "Tell the clinician", words, (whom, *settings_of(desk).crisis_lines))
        self.answer("I will tell them now")
