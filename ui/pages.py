"""Which view shows which place. Views are imported when they are first opened: start-up needs only one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from ui import places
from ui.kit.desk import Desk
from ui.kit.view import View


class _Page(Protocol):
    def go(self, place: Any) -> None:
        """Show this place."""


def _today(desk: Desk) -> View[Any]:
    from ui.views.today.view import TodayView  # noqa: PLC0415 - start-up

    return TodayView(desk)


def _schedule(desk: Desk) -> View[Any]:
    from ui.views.schedule.view import ScheduleView  # noqa: PLC0415 - start-up

    return ScheduleView(desk)


def _patients(desk: Desk) -> View[Any]:
    from ui.views.patients.view import PatientsView  # noqa: PLC0415 - start-up

    return PatientsView(desk)


def _permissions(desk: Desk) -> View[Any]:
    from ui.views.permissions.view import PermissionsView  # noqa: PLC0415 - start-up: brings the chart's tables

    return PermissionsView(desk)


def _courses(desk: Desk) -> View[Any]:
    from ui.views.courses.view import CoursesView  # noqa: PLC0415 - start-up

    return CoursesView(desk)


def _caseload(desk: Desk) -> View[Any]:
    from ui.views.caseload.view import CaseloadView  # noqa: PLC0415 - start-up: brings the chart's tables

    return CaseloadView(desk)


def _signatures(desk: Desk) -> View[Any]:
    from ui.views.signatures.view import SignaturesView  # noqa: PLC0415 - start-up: brings the chart's tables

    return SignaturesView(desk)


def _course(desk: Desk) -> View[Any]:
    from ui.views.course.view import CourseView  # noqa: PLC0415 - start-up

    return CourseView(desk)


def _letters(desk: Desk) -> View[Any]:
    from ui.views.letters.view import LettersView  # noqa: PLC0415 - start-up

    return LettersView(desk)


def _letter(desk: Desk) -> View[Any]:
    from ui.views.letter.view import LetterView  # noqa: PLC0415 - start-up: brings QtPdf

    return LetterView(desk)


def _recipients(desk: Desk) -> View[Any]:
    from ui.views.recipients.view import RecipientsView  # noqa: PLC0415 - start-up

    return RecipientsView(desk)


def _therapists(desk: Desk) -> View[Any]:
    from ui.views.therapists.view import TherapistsView  # noqa: PLC0415 - start-up

    return TherapistsView(desk)


def _roster(desk: Desk) -> View[Any]:
    from ui.views.roster.view import RosterView  # noqa: PLC0415 - start-up

    return RosterView(desk)


def _locations(desk: Desk) -> View[Any]:
    from ui.views.locations.view import LocationsView  # noqa: PLC0415 - start-up

    return LocationsView(desk)


def _reports(desk: Desk) -> View[Any]:
    from ui.views.reports.view import ReportsView  # noqa: PLC0415 - start-up

    return ReportsView(desk)


def _settings(desk: Desk) -> View[Any]:
    from ui.views.settings.view import SettingsView  # noqa: PLC0415 - start-up

    return SettingsView(desk)


def _requests(desk: Desk) -> View[Any]:
    from ui.views.requests.view import RequestsView  # noqa: PLC0415 - start-up: brings the front desk's tables

    return RequestsView(desk)


def _calls(desk: Desk) -> View[Any]:
    from ui.views.calls.view import CallsView  # noqa: PLC0415 - start-up: brings ReportLab

    return CallsView(desk)


def _waitlist(desk: Desk) -> View[Any]:
    from ui.views.waitlist.view import WaitlistView  # noqa: PLC0415 - start-up: brings the front desk's tables

    return WaitlistView(desk)


PAGES: dict[type[places.Place], Callable[[Desk], View[Any]]] = {
    places.Today: _today,
    places.Schedule: _schedule,
    places.Patients: _patients,
    places.Permissions: _permissions,
    places.Courses: _courses,
    places.Caseload: _caseload,
    places.Signatures: _signatures,
    places.Course: _course,
    places.Letters: _letters,
    places.Letter: _letter,
    places.Recipients: _recipients,
    places.Therapists: _therapists,
    places.Roster: _roster,
    places.Locations: _locations,
    places.Reports: _reports,
    places.Settings: _settings,
    places.Requests: _requests,
    places.Calls: _calls,
    places.Waitlist: _waitlist,
}
