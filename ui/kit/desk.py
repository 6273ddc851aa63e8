"""What a page may ask of the window around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ibh_desktop.app import App
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.queries.pickers import LocationChoice
from ui.kit.strip import Report
from ui.kit.tasks import Tasks
from ui.places import Place

R = TypeVar("R")
EVERYWHERE = "All locations"


class Desk(Protocol):
    """One signed-in person's window; the shell is one, tests make small ones."""

    app: App
    tasks: Tasks
    locations: list[LocationChoice]
    location: LocationId | None

    def now(self) -> datetime:
        """The time of the clinic's clock, aware UTC."""

    def open(self, place: Place) -> None:
        """Go to a page."""

    def panel(self, panel: QWidget | None) -> None:
        """Show a panel at the right, or close the one that is open."""

    def say(self, sentence: str, *, undo: Callable[[], object] | None = None) -> None:
        """A toast; with `undo` it offers Undo for 8 seconds, and Ctrl+Z does the same."""

    def do(self, work: Callable[[], R], done: Callable[[R], None] | None = None, *, owner: QObject | None = None) -> None:
        """Run a write in the background; a refusal is told in a toast, anything unforeseen in the crash window."""

    def long(
        self, name: str, work: Callable[[Report], R], done: Callable[[R], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Run work that takes a while with a strip that shows how far it is and can stop it."""

    def fail(self, reason: BaseException) -> None:
        """Tell what went wrong."""


def here(desk: Desk) -> LocationChoice | None:
    """The chosen location, else the first one."""
    first = desk.locations[0] if desk.locations else None
    return next((place for place in desk.locations if place.id == desk.location), first)


def today_here(desk: Desk) -> date:
    """The date at that location."""
    place = here(desk)
    return desk.now().astimezone(ZoneInfo(place.zone if place else HOME_ZONE)).date()


def everywhere(desk: Desk) -> list[tuple[str, LocationId | None]]:
    """The locations to choose from, all of them first."""
    return [(EVERYWHERE, None), *((place.name, place.id) for place in desk.locations)]


def place_name(desk: Desk) -> str:
    """The chosen location, or that it is all of them."""
    return next((place.name for place in desk.locations if place.id == desk.location), EVERYWHERE)
