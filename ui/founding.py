"""From the set-up page's answers to a clinic with its locations."""

from __future__ import annotations

from ibh_desktop.app import App, Clock
from ibh_desktop.bootstrap import Founding, found
from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.home import Home
from ibh_desktop.security.keys import require_username
from ibh_desktop.usecases.clinic import LocationDetails, add_location
from ui.setup import Answers


def found_clinic(home: Home, answers: Answers, clock: Clock | None = None) -> tuple[App, str]:
    """Found the clinic and add its locations; raise `Refused` before anything is written when a location cannot be read."""
    places = [location_of(line) for line in answers.locations]
    if len({place.name for place in places}) < len(places):
        raise Refused("Two locations have the same name.", field="locations")
    founding = Founding(answers.clinic, require_username(answers.username), answers.manager, answers.password)
    app, code = found(home, founding, clock=clock)
    for place in places:
        app.write(add_location, place, rooms=("Room 1", "Room 2"))
    return app, code


def location_of(line: str) -> LocationDetails:
    """`Huntsville, 100 Main St, 256 555 0142`: the phone is the part with seven digits or more."""
    name, *rest = (part.strip() for part in line.split(","))
    phone = next((part for part in rest if sum(c.isdigit() for c in part) >= 7), "")
    street = next((part for part in rest if part != phone), "")
    return LocationDetails(name=name, street=street, city=name, phone=parse_phone(phone, field="locations"))
