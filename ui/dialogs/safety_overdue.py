"""For a clinical lead: events that are open for more than 30 minutes; comes again until somebody sees to them."""

from __future__ import annotations

from collections.abc import Sequence

from ibh_desktop.queries.safety_alerts import OpenLine
from ui.dialogs.safety_notice import Notice
from ui.kit.desk import Desk
from ui.places import Today

MOST = 6


class OverdueDialog(Notice):
    """Names patient, therapist and how long; the list on Today opens each."""

    def __init__(self, desk: Desk, events: Sequence[OpenLine]) -> None:
        count = len(events)
        headline = "A safety event is open for more than 30 minutes" if count == 1 else f"{count} safety events are overdue"
        now = desk.now()
        lines = [
            f"{event.patient_name}, {event.therapist or 'no therapist yet'}: open for"
            f" {int((now - event.since).total_seconds() // 60)} minutes"
            for event in events[:MOST]
        ]
        if count > MOST:
            lines.append(f"and {count - MOST} more")
        alert = "No clinician has begun an assessment. This is told again every 30 minutes while it is open."
        super().__init__(desk, headline, alert, tuple(lines))
        self.offer("Open the list", lambda: desk.open(Today()))
        self.answer("I have seen this")
