"""A note for work or school in one step: begun, rendered and frozen; asked for again, the same one."""

from __future__ import annotations

from dataclasses import replace

from ibh_desktop.app import App
from ibh_desktop.domain.ids import AppointmentId, LetterId
from ibh_desktop.domain.letter_kinds.attendance import ATTENDANCE
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.queries import letters as shown
from ibh_desktop.queries.day_lists import note_of
from ibh_desktop.usecases import letters


def frozen_note(app: App, visit: AppointmentId) -> tuple[LetterId, bytes]:
    """The note for a visit that somebody attended, with its PDF; raises what the use cases raise. Runs on a worker."""
    if (before := app.read(note_of, visit)) is not None:
        return before
    letter = app.write(letters.begin, ATTENDANCE.id, visit)
    draft = app.read(shown.composer, letter)
    made = pdf(replace(draft.content, draft=False))
    app.write(letters.sign, letter, pdf=made, version=draft.version)
    return letter, made
