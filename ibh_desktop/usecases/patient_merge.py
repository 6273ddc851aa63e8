"""Two files of one person become one, and two again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.merging import FIELDS, all_former, stricter
from ibh_desktop.domain.people import same_person_key
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.merging import both, check
from ibh_desktop.store.lookup import one
from ibh_desktop.store.patient_rows import move, move_back
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.patient_keys import forget_keys, keep_keys

NAMES = tuple(name for name, _ in FIELDS)
_BESIDES = ("part2", "plain_envelope", "referrer_id", "active")
_TOPICS = (Topic.APPOINTMENTS, Topic.COURSES, Topic.LETTERS)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: the keeper as it was and as it is, and the keys of what moved, by column."""

    keeper: PatientId
    other: PatientId
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    moved: Mapping[str, tuple[tuple[Any, ...], ...]]


def merge(tx: Tx, keeper: PatientId, other: PatientId, *, take: frozenset[str] = frozenset()) -> Merged:
    """Let one file stand for two: all that named the other names the keeper, who takes the fields `take` from it.

    The other's last name stays findable among the former names; of Part 2 flags and plain envelopes the stricter holds.
    Raise `Refused` when both have a running course or visits at the same time, `Conflict` when one was merged already.
    """
    require(tx.actor, Permission.EDIT_PATIENT)
    for patient in sorted((keeper, other)):
        tx.hold(patient=patient)
    stays, goes = both(tx, keeper, other)
    check(tx, keeper, other)
    if unknown := take - set(NAMES):
        raise Refused(f"There is no field {min(unknown)}.", field="take")
    before = _columns(stays)
    _put(stays, _joined(before, _columns(goes), take))
    moved = move(tx, other, keeper)
    goes.merged_into_id, goes.same_key = keeper, ""
    forget_keys(tx, [keeper, other])
    keep_keys(tx, [stays])
    many = {name: len(keys) for name, keys in moved.items() if keys}
    _record(tx, "patient:merge", keeper, {"other": other, "moved": many, "taken": sorted(take)})
    return Merged(keeper, other, before, _columns(stays), moved)


def unmerge(tx: Tx, merged: Merged) -> None:
    """Take a merge back: each file as it was; what came to the keeper since stays with it.

    Raise `Conflict` when something of it was changed since.
    """
    require(tx.actor, Permission.EDIT_PATIENT)
    for patient in sorted((merged.keeper, merged.other)):
        tx.hold(patient=patient)
    stays, goes = one(tx, Patient, merged.keeper), one(tx, Patient, merged.other)
    if goes.merged_into_id != merged.keeper or stays.merged_into_id is not None:
        raise Conflict("This merge was taken back already, or the file was merged again.")
    if _columns(stays) != merged.after:
        raise Conflict("The file was changed since it was merged; the merge cannot be undone any more.")
    if not move_back(tx, dict(merged.moved), merged.other, merged.keeper):
        raise Conflict("Something that was merged is gone or moved since; the merge cannot be undone any more.")
    _put(stays, merged.before)
    goes.merged_into_id, goes.same_key = None, same_person_key(goes.given, goes.family, goes.born)
    forget_keys(tx, [merged.keeper])
    keep_keys(tx, [stays, goes])
    _record(tx, "patient:unmerge", merged.keeper, {"other": merged.other})


def _columns(row: Patient) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*NAMES, *_BESIDES)}


def _joined(keeper: dict[str, Any], other: dict[str, Any], take: frozenset[str]) -> dict[str, Any]:
    """The keeper's fields with those that are taken, and with what only the other has."""
    chosen = {name: other[name] if name in take or keeper[name] in ("", None) else keeper[name] for name in NAMES}
    lost = [one["family"] for one in (keeper, other) if one["family"]]
    return chosen | {
        "former": all_former(chosen["family"], [chosen["former"], *lost]),
        "part2": stricter(keeper["part2"], other["part2"]),
        "plain_envelope": keeper["plain_envelope"] or other["plain_envelope"],
        "referrer_id": keeper["referrer_id"] or other["referrer_id"],
        "active": keeper["active"] or other["active"],
    }


def _put(row: Patient, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.same_key = same_person_key(row.given, row.family, row.born)


def _record(tx: Tx, action: str, keeper: PatientId, diff: dict[str, Any]) -> None:
    tx.record(action, Topic.PATIENTS, keeper, diff=diff)
    for topic in _TOPICS:
        tx.record(action, topic, None)
