"""The story of one patient through the real windows, offscreen: a picture a page and the letter's PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ibh_desktop.domain.clocks import HOME_ZONE, home_date, instant, time_of
from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.domain.ids import CourseId, PatientId
from ibh_desktop.home import Home
from ibh_desktop.queries import patients
from ibh_desktop.sample.make import is_closed, make
from ibh_desktop.sample.size import PASSWORD
from ui.app import application
from ui.dialogs.book import BookPanel
from ui.dialogs.importing import ImportPanel
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.opening import book_panel
from ui.dialogs.patient import PatientPanel
from ui.dialogs.print_letter import PrintLetterPanel
from ui.dialogs.safety_notice import SafetyDialog
from ui.kit import theme
from ui.kit.tasks import InlineTasks
from ui.opening import PEOPLE
from ui.places import Course, Courses, Letters, Locations, Patients, Schedule, Settings, Therapists, Today
from ui.shell import Shell
from ui.window import Window

PICTURE = CourseId(1)
NEWCOMER = ("Wilhelmina", "Tresvant", "4/9/1991", "205 555 0177")
LETTER = {
    "reason": "Depressive symptoms improved over the course but did not remit. Sleep and morning mood remain poor.",
    "unresolved": "Low mood in the mornings, early waking, and the conflict over money with her brother.",
    "medicines": "Sertraline 50 mg daily since September, as told by the patient. No known drug allergies.",
    "risk": "PHQ-9 item 9 was answered above zero once, in October; assessed the same day, no current thoughts of self-harm.",
    "request": "Please assess for a change of medication and continue follow-up of depressive symptoms.",
    "patient_view": "The patient has read this letter, agrees to the referral and would like an afternoon appointment.",
}
ROWS = (
    "Last Name,First Name,Birth Date,Mobile Phone,Shoe Size",
    "Abernethy,Rosalie,3/14/1985,205 555 0143,7",
    "Quimby,Desmond,13/31/1984,205 555 0144,9",
    "O'Kon,María Elena,{born},205 555 0001,8",
    "Fairweather,Łucja,7/2/1979,(256) 555-0145,6",
    "Nightingale,Otto,5/5/2031,256.555.0146,10",
)


def tour(out: Path) -> int:
    """Play the story into `out`; raise `Unavailable` when the folder cannot be written. Returns the exit code."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise Unavailable(f"{out} cannot be written ({reason.strerror}).") from None
    app = application("light")
    with tempfile.TemporaryDirectory(prefix="ibh-tour-clinic-", ignore_cleanup_errors=True) as scratch:
        story = Story(app, Path(scratch), out)
        for act in (story.reception, story.therapist, story.manager, story.dark):
            act()
        story.close()
    print(f"{story.count} pictures and the letter are in {out}")
    return 0


def story_time() -> datetime:
    """10:40 in Alabama on the latest working day from Monday to Thursday: the sample's first course met at nine."""
    on = home_date(datetime.now(UTC))
    while on.weekday() > 3 or is_closed(on):
        on -= timedelta(days=1)
    return instant(on, time_of(640), ZoneInfo(HOME_ZONE)).astimezone(UTC)


class Story:
    """Each act is one person's part; every step goes through the widgets that staff use."""

    def __init__(self, app: QApplication, scratch: Path, out: Path) -> None:
        self._app, self._out, self._scratch = app, out, scratch
        self.count = 0
        now = story_time()
        home = Home(scratch / "clinic")
        print("Making the sample clinic")
        make(home, now=now).close()
        self.window = Window(home, InlineTasks(), clock=lambda: now, people=PEOPLE, sample_password=PASSWORD)
        self.window.resize(1280, 800)
        self.window.show()

    @property
    def shell(self) -> Shell:
        """The window of whoever is signed in."""
        if self.window.shell is None:
            raise Unavailable("The tour could not sign in.")
        return self.window.shell

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Save what a person would see now."""
        # Pages of a PDF are drawn by a thread of Qt's own, a moment after they are shown.
        QTest.qWait(250 if "letter" in name else 20)
        self.count += 1
        path = self._out / f"{self.count:02d}-{name}.png"
        (widget or self.window).grab().save(str(path))
        print(f"  {path.name}")

    def _sign_in(self, user: str) -> None:
        if self.window.shell is not None:
            self.window.lock()
        self.window.sign_in(user, PASSWORD)

    def reception(self) -> None:
        """Dana registers somebody, books a course, sees them arrive."""
        print("Reception")
        self.picture("sign-in")
        self._sign_in("dana")
        self.picture("today")
        self.shell.location = self.shell.locations[0].id
        self.shell.topbar.location.setCurrentIndex(1)
        self._run("patient.register")
        self.picture("register")
        newcomer = self._register()
        self.shell.panel(book_panel(self.shell, newcomer))
        panel = self.shell.open_panel
        assert isinstance(panel, BookPanel)
        panel.what.setCurrentIndex(next(n for n in range(panel.what.count()) if "16 sessions" in panel.what.itemText(n)))
        self.picture("book-a-course")
        panel.submit()
        self.picture("patient-file")
        self.shell.open(Schedule())
        self.picture("schedule")
        self._arrive(newcomer)
        self.picture("arrived")
        self._palette("tres")

    def _register(self) -> PatientId:
        panel = self.shell.open_panel
        assert isinstance(panel, PatientPanel)
        for field, text in zip((panel.given, panel.family, panel.born, panel.phone), NEWCOMER, strict=True):
            field.setText(text)
        panel.submit()
        hits = self.shell.app.read(patients.search, NEWCOMER[1])
        return hits[0].id

    def _arrive(self, patient: PatientId) -> None:
        from ui.views.today.view import TodayView  # noqa: PLC0415 - loaded by the page itself

        self.shell.open(Today())
        view = self.shell.view()
        assert isinstance(view, TodayView)
        view.choose(patient)
        self._key(view, "A")

    def _run(self, command: str) -> None:
        next(c for c in self.shell.commands if c.id == command).run(self.shell)

    def _palette(self, text: str) -> None:
        box = self.shell.topbar.search
        box.setText(text)
        box.textEdited.emit(text)
        print(f"  search for “{text}”: {box.hits.count()} hits")
        box.leave()

    def _key(self, widget: QWidget, text: str) -> None:
        target = widget.focusProxy() or widget
        key = Qt.Key(ord(text.upper()))
        QCoreApplication.sendEvent(target, QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))

    def therapist(self) -> None:
        """Ana sees the timeline, enters a PHQ-9, writes, signs and saves the referral."""
        print("Therapist")
        self._sign_in("ana.lee")
        self.shell.open(Courses())
        self.picture("courses")
        self.shell.open(Course(PICTURE))
        self.picture("course-timeline")
        self._enter_phq9()
        self._letter()
        self.shell.open(Letters())
        self.picture("letters")

    def _enter_phq9(self) -> None:
        from ui.views.course.view import CourseView  # noqa: PLC0415 - loaded by the page itself

        view = self.shell.view()
        assert isinstance(view, CourseView)
        view.button("PHQ-9").click()
        panel = self.shell.open_panel
        assert isinstance(panel, MeasurePanel)
        for key in "111110110":
            self._key(panel.items, key)
        self.picture("phq-9")
        panel.submit()
        for dialog in self.window.findChildren(SafetyDialog):
            dialog.accept()

    def _letter(self) -> None:
        from ui.views.course.view import CourseView  # noqa: PLC0415 - loaded by the page itself
        from ui.views.letter.view import LetterView  # noqa: PLC0415 - loaded by the page itself

        course = self.shell.view()
        assert isinstance(course, CourseView)
        course.button("refer").click()
        composer = self.shell.view()
        assert isinstance(composer, LetterView)
        composer.parts.to.setCurrentIndex(composer.parts.to.findText("Hart", Qt.MatchFlag.MatchContains))
        for name, text in LETTER.items():
            composer.parts.write(name, text)
        composer.save_draft()
        composer.stale()
        self._settle(lambda: composer.page.canvas.document.pageCount() > 0)
        self.picture("letter")
        composer.sign.click()
        self.picture("letter-signed")
        composer.print_out()
        panel = self.shell.open_panel
        assert isinstance(panel, PrintLetterPanel)
        self.picture("letter-print")
        panel.save_to(self._out / "letter.pdf")
        print("  letter.pdf")

    def _settle(self, ready: Callable[[], bool]) -> None:
        for _ in range(200):
            QCoreApplication.processEvents()
            if ready():
                return

    def manager(self) -> None:
        """Morgan looks at roster, locations and settings, and at an import before it is done."""
        print("Manager")
        self._sign_in("morgan")
        for place, name in ((Therapists(), "therapists"), (Locations(), "locations"), (Settings(), "settings")):
            self.shell.open(place)
            self.picture(name)
        born = self.shell.app.read(patients.search, "o'kon elena")[0].born
        file = self._scratch / "list.csv"
        file.write_text("\n".join(ROWS).format(born=f"{born:%m/%d/%Y}"), encoding="utf-8")
        self.shell.open(Patients())
        self.shell.panel(ImportPanel(self.shell, file))
        self.picture("import-preview")

    def dark(self) -> None:
        """The same in the dark, for whoever works late."""
        print("Dark")
        self._sign_in("ana.lee")
        theme.apply(self._app, "dark")
        self.shell.paint_icons()
        self.shell.open(Course(PICTURE))
        self.picture("dark-course-timeline")
        self.shell.open(Today())
        self.picture("dark-today")
        self.shell.open(Schedule())
        self.picture("dark-schedule")
        theme.apply(self._app, "light")

    def close(self) -> None:
        """Let go of the clinic."""
        self.window.close()
