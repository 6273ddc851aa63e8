"""Ana at her desk with private notes, for the tests of what nobody else may read and of the key they are locked with."""

from typing import Any

import pytest

from ibh_desktop import private_key
from ibh_desktop.app import App
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.notes import NoteKind, Typed, Words
from ibh_desktop.queries import private_notes
from ibh_desktop.queries.private_notes import Shelf
from ibh_desktop.usecases import drafts, notes
from ibh_desktop.usecases import private_notes as writing
from tests.integration.world import PASSWORD, THERAPIST, Clinic

CANARIES = ("zanzibar", "quetzal", "xylophone")
NEW = "a brand new long password"
PRIVATE = NoteKind.PRIVATE


class Desk:
    """Ana at her desk, with the first session of María's course begun."""

    def __init__(self, clinic: Clinic) -> None:
        opened = clinic.open_course()
        clinic.clock.ahead(hours=2)
        self.clinic = clinic
        self.course, self.visit = opened.course, opened.appointments[0]
        self.app = clinic.as_role(THERAPIST)

    def shelf(self, app: App | None = None, visit: AppointmentId | None = None) -> Shelf:
        """The private notes of the course as this person gets them."""
        reader = app or self.app
        return reader.read(private_notes.shelf, reader.vault, self.course, visit)

    def write(self, words: str) -> Any:
        """One more private note."""
        return self.app.write(writing.write, self.app.vault, self.course, text=words, appointment=self.visit)

    def texts(self) -> list[str | None]:
        """What Ana reads."""
        return [line.text for line in self.shelf().notes]


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    """A desk whose private notes were never opened."""
    return Desk(clinic)


@pytest.fixture
def written(desk: Desk) -> Desk:
    """The same with the canaries in every place where private words are kept."""
    private_key.unlock(desk.app, PASSWORD)
    desk.write(f"I think of the {CANARIES[0]} dream.")
    saved = desk.app.write(notes.save, desk.visit, Words(body="In the record."))
    desk.app.write(
        writing.move,
        desk.app.vault,
        desk.visit,
        words=Words(body="In the record."),
        moved=CANARIES[1],
        version=saved.version,
    )
    typed = Typed(Words(body=CANARIES[2]))
    desk.app.keep(drafts.keep, desk.app.vault, desk.visit, PRIVATE, typed)
    return desk
