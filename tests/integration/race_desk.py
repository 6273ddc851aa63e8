"""One desk of a race, as a process of its own: `python -m tests.integration.race_desk` with a JSON order on standard input.

Round by round, at the same tick of the wall clock as the other desks, it books or moves into the round's slot.
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
from ibh_desktop.home import Home
from ibh_desktop.usecases import appointments
from tests.integration.world import MANAGER, PASSWORD, Clock


def main() -> None:
    """Run the order and print what was heard, one word a round."""
    order = json.load(sys.stdin)
    folder = order["folder"]
    home = Home(Path(folder)) if folder else Home(url=order["url"])
    app = sign_in(home, MANAGER, PASSWORD, clock=Clock())
    heard: list[str] = []
    slowest = 0.0
    for number, starts in enumerate(order["starts"]):
        wait = order["first_at"] + number * order["every"] - time.time()
        time.sleep(max(0.0, wait))
        began = time.perf_counter()
        heard.append(_round(app, order, number, datetime.fromisoformat(starts)))
        slowest = max(slowest, time.perf_counter() - began)
    app.close()
    print(json.dumps({"heard": heard, "slowest": slowest}))


def _round(app: App, order: dict[str, Any], number: int, starts: datetime) -> str:
    try:
        if number % 2:
            app.write(
                appointments.move, order["own"][number // 2], starts=starts, therapist=order["therapist"], passed_reason="race"
            )
        else:
            app.write(
                appointments.book,
                patient=order["patient"],
                therapist=order["therapist"],
                location=order["location"],
                starts=starts,
                minutes=30,
                room=order["room"],
                passed_reason="race",
            )
    except Refused:
        return "refused"
    except Conflict:
        return "conflict"
    except Exception as reason:  # noqa: BLE001 - the race reports it
        return f"{type(reason).__name__}: {reason}"
    return "won"


if __name__ == "__main__":
    main()
