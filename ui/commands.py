"""Everything staff can do, as a list of values: menus, keys, the palette, the key page and tests are built from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ibh_desktop.domain.permissions import Permission
from ui.dialogs.opening import (
    book_course_panel,
    book_panel,
    concern_panel,
    confirm_panel,
    earliest_panel,
    find_panel,
    import_panel,
    keys_dialog,
    letter_panel,
    print_panel,
    register_panel,
)
from ui.kit import discreet, theme
from ui.places import (
    Calls,
    Caseload,
    Courses,
    Letters,
    Locations,
    Patients,
    Place,
    Recipients,
    Reports,
    Requests,
    Schedule,
    Settings,
    Signatures,
    Therapists,
    Today,
    Waitlist,
)

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


def _book(shell: Shell) -> None:
    shell.panel(book_panel(shell, None))


def _find(shell: Shell) -> None:
    shell.panel(find_panel(shell))


def _book_course(shell: Shell) -> None:
    shell.panel(book_course_panel(shell))


def _earliest(shell: Shell) -> None:
    shell.panel(earliest_panel(shell))


def _register(shell: Shell) -> None:
    shell.panel(register_panel(shell))


def _worried(shell: Shell) -> None:
    shown = getattr(shell.view(), "patient_shown", None)  # pages about one patient say whom
    shell.panel(concern_panel(shell, shown() if callable(shown) else None))


def _letter(shell: Shell) -> None:
    shown = getattr(shell.view(), "letter_about", None)  # pages of a course, a visit or a patient say what a letter is about
    about = shown() if callable(shown) else None
    if about is None:
        shell.say("Open a course or a patient's file, or choose a visit: then a letter about it can be begun.")
        return
    shell.panel(panel := letter_panel(shell, about))
    panel.setFocus()


def _refer(shell: Shell) -> None:
    refer = getattr(shell.view(), "refer", None)
    if callable(refer):
        refer()
    else:
        shell.say("Open the course first: a referral is begun there.")


def _print(shell: Shell) -> None:
    if callable(out := getattr(shell.view(), "print_out", None)):  # a letter prints itself
        out()
        return
    shell.panel(print_panel(shell, _day_shown(shell)))


def _confirm(shell: Shell) -> None:
    shell.panel(confirm_panel(shell, _day_shown(shell)))


def _day_shown(shell: Shell) -> date | None:
    shown = getattr(shell.view(), "on", None)  # pages of a day say which
    on = shown() if callable(shown) else None
    return on if isinstance(on, date) else None


def _search(shell: Shell) -> None:
    shell.topbar.search.setFocus()
    shell.topbar.search.selectAll()


def _keys(shell: Shell) -> None:
    keys_dialog(shell, shell.commands)


def _undo(shell: Shell) -> None:
    shell.toast.undo()


def _lock(shell: Shell) -> None:
    shell.locked.emit()


def _hide_names(shell: Shell) -> None:
    hidden = discreet.toggle()
    for view in shell.views():
        view.stale()
    shell.say("Names show as initials" if hidden else "Names show in full")


def _change_scheme(shell: Shell) -> None:
    theme.toggle()
    shell.paint_icons()


COMMANDS = (
    Command("go.today", "Today", _go(Today()), "Ctrl+1", "Go", place=Today, icon="sun-horizon"),
    Command("go.schedule", "Schedule", _go(Schedule()), "Ctrl+2", "Go", place=Schedule, icon="calendar-blank"),
    Command("go.patients", "Patients", _go(Patients()), "Ctrl+3", "Go", Permission.SEE_PATIENT, Patients, "users"),
    Command("go.courses", "Courses", _go(Courses()), "Ctrl+4", "Go", Permission.SEE_COURSE, Courses, "chart-line-up"),
    Command("go.caseload", "Caseload", _go(Caseload()), "Ctrl+0", "Go", Permission.SEE_CLINICAL, Caseload, "clipboard-text"),
    Command(
        "go.signatures", "Signatures", _go(Signatures()), "Ctrl+Shift+S", "Go", Permission.WRITE_NOTE, Signatures, "pen-nib"
    ),
    Command("go.letters", "Letters", _go(Letters()), "Ctrl+5", "Go", Permission.SEE_DESK_LETTERS, Letters, "envelope-simple"),
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
    Command("go.reports", "Reports", _go(Reports()), "Ctrl+8", "Go", place=Reports, icon="chart-bar"),
    Command("go.recipients", "Address book", _go(Recipients()), "Ctrl+Shift+A", "Go", Permission.EDIT_RECIPIENTS),
    Command("go.settings", "Settings", _go(Settings()), "Ctrl+9", "Go", place=Settings, icon="gear"),
    Command("go.calls", "Calls", _go(Calls()), "Ctrl+Shift+C", "Front desk", Permission.MOVE_ON),
    Command("appointment.book", "Book an appointment", _book, "Ctrl+B", "Front desk", Permission.BOOK),
    Command("appointment.find", "Find a time", _find, "Ctrl+F", "Front desk", Permission.BOOK),
    Command("course.book", "Book a whole course", _book_course, "Ctrl+Shift+B", "Front desk", Permission.OPEN_COURSE),
    Command("slot.earliest", "Earliest time with anyone, anywhere", _earliest, "Ctrl+E", "Front desk", Permission.BOOK),
    Command(
        "patient.register",
        "Register a patient",
        _register,
        "Ctrl+N",
        "Front desk",
        Permission.EDIT_PATIENT,
    ),
    Command(
        "patient.import",
        "Import patients",
        import_panel,
        "Ctrl+I",
        "Front desk",
        Permission.IMPORT_PATIENTS,
    ),
    Command("safety.raise", "I am worried about a patient", _worried, "Ctrl+Shift+W", "Front desk", Permission.RAISE_CONCERN),
    Command("go.requests", "Requests", _go(Requests()), "Ctrl+Shift+R", "Front desk", Permission.SEE_INQUIRIES),
    Command("go.waitlist", "Waitlist", _go(Waitlist()), "Ctrl+Shift+T", "Front desk", Permission.SEE_WAITLIST),
    Command("letter.new", "New letter…", _letter, "Ctrl+Shift+L", "Letters", Permission.WRITE_DESK_LETTER),
    Command("letter.refer", "Refer the patient of this course", _refer, "Ctrl+R", "Letters", Permission.WRITE_LETTER),
    Command("paper.print", "Print: the letter that is open, or paper of the day…", _print, "Ctrl+P", "Front desk"),
    Command("paper.confirm", "Confirm on paper…", _confirm, "Ctrl+Shift+P", "Front desk", Permission.WRITE_DESK_LETTER),
    Command("search", "Search", _search, "Ctrl+K", "Window"),
    Command("undo", "Undo the last step", _undo, "Ctrl+Z", "Window"),
    Command("lock", "Lock", _lock, "Ctrl+L", "Window"),
    Command("appearance", "Light or dark", _change_scheme, "Ctrl+Shift+D", "Window"),
    Command("names", "Hide names, or show them", _hide_names, "Ctrl+H", "Window"),
    Command("keys", "Keys", _keys, "F1", "Window"),
)
