"""One desk offers a time to somebody who waits while another books it for somebody else: one of them has it, never both."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.usecases import patients
from tests.integration.waiting_room import book, offered, wait_for
from tests.integration.world import MANAGER, RECEPTIONIST, Clinic, at, later

HOURS = (8, 9, 10, 11, 13, 14)
BOTH = (
    "SELECT count(*) FROM slot_offer o JOIN appointment a ON a.therapist_id = o.therapist_id"
    " AND a.starts < o.ends AND o.starts < a.ends WHERE o.answer = '' AND a.status = 'scheduled'"
)


def _newcomer(desk: App, number: int) -> PatientId:
    details = patients.Details("Clyde", f"Tolliver {number}", date(1960, 5, 5))
    return desk.write(patients.register, details)


def test_of_an_offer_and_a_booking_at_one_time_exactly_one_goes_through(clinic: Clinic) -> None:
    desk, other = clinic.as_role(RECEPTIONIST), clinic.as_role(MANAGER)
    heard: list[str] = []

    def run(call: Callable[[], object], together: Barrier) -> None:
        together.wait()
        try:
            call()
            heard.append("won")
        except (Refused, Conflict) as reason:
            heard.append(type(reason).__name__)

    for day, hour in enumerate(HOURS, start=1):
        starts = at(later(days=day if day < 5 else day + 2), hour)
        entry = wait_for(desk, _newcomer(desk, hour))
        calls = (
            lambda entry=entry, starts=starts: offered(clinic, desk, entry, starts=starts),
            lambda starts=starts: book(other, clinic, starts=starts),
        )
        together = Barrier(len(calls))
        running = [Thread(target=run, args=(call, together)) for call in calls]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
    assert Counter(heard)["won"] == len(HOURS)
    assert len(heard) == 2 * len(HOURS)
    assert clinic.rows(BOTH) == [(0,)]
