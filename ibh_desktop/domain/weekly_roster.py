"""What is worked and what is taken over some weeks, in the bits of `domain.weekly`: where a weekly hour is looked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import product
from operator import or_
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.ids import LocationId, RoomId, TherapistId
from ibh_desktop.domain.roster import DayException, Hours, Shift, worked_on
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.weekly import CELL, WallWeeks, before, cells_of, day_cells

Place = tuple[TherapistId, LocationId, RoomId | None]


class WeeklyRoster:
    """What is worked and what is taken, in bits, a week an integer."""

    def __init__(self, monday: date, count: int, zones: dict[LocationId, ZoneInfo]) -> None:
        # One week more: an hour that has passed in the first week is looked for from the next one on.
        self.monday, self.count, self.zones = monday, count + 1, zones
        self.sunday = monday + timedelta(days=7 * self.count - 1)
        bounds = [day_bounds(on, zone) for on in (monday, self.sunday) for zone in zones.values()]
        self.window = Slot(min(day.starts for day in bounds), max(day.ends for day in bounds))
        self.walls = {zone: WallWeeks(monday, self.count, zone) for zone in set(zones.values())}
        self.worked: dict[Place, list[int]] = defaultdict(self._none)
        self.people: dict[tuple[int, ZoneInfo], list[int]] = defaultdict(self._none)
        self.rooms: dict[int, list[int]] = defaultdict(self._none)
        self.closed: dict[LocationId, list[int]] = defaultdict(self._none)
        self.patient: dict[ZoneInfo, list[int]] = defaultdict(self._none)
        self.zones_of: dict[int, set[ZoneInfo]] = defaultdict(set)
        self.zone_of_room: dict[int, ZoneInfo] = {}

    def _none(self) -> list[int]:
        return [0] * self.count

    def work(self, shifts: Sequence[Shift], exceptions: Sequence[DayException]) -> None:
        """Set what is worked: weekly shifts week by week, dates with exceptions anew."""
        for shift in shifts:
            hours = cells_of(shift.weekday, shift.hours.starts, shift.hours.ends)
            for pause in shift.breaks:
                hours &= ~cells_of(shift.weekday, pause.starts, pause.ends)
            for week in range(self.count):
                if shift.runs_on(self.monday + timedelta(days=7 * week + shift.weekday)):
                    self._works(shift)[week] |= hours
        for special in exceptions:
            self._except(special, exceptions)

    def _works(self, shift: Shift) -> list[int]:
        zone = self.zones[shift.location]
        self.zones_of[shift.therapist].add(zone)
        if shift.room is not None:
            self.zone_of_room[shift.room] = zone
        return self.worked[shift.therapist, shift.location, shift.room]

    def _except(self, special: DayException, exceptions: Sequence[DayException]) -> None:
        week, weekday = divmod((special.on - self.monday).days, 7)
        for place, weeks in self.worked.items():
            if place[0] == special.therapist:
                weeks[week] &= ~day_cells(weekday)
        for shift in worked_on((), [one for one in exceptions if one.therapist == special.therapist], special.on):
            self._works(shift)[week] |= cells_of(weekday, shift.hours.starts, shift.hours.ends)

    def work_until(self, therapist: TherapistId, last: date) -> None:
        """Take out what a therapist works after a date."""
        for place, weeks in self.worked.items():
            if place[0] == therapist:
                for week, weekday in product(range(self.count), range(7)):
                    if self.monday + timedelta(days=7 * week + weekday) > last:
                        weeks[week] &= ~day_cells(weekday)

    def close(self, days: frozenset[tuple[LocationId, date]]) -> None:
        """Take closed days out."""
        for location, on in days:
            week, weekday = divmod((on - self.monday).days, 7)
            if 0 <= week < self.count:
                self.closed[location][week] |= day_cells(weekday)

    def open_only(self, opening: Mapping[tuple[LocationId, int], Hours]) -> None:
        """Take out what lies outside the hours of a location."""
        for location in self.zones:
            hours = (cells_of(day, span.starts, span.ends) for (place, day), span in opening.items() if place == location)
            shut = ~reduce(or_, hours, 0)
            self.closed[location] = [week | shut for week in self.closed[location]]

    def busy(self, therapist: int, room: int | None, starts: int, ends: int, pause: int) -> None:
        """A visit in epoch seconds, with the minutes that stay free after it."""
        for zone in self.zones_of[therapist]:
            self.walls[zone].mark(self.people[therapist, zone], starts, ends + pause * 60)
        if room is not None and (zone_of_room := self.zone_of_room.get(room)) is not None:
            self.walls[zone_of_room].mark(self.rooms[room], starts, ends)

    def free(self, *, pause: int) -> list[tuple[Place, list[int]]]:
        """For every therapist, place and room what is free for a visit with its own pause, week by week."""
        cells = -(-pause // CELL)
        found = []
        for place, worked in self.worked.items():
            therapist, location, room = place
            zone = self.zones[location]
            hers, closed, others = self.people[therapist, zone], self.closed[location], self.patient[zone]
            used = self.rooms[room] if room is not None else self._none()
            found.append(
                (
                    place,
                    [week & ~(before(hers[n], cells) | closed[n] | others[n] | used[n]) for n, week in enumerate(worked)],
                )
            )
        return found
