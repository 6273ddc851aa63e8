"""Paper that is no letter leaves a trace all the same: who took a list with names out of the program, when, and how."""

from datetime import date

from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.tx import Tx


def came_out(tx: Tx, paper: str, *, how: str, on: date | None = None, patient: PatientId | None = None) -> None:
    """Note that a sheet with names went to a printer or a file, `how` being "printer" or "file".

    `paper` is its kind, `on` the day or Monday it shows, `patient` whom a form was filled in for.
    """
    require(tx.actor, Permission.SEE_PATIENT)
    tx.record("paper:print", Topic.SESSION, tx.actor.staff, diff={"paper": paper, "how": how, "on": on, "patient": patient})
