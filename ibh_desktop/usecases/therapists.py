"""A therapist's record."""

from ibh_desktop.domain.courses import INDICATIONS
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.licences import SUPERVISED, Details, Profile, require_npi
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Staff, Therapist
from ibh_desktop.store.tx import Tx


def change_record(tx: Tx, therapist: TherapistId, details: Details) -> None:
    """Replace a therapist's record; raise `Refused` at the field that is wrong."""
    require(tx.actor, Permission.EDIT_STAFF)
    row = one(tx, Therapist, therapist)
    _require(tx, details)
    new = {
        "credential": clean_text(details.credential)[:120],
        "licence": clean_text(details.licence)[:120],
        "licence_expires": details.licence_expires,
        "npi": require_npi(details.npi),
        "supervisor_id": details.supervisor,
        "gender": details.gender,
        "languages": _listed(details.languages)[:120] or "English",
        "indications": _listed(details.indications),
        "modalities": _listed(details.modalities)[:120],
        "youngest": details.youngest,
        "oldest": details.oldest,
        "ipt_trained": details.ipt_trained,
        "caseload_target": details.caseload_target,
    }
    changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, new[name])
    tx.record("therapist:change", Topic.ROSTER, therapist, diff={"fields": changed})


def change_profile(tx: Tx, therapist: TherapistId, profile: Profile) -> None:
    """Change what a therapist offers; the license and what follows from it stay a manager's."""
    require(tx.actor, Permission.EDIT_PROFILE, therapist)
    row = one(tx, Therapist, therapist)
    _require_offer(profile)
    row.languages, row.modalities = _listed(profile.languages)[:120] or "English", _listed(profile.modalities)[:120]
    row.indications, row.youngest, row.oldest = _listed(profile.indications), profile.youngest, profile.oldest
    tx.record("therapist:profile", Topic.ROSTER, therapist)


def _require_offer(offer: Details | Profile) -> None:
    if not 0 <= offer.youngest <= offer.oldest <= 130:
        raise Refused("The ages run from the youngest to the oldest, 0 to 130.", field="ages")
    unknown = [part for part in _parts(offer.indications) if part not in INDICATIONS]
    if unknown:
        raise Refused(f"“{unknown[0]}” is not among the indications: {', '.join(INDICATIONS)}.", field="indications")


def _require(tx: Tx, details: Details) -> None:
    if not clean_text(details.credential) or not clean_text(details.licence):
        raise Refused("A therapist needs a credential and a license number.", field="credential")
    _require_offer(details)
    if not 0 <= details.caseload_target <= 200:
        raise Refused("A caseload target is a number from 0 to 200.", field="caseload_target")
    # Associates may not practise without direct supervision (DOMAIN.md 4.7).
    if details.credential in SUPERVISED and details.supervisor is None:
        raise Refused(f"Somebody with the license {details.credential} needs a supervisor.", field="supervisor")
    if details.supervisor is not None and tx.session.get(Staff, details.supervisor) is None:
        raise Refused("This supervisor is not there any more.", field="supervisor")


def _parts(text: str) -> list[str]:
    return [part for part in (clean_text(part) for part in text.split(",")) if part]


def _listed(text: str) -> str:
    return ", ".join(_parts(text))
