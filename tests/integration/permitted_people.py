"""The part of the table about two files that become one."""

from ibh_desktop.usecases import patient_merge
from tests.integration.permitted import BOSS, DESK, Call

PEOPLE_WRITES: dict[str, tuple[Call, set[str]]] = {
    "patient_merge.merge": (lambda tx, h: patient_merge.merge(tx, h.clinic.ids.jiri, h.clinic.ids.tyrone), {DESK, BOSS}),
    "patient_merge.unmerge": (
        lambda tx, h: patient_merge.unmerge(tx, patient_merge.merge(tx, h.clinic.ids.jiri, h.clinic.ids.tyrone)),
        {DESK, BOSS},
    ),
}
