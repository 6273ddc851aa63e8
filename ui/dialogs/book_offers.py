"""What can be booked, and the times that are offered for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ibh_desktop.domain.appointments import MINUTES, Kind
from ibh_desktop.domain.clocks import both_instants
from ibh_desktop.domain.courses import CUSTOM, GROUP, VARIANTS, Variant
from ibh_desktop.domain.ids import CourseId, LocationId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.phases import split
from ibh_desktop.domain.typed import parse_when
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.next_weekly import NextWeekly
from ui.kit.desk import Desk
from ui.kit.text import short_date

CUSTOM_COURSE = Variant(CUSTOM, "Custom, 4 to 60 sessions", 16, split(16))
_ROW = 26
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """A time with everything that booking it needs; `starts` carries the location's zone."""

    starts: datetime
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    course: CourseId | None = None


def offers(desk: Desk) -> list[tuple[str, Kind | Variant]]:
    """Kinds of visit, and for who may open one every course."""
    kinds: list[tuple[str, Kind | Variant]] = [(f"{kind.value.capitalize()}, {MINUTES[kind]} minutes", kind) for kind in Kind]
    if may(desk.app.actor, Permission.OPEN_COURSE):
        kinds += [(f"Course: {variant.name}", variant) for variant in (*VARIANTS, GROUP, CUSTOM_COURSE)]
    return kinds


class SlotList(QListWidget):
    """The earliest free times; the usual hour of a known patient comes first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_SHOWN * _ROW)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_offers(self, found: list[SlotLine], usual: NextWeekly | None) -> None:
        """Replace what is offered."""
        self.clear()
        if usual is not None:
            numbered = f"session {usual.number} of {usual.planned}" if usual.course else "next week, same hour"
            self._add(usual.line, f"  ·  {numbered}", usual.course)
        for line in found:
            self._add(line, "", None)
        if not self.count():
            self.addItem("Nothing is free in the next four weeks")

    def _add(self, line: SlotLine, more: str, course: CourseId | None) -> None:
        day = short_date(line.starts.date())
        item = QListWidgetItem(f"{day}  {line.starts:%H:%M %Z}  {line.therapist_name}, {line.location_name}{more}")
        item.setData(Qt.ItemDataRole.UserRole, line)
        item.setData(Qt.ItemDataRole.UserRole + 1, course)
        self.addItem(item)

    def chosen(self) -> Chosen | None:
        """The selected time."""
        item = self.currentItem()
        line = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if not isinstance(line, SlotLine):
            return None
        return Chosen(line.starts, line.therapist, line.location, line.room, item.data(Qt.ItemDataRole.UserRole + 1))

    def room(self, therapist: TherapistId, location: LocationId) -> RoomId | None:
        """The room in which a therapist is offered at a location."""
        lines = (self.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.count()))
        return next((line.room for line in lines if line and (line.therapist, line.location) == (therapist, location)), None)


def typed_instants(text: str, now: datetime, zone: ZoneInfo) -> list[tuple[str, datetime]]:
    """The instants that a typed time may mean, in words: two in the hour that comes twice. Raises `Refused`."""
    on, at = parse_when(text, now.astimezone(zone).date())
    found = [start.astimezone(zone) for start in both_instants(on, at, zone)]
    names = ("first", "second") if len(found) == 2 else ("only",)
    return [(f"the {name} {start:%H:%M} ({start:%Z})", start) for name, start in zip(names, found, strict=True)]
