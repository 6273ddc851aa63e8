"""Everything staff can do, as a list of values: menus, keys, the palette, the key page and tests are built from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ibh_desktop.domain.permissions import Permission
from ui.places import Courses, Letters, Locations, Patients, Place, Schedule, Settings, Therapists, Today

if TYPE_CHECKING:
    from ui.shell import Shell


@dataclass(frozen=True, slots=True)
class Command:
    """`needs` hides it from who may not; `rail` and `icon` put it on the rail."""

    id: str
    label: str
    run: Callable[[Shell], None]
    key: str
    group: str
    needs: Permission = Permission.SEE_CALENDAR
    place: type[Place] | None = None
    icon: str = ""


def _go(place: Place) -> Callable[[Shell], None]:
    return lambda shell: shell.open(place)


COMMANDS = (
    Command("go.today", "Today", _go(Today()), "Ctrl+1", "Go", place=Today, icon="sun-horizon"),
    Command("go.schedule", "Schedule", _go(Schedule()), "Ctrl+2", "Go", place=Schedule, icon="calendar-blank"),
    Command("go.patients", "Patients", _go(Patients()), "Ctrl+3", "Go", Permission.SEE_PATIENT, Patients, "users"),
    Command("go.courses", "Courses", _go(Courses()), "Ctrl+4", "Go", Permission.SEE_COURSE, Courses, "chart-line-up"),
    Command("go.letters", "Letters", _go(Letters()), "Ctrl+5", "Go", Permission.SEE_LETTERS, Letters, "envelope-simple"),
    Command(
        "go.therapists",
        "Therapists",
        _go(Therapists()),
        "Ctrl+6",
        "Go",
        Permission.SEE_ROSTER,
        Therapists,
        "identification-badge",
    ),
    Command("go.locations", "Locations", _go(Locations()), "Ctrl+7", "Go", place=Locations, icon="map-pin"),
    Command("go.settings", "Settings", _go(Settings()), "Ctrl+8", "Go", place=Settings, icon="gear"),
    Command("appointment.book", "Book an appointment", lambda shell: shell.book(), "Ctrl+B", "Front desk", Permission.BOOK),
    Command(
        "patient.register",
        "Register a patient",
        lambda shell: shell.register(),
        "Ctrl+N",
        "Front desk",
        Permission.EDIT_PATIENT,
    ),
    Command(
        "patient.import",
        "Import patients",
        lambda shell: shell.import_patients(),
        "Ctrl+I",
        "Front desk",
        Permission.IMPORT_PATIENTS,
    ),
    Command("search", "Search", lambda shell: shell.palette(), "Ctrl+K", "Window"),
    Command("undo", "Undo the last step", lambda shell: shell.undo(), "Ctrl+Z", "Window"),
    Command("lock", "Lock", lambda shell: shell.lock(), "Ctrl+L", "Window"),
    Command("appearance", "Light or dark", lambda shell: shell.change_scheme(), "Ctrl+Shift+D", "Window"),
    Command("keys", "Keys", lambda shell: shell.show_keys(), "F1", "Window"),
)
