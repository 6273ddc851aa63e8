"""One desk of a race, as a process of its own: `python -m tests.integration.race_desk` with a JSON order on standard input.

Round by round, at the same tick of the wall clock as the other desks, it books into the round's slot, moves a visit into it,
or opens a whole course at one weekly hour (and gives it back, so that the next round can race for it again).
"""

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.home import Home
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.usecases import appointments, courses
from ibh_desktop.usecases.courses import Opened
from tests.integration.world import PASSWORD, RECEPTIONIST, Clock


def main() -> None:
    """Run the order and print what was heard and how long it took, round by round."""
    order = json.load(sys.stdin)
    folder = order["folder"]
    home = Home(Path(folder)) if folder else Home(url=order["url"])
    app = sign_in(home, RECEPTIONIST, PASSWORD, clock=Clock())
    heard: list[str] = []
    took: list[float] = []
    for number, (what, starts) in enumerate(order["rounds"]):
        wait = order["first_at"] + number * order["every"] - time.time()
        time.sleep(max(0.0, wait))
        began = time.perf_counter()
        answer, opened = _round(app, order, what, datetime.fromisoformat(starts))
        took.append(time.perf_counter() - began)
        heard.append(answer)
        if opened is not None:
            app.write(courses.unopen, opened)
    app.close()
    print(json.dumps({"heard": heard, "took": took}))


def _round(app: App, order: dict[str, Any], what: str, starts: datetime) -> tuple[str, Opened | None]:
    try:
        return "won", _attempt(app, order, what, starts)
    except Refused:
        return "refused", None
    except Conflict:
        return "conflict", None
    except Exception as reason:  # noqa: BLE001 - the race reports it
        return f"{type(reason).__name__}: {reason}", None


def _attempt(app: App, order: dict[str, Any], what: str, starts: datetime) -> Opened | None:
    patient, therapist, location, room = (order[name] for name in ("patient", "therapist", "location", "room"))
    if what == "course":
        plan = CoursePlan(patient, therapist, location, room, "IPTB8", starts)
        return app.write(courses.open_course, plan, indication="depression", passed_reason="race")
    if what == "move":
        app.write(
            appointments.move, AppointmentId(order["own"].pop()), starts=starts, therapist=therapist, passed_reason="race"
        )
        return None
    app.write(
        appointments.book,
        patient=patient,
        therapist=therapist,
        location=location,
        starts=starts,
        minutes=30,
        room=room,
        passed_reason="race",
    )
    return None


if __name__ == "__main__":
    main()
