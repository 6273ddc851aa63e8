"""Opens panels by name, so that the shell needs to import none of them at start-up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QWidget

from ibh_desktop.domain.ids import AppointmentId, PatientId

if TYPE_CHECKING:
    from ui.commands import Command
    from ui.dialogs.visit import Told
    from ui.kit.desk import Desk
    from ui.places import About


def book_panel(desk: Desk, patient: PatientId | None) -> QWidget:
    """The booking panel, for a patient when one is known."""
    from ui.dialogs.book import BookPanel  # noqa: PLC0415 - start-up

    return BookPanel(desk, patient=patient)


def find_panel(desk: Desk) -> QWidget:
    """The search for a time."""
    from ui.dialogs.find_time import FindPanel  # noqa: PLC0415 - start-up

    return FindPanel(desk)


def print_panel(desk: Desk, on: date | None) -> QWidget:
    """All paper of the day, beginning with a day when one shows."""
    from ui.dialogs.print_paper import PrintPanel  # noqa: PLC0415 - start-up

    return PrintPanel(desk, on)


def confirm_panel(desk: Desk, on: date | None) -> QWidget:
    """Confirm the appointments of some days on paper, beginning with a day when one shows."""
    from ui.dialogs.confirm_stack import ConfirmPanel  # noqa: PLC0415 - start-up: brings ReportLab

    return ConfirmPanel(desk, on)


def book_course_panel(desk: Desk, patient: PatientId | None = None) -> QWidget:
    """The booking panel with a whole course chosen, for a patient when one is known."""
    from ui.dialogs.book import BookPanel  # noqa: PLC0415 - start-up

    return BookPanel(desk, patient=patient, course=True)


def earliest_panel(desk: Desk) -> QWidget:
    """The booking panel with the earliest times of all therapists at all locations."""
    from ui.dialogs.book import BookPanel  # noqa: PLC0415 - start-up

    return BookPanel(desk, anywhere=True)


def waitlist_panel(desk: Desk, patient: PatientId) -> QWidget:
    """Put a patient on the waitlist."""
    from ui.dialogs.waitlist_entry import WaitlistPanel  # noqa: PLC0415 - start-up: brings the front desk's tables

    return WaitlistPanel(desk, patient)


def register_panel(desk: Desk) -> QWidget:
    """The registration panel."""
    from ui.dialogs.patient import PatientPanel  # noqa: PLC0415 - start-up

    return PatientPanel(desk)


def cancel_visit(desk: Desk, visit: AppointmentId, told: Told) -> None:
    """Cancel one visit, asking by whom and why."""
    from ui.dialogs.visit import CancelPanel, open_visit  # noqa: PLC0415 - start-up: brings the chart

    open_visit(desk, visit, CancelPanel, told)


def tell_of_visit(desk: Desk, visit: AppointmentId, told: Told) -> None:
    """Leave a line about a visit, or see to one."""
    from ui.dialogs.visit import LinesPanel, open_visit  # noqa: PLC0415 - start-up: brings the chart

    open_visit(desk, visit, LinesPanel, told)


def put_visit_right(desk: Desk, visit: AppointmentId, told: Told) -> None:
    """See what became of a visit, and put it right."""
    from ui.dialogs.visit import StoryPanel, open_visit  # noqa: PLC0415 - start-up: brings the chart

    open_visit(desk, visit, StoryPanel, told)


def walk_in(desk: Desk, told: Told) -> None:
    """Somebody without an appointment stands at the desk."""
    from ui.dialogs.arrivals import WalkInPanel  # noqa: PLC0415 - start-up: brings the rules of booking

    desk.panel(WalkInPanel(desk, told))


def find_visit(desk: Desk, told: Told) -> None:
    """Somebody stands at the desk whose visit may be at another location."""
    from ui.dialogs.arrivals import FindVisitPanel  # noqa: PLC0415 - start-up: brings the rules of booking

    desk.panel(FindVisitPanel(desk, told))


def concern_panel(desk: Desk, patient: PatientId | None) -> QWidget:
    """Raise a safety concern, about a patient when one is known."""
    from ui.dialogs.safety_concern import ConcernPanel  # noqa: PLC0415 - start-up

    return ConcernPanel(desk, patient)


def papers_panel(desk: Desk, patient: PatientId) -> QWidget:
    """Who pays for a patient's care, what was signed, which estimates are due."""
    from ui.dialogs.patient_papers import PapersPanel  # noqa: PLC0415 - start-up

    return PapersPanel(desk, patient)


def history_panel(desk: Desk, patient: PatientId) -> QWidget:
    """What was done about a patient."""
    from ui.dialogs.patient_history import HistoryPanel  # noqa: PLC0415 - start-up

    return HistoryPanel(desk, patient)


def letter_panel(desk: Desk, about: About) -> QWidget:
    """Choose what kind of letter to begin about what is open."""
    from ui.dialogs.new_letter import NewLetterPanel  # noqa: PLC0415 - start-up

    return NewLetterPanel(desk, about)


def letter_menu(desk: Desk, about: About | None, parent: QWidget, at: QPoint) -> None:
    """The same as a menu at a visit; nothing where there is none."""
    if about is not None:
        from ui.dialogs.new_letter import show_menu  # noqa: PLC0415 - start-up

        show_menu(desk, about, parent, at)


def import_panel(desk: Desk, file: Path | None = None) -> None:
    """Ask for a file of patients unless one is given, then show what importing it would do."""
    from ui.dialogs.importing import ImportPanel  # noqa: PLC0415 - start-up

    file = file or _chosen("Import patients", "Patients (*.csv *.txt *.json *.ndjson)")
    if file is not None:
        desk.panel(ImportPanel(desk, file))


def import_recipients_panel(desk: Desk) -> None:
    """Ask for a list of recipients, then show what importing it would do."""
    from ui.dialogs.importing import RECIPIENTS, ImportPanel  # noqa: PLC0415 - start-up

    file = _chosen("Import recipients", "Recipients (*.csv *.txt)")
    if file is not None:
        desk.panel(ImportPanel(desk, file, RECIPIENTS))


def _chosen(title: str, kinds: str) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(None, title, "", f"{kinds};;All files (*)")
    return Path(name) if name else None


def keys_dialog(parent: QWidget, commands: list[Command]) -> None:
    """Every key, by group."""
    from ui.dialogs.keys import KeysDialog  # noqa: PLC0415 - start-up

    KeysDialog(commands, parent).show()
