"""Key slots: one random clinic key, wrapped once a person with that person's password (SAFETY.md 4).

The document is JSON: version, database id, and a slot each `{user, kind, salt, cost, nonce, wrapped}`.
Unwrapping proves the password; what is unwrapped opens the database and signs the audit chain.
"""

import secrets
import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ibh_desktop.domain.errors import Refused, SignInFailed, Unavailable
from ibh_desktop.security.passwords import STANDARD, Cost, stretched
from ibh_desktop.security.recovery import normalised

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
RECOVERY = "*recovery*"
"""The user of the recovery slot; no person can be called that."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The clinic key wrapped for one user."""

    user: str
    salt: bytes
    cost: Cost
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """All slots of one database."""

    database: str
    slots: tuple[Slot, ...] = ()
    version: int = VERSION

    def without(self, user: str) -> "KeyDocument":
        """The document after `user` left."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.user != user))

    def users(self) -> list[str]:
        """Everybody with a password, in order of joining."""
        return [slot.user for slot in self.slots if slot.user != RECOVERY]


@dataclass(frozen=True, slots=True, repr=False)
class ClinicKey:
    """The one secret of a clinic; purposes are separated by HKDF labels."""

    secret: bytes

    def derived(self, purpose: str) -> bytes:
        """32 bytes for one purpose: `database`, `audit` or `anchor`."""
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - start-up: see `_seal`
        from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand  # noqa: PLC0415 - start-up: see `_seal`

        return HKDFExpand(SHA256(), 32, f"ibh-desktop/{purpose}/1".encode()).derive(self.secret)


def new_document() -> tuple[KeyDocument, ClinicKey]:
    """An empty document for a new database and its fresh key."""
    return KeyDocument(uuid.uuid4().hex), ClinicKey(secrets.token_bytes(32))


def _seal(stretched_secret: bytes) -> "AESGCM":
    # After Argon2 gave its 64 MB back: loaded before it, these libraries would lie on top of the sign-in's peak of memory.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - start-up

    return AESGCM(stretched_secret)


def _bound_to(document: KeyDocument, user: str) -> bytes:
    return f"{document.database}|{user}|{document.version}".encode()


def with_slot(document: KeyDocument, key: ClinicKey, user: str, secret: str, cost: Cost = STANDARD) -> KeyDocument:
    """The document with a slot for `user`, replacing the one that was there. `secret` is a password or a recovery code."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    given = normalised(secret) if user == RECOVERY else secret
    wrapped = _seal(stretched(given, salt, cost)).encrypt(nonce, key.secret, _bound_to(document, user))
    left = document.without(user)
    return replace(left, slots=(*left.slots, Slot(user, salt, cost, nonce, wrapped)))


def opened(document: KeyDocument, user: str, secret: str) -> ClinicKey:
    """Unwrap the clinic key; raise `SignInFailed` in the same words and time for a wrong password and an unknown user."""
    slot = next((slot for slot in document.slots if slot.user == user), None)
    given = normalised(secret) if user == RECOVERY else secret
    if slot is None:
        like = document.slots[0].cost if document.slots else STANDARD
        stretched(given, bytes(16), like)
        raise SignInFailed(
            "This name and password do not go together. Check the Caps Lock key and try again.", field="password"
        )
    seal = _seal(stretched(given, slot.salt, slot.cost))
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - start-up: see `_seal`

    try:
        return ClinicKey(seal.decrypt(slot.nonce, slot.wrapped, _bound_to(document, user)))
    except InvalidTag:
        what = (
            "This is not the recovery key of this clinic."
            if user == RECOVERY
            else ("This name and password do not go together. Check the Caps Lock key and try again.")
        )
        raise SignInFailed(what, field="recovery" if user == RECOVERY else "password") from None


def to_json(document: KeyDocument) -> dict[str, Any]:
    """Plain values; bytes as base64."""
    slots = [
        {"user": s.user, "salt": _text(s.salt), "cost": asdict(s.cost), "nonce": _text(s.nonce), "wrapped": _text(s.wrapped)}
        for s in document.slots
    ]
    return {"version": document.version, "database": document.database, "slots": slots}


def from_json(plain: Any) -> KeyDocument:
    """The opposite of `to_json`; raise `Unavailable` for anything that is not a key document."""
    try:
        version, rows = int(plain["version"]), plain["slots"]
        if version > VERSION:
            raise Unavailable(f"The key file was written by a newer IBH Desktop (version {version}). Update this PC first.")
        return KeyDocument(str(plain["database"]), tuple(_slots(rows)), version)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise Unavailable("The key file is damaged. Restore it from a backup, or open the copy beside it.") from None


def _slots(rows: Iterable[Any]) -> Iterable[Slot]:
    for row in rows:
        cost = Cost(**{name: int(value) for name, value in row["cost"].items()})
        sound = 1 <= cost.lanes <= 16 and 1 <= cost.passes <= 20 and 8 * cost.lanes <= cost.memory <= 4 * STANDARD.memory
        salt, nonce = b64decode(row["salt"]), b64decode(row["nonce"])
        if not sound or len(salt) < 8 or len(nonce) != 12:
            raise ValueError("cost, salt or nonce out of range")
        yield Slot(str(row["user"]), salt, cost, nonce, b64decode(row["wrapped"]))


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def require_username(user: str) -> str:
    """Lower case letters, digits, dot, dash; raise `Refused` otherwise."""
    plain = user.strip().lower()
    if not plain or len(plain) > 40 or not all(c.isalnum() or c in ".-_" for c in plain):
        raise Refused("A sign-in name has letters, digits, dots and dashes only.", field="username")
    return plain
