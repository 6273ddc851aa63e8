"""Add or change a location: address, opening hours of every weekday, rooms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ibh_desktop.domain.opening import DAYS, OFFICE_WEEK, Week, require_week
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import opening_effects
from ibh_desktop.queries.opening_effects import PlaceChange
from ibh_desktop.queries.places import LocationLine
from ibh_desktop.usecases import clinic
from ibh_desktop.usecases.clinic import LocationDetails
from ui.dialogs.day_hours import DayHours
from ui.dialogs.telling import TellingPanel
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Tick
from ui.kit.inputs import TextField
from ui.kit.text import label

ZONES = (("Central (Chicago)", "America/Chicago"), ("Eastern (New York)", "America/New_York"))


class LocationPanel(TellingPanel):
    """Rooms are added by name; they are never taken away, only closed with their location."""

    outside = "outside the opening hours then"
    way_on = "They stay booked until somebody moves them in the schedule."

    def __init__(self, desk: Desk, line: LocationLine | None = None) -> None:
        super().__init__(desk, line.name if line else "Add a location", save="Save")
        self._line = line
        self.name = TextField(line.name if line else "")
        self.street = TextField(line.street if line else "")
        self.city = TextField(line.city if line else "")
        self.state = TextField(line.state if line else "AL")
        self.postcode = TextField(line.postcode if line else "")
        self.phone = TextField(shown_phone(line.phone) if line else "")
        zones = ZONES if not line or line.zone in dict(map(reversed, ZONES)) else (*ZONES, (line.zone, line.zone))  # type: ignore[arg-type]
        self.zone = Choice[str](zones, line.zone if line else ZONES[0][1])
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
        ):
            self.field(name, title, widget)
            if name == "postcode":
                self.pair("state", "postcode")
        self.pair("phone", "zone")
        self._add_week(line.week if line else OFFICE_WEEK)
        self.field("room", "Add rooms" if line else "Rooms", self.rooms)
        if line:
            self.field("active", "", self.active)
        self.done_adding()

    def _add_week(self, week: Week) -> None:
        self.box.addWidget(label("Open", "label"))
        self.week: list[DayHours] = []
        for field, day, hours in zip(DAYS, WEEKDAYS, week, strict=True):
            row = DayHours(day, hours, self.week[-1] if self.week else None)
            self.week.append(row)
            self.field(field, "", row)

    def _details(self) -> LocationDetails:
        return LocationDetails(
            name=self.name.value(),
            street=self.street.value(),
            city=self.city.value(),
            state=self.state.value(),
            postcode=self.postcode.value(),
            phone=self.phone.value(),
            zone=self.zone.value(),
            week=require_week(tuple(self.read(day) for day in DAYS)),  # type: ignore[misc]
        )

    def save(self) -> Callable[[], object]:
        details, app = self._details(), self.desk.app
        rooms = tuple(room.strip() for room in self.rooms.value().split(",") if room.strip())
        if self._line is None:
            return partial(app.write, clinic.add_location, details, rooms=rooms)
        line, active = self._line, self.active.value()
        work = partial(app.write, clinic.change_location, line.id, details, active=active, rooms=rooms)
        week = details.week if details.week != line.week else None
        change = PlaceChange(line.id, week, given_up=line.active and not active)
        if change == PlaceChange(line.id):
            return work
        return self.after_telling(change, partial(app.read, opening_effects.affected, [change]), work)

    def carried_out(self, result: object) -> None:
        super().carried_out(result)
        self.desk.say("Location saved")
