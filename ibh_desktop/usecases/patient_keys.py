"""The keys by which patients are found, kept with their names and numbers."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from ibh_desktop.domain.people import LONGEST_KEY, name_keys, name_words, number_keys
from ibh_desktop.domain.sounds import SHORTEST, word_keys
from ibh_desktop.store.schema import Patient, PatientKey
from ibh_desktop.store.tx import Tx

_CHUNK = 500


def keep_keys(tx: Tx, patients: Sequence[Patient]) -> None:
    """Store everything by which these people, who have no keys yet, can be searched."""
    found = [{"key": key, "patient_id": one.id} for one in patients for key in keys_of(one)]
    tx.session.execute(insert(PatientKey), found)
    words = {w for one in patients for w in name_words(one.given, one.family, one.preferred or "", one.former or "")}
    _keep_words(tx, sorted(word[:LONGEST_KEY] for word in words if len(word) >= SHORTEST))


def keys_of(patient: Patient) -> set[str]:
    """Everything a patient can be searched by."""
    names = name_keys(patient.given, patient.family, patient.preferred or "", patient.former or "")
    return names | number_keys(patient.number, patient.born, patient.phone or "")


def forget_keys(tx: Tx, patients: Sequence[int]) -> None:
    """Let nobody find these people any more; the words of their names stay, for they say nothing of anybody."""
    tx.session.execute(delete(PatientKey).where(PatientKey.patient_id.in_(patients)))


def _keep_words(tx: Tx, words: Sequence[str]) -> None:
    from ibh_desktop.store.frontdesk import NameKey  # noqa: PLC0415 - start-up: mapping these tables takes time

    for at in range(0, len(words), _CHUNK):
        some = words[at : at + _CHUNK]
        known = set(
            tx.session.scalars(select(NameKey.word).where(NameKey.key.in_([w[:30] for w in some]), NameKey.word.in_(some)))
        )
        new = [{"key": key, "word": word} for word in some if word not in known for key in word_keys(word)]
        if new:
            tx.session.execute(insert(NameKey), new)
