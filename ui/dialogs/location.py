"""Add or change a location."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ibh_desktop.domain.roster import Hours
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.places import LocationLine
from ibh_desktop.usecases import clinic
from ibh_desktop.usecases.clinic import OFFICE_HOURS, LocationDetails
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField

ZONES = (("Central (Chicago)", "America/Chicago"), ("Eastern (New York)", "America/New_York"))


class LocationPanel(FormPanel):
    """Rooms are added by name; they are never taken away, only closed with their location."""

    def __init__(self, desk: Desk, line: LocationLine | None = None) -> None:
        super().__init__(desk, line.name if line else "Add a location", save="Save")
        self._line = line
        hours = line.hours if line else OFFICE_HOURS
        self.name = TextField(line.name if line else "")
        self.street = TextField(line.street if line else "")
        self.city = TextField(line.city if line else "")
        self.state = TextField(line.state if line else "AL")
        self.postcode = TextField(line.postcode if line else "")
        self.phone = TextField(shown_phone(line.phone) if line else "")
        zones = ZONES if not line or line.zone in dict(map(reversed, ZONES)) else (*ZONES, (line.zone, line.zone))  # type: ignore[arg-type]
        self.zone = Choice[str](zones, line.zone if line else ZONES[0][1])
        self.opens, self.closes = ClockField(hours.starts), ClockField(hours.ends)
        self.rooms = TextField("" if line else "Room 1, Room 2", "Room 1, Room 2")
        self.active = Tick("Active: can be booked", on=line.active if line else True)
        for name, title, widget in (
            ("name", "Name", self.name),
            ("street", "Street", self.street),
            ("city", "City", self.city),
            ("state", "State", self.state),
            ("postcode", "ZIP", self.postcode),
            ("phone", "Phone", self.phone),
            ("zone", "Time zone", self.zone),
            ("hours", "Opens, Monday to Friday", self.opens),
            ("closes", "Closes", self.closes),
            ("room", "Add rooms" if line else "Rooms", self.rooms),
        ):
            self.field(name, title, widget)
        if line:
            self.field("active", "", self.active)
        self.done_adding()

    def _details(self) -> LocationDetails:
        opens, closes = self.read("hours"), self.read("closes")
        return LocationDetails(
            name=self.name.value(),
            street=self.street.value(),
            city=self.city.value(),
            state=self.state.value(),
            postcode=self.postcode.value(),
            phone=self.phone.value(),
            zone=self.zone.value(),
            hours=Hours(opens, closes),  # type: ignore[arg-type]
        )

    def save(self) -> Callable[[], object]:
        details, app = self._details(), self.desk.app
        rooms = tuple(room.strip() for room in self.rooms.value().split(",") if room.strip())
        if self._line is None:
            return partial(app.write, clinic.add_location, details, rooms=rooms)
        return partial(app.write, clinic.change_location, self._line.id, details, active=self.active.value(), rooms=rooms)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Location saved")
