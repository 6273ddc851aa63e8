"""The second key: private notes are sealed under it, and only its author's own password opens it (SAFETY.md 4).

Its slots have the form of the clinic's (`security/keys.py`), bound to database, user and purpose: a document with a slot for
each key under each password. There is more than one key after a password was lost, and for a moment two slots of one key while
a password changes, so that a power cut between two writes loses nothing.
"""

import secrets
from dataclasses import dataclass, replace

from ibh_desktop.domain.errors import Refused, SignInFailed, Unavailable
from ibh_desktop.domain.notes import NoteKind
from ibh_desktop.security.keys import ClinicKey, KeyDocument, opened, with_slot
from ibh_desktop.security.passwords import Cost

_ID = 8
_NONCE = 12
_PROGRESS_ID = bytes(_ID)


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """One author's key; its id stands before everything that it seals."""

    id: bytes
    secret: ClinicKey


def new_private_key() -> PrivateKey:
    """A fresh random key."""
    return PrivateKey(secrets.token_bytes(_ID), ClinicKey(secrets.token_bytes(32)))


def with_key(document: KeyDocument, user: str, key: PrivateKey, password: str, cost: Cost) -> KeyDocument:
    """The document with one more slot: `key` under `password`."""
    name = f"private/{user}/{key.id.hex()}/{secrets.token_hex(4)}"
    return with_slot(document, key.secret, name, password, cost)


def opened_slots(document: KeyDocument, user: str, password: str) -> dict[str, PrivateKey]:
    """Every key that this password opens, by the name of its slot; the newest last."""
    found = {}
    for slot in document.slots:
        purpose, whose, key, _ = slot.user.split("/")
        if (purpose, whose) != ("private", user):
            continue
        try:
            found[slot.user] = PrivateKey(bytes.fromhex(key), opened(document, slot.user, password))
        except SignInFailed:
            continue
    return found


def rewrapped(document: KeyDocument, user: str, old: str, new: str, cost: Cost) -> tuple[KeyDocument, KeyDocument]:
    """For a change of password: the document with both passwords, then with the new one alone."""
    both = document
    found = opened_slots(document, user, old)
    for key in found.values():
        both = with_key(both, user, key, new, cost)
    after = replace(both, slots=tuple(slot for slot in both.slots if slot.user not in found))
    return both, after


def tidied(document: KeyDocument, kept: dict[str, PrivateKey]) -> KeyDocument:
    """Without slots under an earlier password of keys that the present one opens."""
    ids = {key.id.hex() for key in kept.values()}
    slots = (slot for slot in document.slots if slot.user in kept or slot.user.split("/")[2] not in ids)
    return replace(document, slots=tuple(slots))


class Vault:
    """What seals the notes of whoever is signed in: in memory only, dropped when the clinic is locked.

    Drafts of progress notes are sealed with a key derived from the clinic's, all that is private with the author's own.
    """

    def __init__(self, clinic: ClinicKey, staff: int) -> None:
        self._clinic: ClinicKey | None = clinic
        self._staff = staff
        self._keys: dict[bytes, PrivateKey] = {}
        self._newest = b""

    @property
    def is_open(self) -> bool:
        """Whether private notes can be read and written."""
        return bool(self._keys)

    def open(self, keys: list[PrivateKey]) -> None:
        """Hold these keys until the lock; the last one seals."""
        self._keys = {key.id: key for key in keys}
        self._newest = keys[-1].id if keys else b""

    def drop(self) -> None:
        """Forget every key."""
        self._clinic, self._keys, self._newest = None, {}, b""

    def seal(self, kind: NoteKind, text: str, bound: str) -> bytes:
        """Encrypt with AES-GCM, bound to what it belongs to; raise `Refused` while private notes are locked."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - start-up

        if kind is NoteKind.PRIVATE and not self._keys:
            raise Refused("Your private notes are locked. Unlock them with your password first.", field="password")
        key = _PROGRESS_ID if kind is NoteKind.PROGRESS else self._newest
        nonce = secrets.token_bytes(_NONCE)
        return key + nonce + AESGCM(self._secret(key)).encrypt(nonce, text.encode(), bound.encode())

    def unsealed(self, kind: NoteKind, sealed: bytes, bound: str) -> str | None:
        """The text; None when it was sealed under a key that is not in hand, for something else, or changed since."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - start-up
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - start-up

        key, nonce, rest = sealed[:_ID], sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :]
        if key not in ((_PROGRESS_ID,) if kind is NoteKind.PROGRESS else self._keys):
            return None
        try:
            return AESGCM(self._secret(key)).decrypt(nonce, rest, bound.encode()).decode()
        except (InvalidTag, ValueError):
            return None

    def _secret(self, key: bytes) -> bytes:
        if key != _PROGRESS_ID:
            return self._keys[key].secret.derived("private-note")
        if self._clinic is None:
            raise Unavailable("The clinic is locked.")
        return self._clinic.derived(f"draft/{self._staff}")
