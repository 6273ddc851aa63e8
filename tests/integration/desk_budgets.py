"""The statement budgets of the front desk's lists: visits, calls and requests; `test_queries` holds them."""

from collections.abc import Callable
from typing import Any

from ibh_desktop.domain.ids import AppointmentId, InquiryId, LocationId, PatientId, TherapistId
from ibh_desktop.queries import call_sheet, calls, contact, inquiries, inquiry, today_papers, visit_story, waitlist
from ibh_desktop.store.tx import Reading
from tests.integration.world import MONDAY, at

_PLACE = LocationId(1)
DESK_BUDGETS: dict[str, tuple[Callable[[Reading], Any], int]] = {
    "today_papers.papers": (lambda r: today_papers.papers(r, on=MONDAY), 4),
    "visit_story.story": (lambda r: visit_story.story(r, AppointmentId(1)), 6),
    "calls.listing": (calls.listing, 5),
    "call_sheet.sheet": (lambda r: call_sheet.sheet(r, location=_PLACE), 7),
    "call_sheet.reminders": (call_sheet.reminders, 5),
    "contact.known": (lambda r: contact.known(r, PatientId(1)), 2),
    "waitlist.people": (waitlist.people, 5),
    "waitlist.freed": (waitlist.freed, 15),
    "waitlist.waiting_for": (lambda r: waitlist.waiting_for(r, AppointmentId(1)), 6),
    "waitlist.matches": (
        lambda r: waitlist.matches(
            r, therapist=TherapistId(1), location=_PLACE, starts=at(MONDAY, 10), ends=at(MONDAY, 10, 50)
        ),
        5,
    ),
    "inquiries.queue": (inquiries.queue, 4),
    "inquiry.inquiry": (lambda r: inquiry.inquiry(r, InquiryId(1)), 12),
    "inquiry.owners": (inquiry.owners, 1),
    "inquiry.whom_to_fetch": (lambda r: inquiry.whom_to_fetch(r, _PLACE), 4),
}
