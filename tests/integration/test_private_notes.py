"""Psychotherapy notes: their author's alone (DOMAIN.md 4.4 and 8, invariant 9), on both engines.

The canary words stand in a saved note, in one that was moved out of the record, and in a draft.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import asdict, is_dataclass

import pytest
from sqlalchemy import inspect, text

from ibh_desktop import private_key
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.notes import Typed, Words
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.queries import (
    audit_trail,
    course_page,
    letters,
    patient_file,
    patients,
    private_notes,
    session_sheet,
)
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import letters as letter_writes
from ibh_desktop.usecases import notes
from ibh_desktop.usecases import private_notes as writing
from tests.integration.private_desk import CANARIES, PRIVATE, Desk, desk, written
from tests.integration.world import LEAD, MANAGER, OTHER, PASSWORD, RECEPTIONIST, THERAPIST, engine_of

__all__ = ["desk", "written"]


def found_in(content: object) -> list[str]:
    """The canaries that stand in something, as text or as bytes."""
    shown = bytes(content) if isinstance(content, bytes | memoryview) else repr(content).encode()
    return [word for word in CANARIES if word.encode() in shown.lower() or word.encode("utf-16-le") in shown]


def test_invariant_9_no_column_of_any_table_holds_a_word(written: Desk) -> None:
    looked = 0
    for table in inspect(engine_of(written.clinic.app)).get_table_names():
        for row in written.clinic.rows(f'SELECT * FROM "{table}"'):
            looked += 1
            assert [word for value in row for word in found_in(value)] == [], table
    assert looked > 100
    assert written.clinic.count("private_note") == 2
    assert written.clinic.count("note_draft") == 1


def test_invariant_9_no_file_of_the_clinic_holds_a_word(written: Desk) -> None:
    folder = written.clinic.home.folder
    if folder is None:
        return  # on a server every column was looked at
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"clinic.db", "clinic.db-wal", "clinic.keys", "clinic.anchor"} <= {path.name for path in files}
    for path in files:
        assert found_in(path.read_bytes()) == [], path.name


@pytest.mark.parametrize("who", [RECEPTIONIST, MANAGER, LEAD, OTHER])
def test_invariant_9_whoever_else_asks_gets_no_word(written: Desk, who: str) -> None:
    app = written.clinic.as_role(who)
    asked: dict[str, Callable[[Reading], object]] = {
        "shelf": lambda r: private_notes.shelf(r, app.vault, written.course, written.visit),
        "sheet": lambda r: session_sheet.sheet(r, app.vault, written.course),
        "page": lambda r: course_page.page(r, written.course),
        "file": lambda r: patient_file.file(r, written.clinic.ids.maria),
        "search": lambda r: [patients.search(r, word) for word in CANARIES],
        "letters": lambda r: letters.listing(r),
        "referral": lambda r: proposal(r, "referral", written.course),
    }
    for name, query in asked.items():
        try:
            told = app.read(query)
        except NotAllowed as no:
            told = no
        assert _words_of(asdict(told) if is_dataclass(told) and not isinstance(told, type) else told) == [], name
    with pytest.raises((NotAllowed, Refused)):
        private_key.unlock(app, "not the password of anybody")
    assert not app.vault.is_open


def test_invariant_9_an_open_key_of_somebody_elses_does_not_help(written: Desk) -> None:
    lead = written.clinic.as_role(LEAD)
    private_key.unlock(lead, PASSWORD)  # by chance the same password: the salt and the key are their own
    assert written.shelf(lead).notes == ()
    with pytest.raises(NotFound):
        lead.write(writing.change, lead.vault, written.shelf().notes[0].id, text="Changed.", version=1)
    rows = written.clinic.rows("SELECT id, course_id, author_id, sealed FROM private_note")
    for key, course, author, sealed in rows:
        assert lead.vault.unsealed(PRIVATE, bytes(sealed), private_notes.bound(course, author, key)) is None


def test_invariant_9_letters_and_search_of_the_author_hold_no_word_either(written: Desk) -> None:
    app = written.app
    parts = app.read(proposal, "referral", written.course)
    letter = app.write(letter_writes.begin, "referral", written.course)
    content = app.read(letters.composer, letter).content
    assert found_in(content) == found_in(parts) == []
    assert found_in(pdf(content)) == []
    assert all(app.read(patients.search, word) == [] for word in CANARIES)
    boss = written.clinic.app
    assert boss.read(audit_trail.first_broken, boss.chain)[0] is None


def test_invariant_9_neither_logs_nor_errors_say_a_word(written: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    app = written.app
    app.write(writing.write, app.vault, written.course, text=f"Once more {CANARIES[0]}.")
    with engine_of(app).begin() as connection:
        connection.execute(text("ALTER TABLE private_note RENAME TO elsewhere"))
    failures = []
    for verb in (
        lambda: app.write(writing.write, app.vault, written.course, text=CANARIES[0]),
        lambda: app.write(writing.move, app.vault, written.visit, words=Words(), moved=CANARIES[1], version=99),
        lambda: app.write(writing.write, app.vault, CourseId(999), text=CANARIES[2]),
    ):
        with pytest.raises(Exception) as reason:
            verb()
        failures.append(repr(reason.value) + "".join(traceback.format_exception(reason.value)[-1:]))
    assert _words_of(failures) == []
    assert _words_of([record.getMessage() for record in caplog.records]) == []
    assert _words_of([app.vault, Typed(Words(body=CANARIES[0])), written.shelf]) == []


def _words_of(told: object) -> list[str]:
    words = [told.sentence] if isinstance(told, NotAllowed) else told
    return found_in(words)


def test_the_author_reads_what_was_written_moved_and_typed(written: Desk) -> None:
    shelf = written.shelf(visit=written.visit)
    assert [line.text for line in shelf.notes] == [CANARIES[1], f"I think of the {CANARIES[0]} dream."]
    assert shelf.draft is not None
    assert shelf.draft.typed.words.body == CANARIES[2]
    sheet = written.app.read(session_sheet.sheet, written.app.vault, written.course)
    assert sheet.note is not None
    assert sheet.note.words.body == "In the record."


def test_locked_notes_are_counted_and_not_written(written: Desk) -> None:
    later = written.clinic.as_role(THERAPIST)
    shelf = written.shelf(later)
    assert (shelf.locked, shelf.has_key, shelf.count, shelf.notes, shelf.draft) == (True, True, 2, (), None)
    with pytest.raises(Refused, match="locked"):
        later.write(writing.write, later.vault, written.course, text="Words.")
    assert written.clinic.count("private_note") == 2


def test_a_note_is_changed_by_its_author_and_not_from_a_stale_desk(written: Desk) -> None:
    line = written.shelf().notes[0]
    write, vault = written.app.write, written.app.vault
    assert write(writing.change, vault, line.id, text="Second thoughts.", version=line.version) == 2
    with pytest.raises(Conflict):
        write(writing.change, vault, line.id, text="Stale.", version=line.version)
    assert written.texts()[0] == "Second thoughts."


def test_a_sealed_note_put_into_another_course_does_not_open(written: Desk) -> None:
    with engine_of(written.app).begin() as connection:
        first, second = connection.execute(text("SELECT id, sealed FROM private_note ORDER BY id")).all()
        connection.execute(text("UPDATE private_note SET sealed = :s WHERE id = :k"), {"s": second.sealed, "k": first.id})
    assert written.texts() == [CANARIES[1], None]


def test_text_of_a_signed_note_cannot_be_moved_out_of_the_record(written: Desk) -> None:
    written.app.write(notes.sign, written.visit, Words(body="In the record."), version=2)
    with pytest.raises(Refused, match="cannot be changed"):
        written.app.write(writing.move, written.app.vault, written.visit, words=Words(), moved="In the record.", version=3)
    assert written.clinic.count("private_note") == 2


def test_an_empty_private_note_is_refused_and_leaves_no_row(desk: Desk) -> None:
    private_key.unlock(desk.app, PASSWORD)
    with pytest.raises(Refused, match="nothing written"):
        desk.write("  ")
    assert desk.clinic.count("private_note") == 0
