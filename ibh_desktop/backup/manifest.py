"""`backup.json`: what a backup holds and who may open it.

The copy has a key of its own, sealed with the clinic's; the clinic's key is in the slots of managers and in the slot of the
recovery key. The slots of everybody else come back with the clinic, sealed with the backup's key.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ibh_desktop import __version__
from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.security.chain import Head
from ibh_desktop.security.files import load_json, replace_file
from ibh_desktop.security.keys import ClinicKey, KeyDocument, from_json, to_json
from ibh_desktop.store.copies import Contents, damaged

NAME = "backup.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in the file; `digest` is the SHA-256 of the copy. `everybody` is sealed with the backup's key."""

    at: datetime
    contents: Contents
    digest: str
    doors: KeyDocument
    key: bytes
    everybody: bytes


def new_key() -> ClinicKey:
    """A fresh key for one backup."""
    return ClinicKey(secrets.token_bytes(32))


def written(
    folder: Path,
    *,
    at: datetime,
    found: Contents,
    digest: str,
    doors: KeyDocument,
    everybody: KeyDocument,
    clinic: ClinicKey,
    key: ClinicKey,
) -> None:
    """Write the manifest; raise `Unavailable` when the folder cannot be written."""
    plain: dict[str, Any] = {
        "version": VERSION,
        "written_by": __version__,
        "at": at.isoformat(),
        "revision": found.revision,
        "rows": found.rows,
        "head": {"seq": found.head.seq, "h": found.head.h.hex()},
        "digest": digest,
        "doors": to_json(doors),
        "key": _sealed(clinic, key.secret),
        "everybody": _sealed(key, json.dumps(to_json(everybody)).encode()),
    }
    plain["mac"] = _mac(plain, key)
    replace_file(folder / NAME, json.dumps(plain, indent=1).encode())


def read(folder: Path) -> tuple[Manifest, dict[str, Any]]:
    """The manifest and the plain values its MAC covers; raise `Unavailable` for a folder that is no backup of ours."""
    plain = load_json(folder / NAME, "description of the backup")
    try:
        if int(plain["version"]) > VERSION:
            raise Unavailable(f"{folder.name} was made by a newer IBH Desktop ({plain['written_by']}). Update this PC first.")
        head = Head(int(plain["head"]["seq"]), bytes.fromhex(plain["head"]["h"]))
        rows = {str(name): int(count) for name, count in plain["rows"].items()}
        at = datetime.fromisoformat(plain["at"])
        if at.tzinfo is None:
            raise ValueError("a time without its zone")
        held = Contents(str(plain["revision"]), rows, head)
        return Manifest(
            at, held, str(plain["digest"]), from_json(plain["doors"]), b64decode(plain["key"]), b64decode(plain["everybody"])
        ), plain
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise damaged(folder) from None


def key_of(folder: Path, clinic: ClinicKey) -> tuple[Manifest, ClinicKey]:
    """The manifest, proved, and the backup's key; raise `Unavailable` when anything of it was changed."""
    manifest, plain = read(folder)
    key = ClinicKey(_unsealed(folder, clinic, manifest.key))
    if not hmac.compare_digest(str(plain.get("mac", "")).encode(errors="replace"), _mac(plain, key).encode()):
        raise damaged(folder)
    return manifest, key


def slots_of(folder: Path, manifest: Manifest, key: ClinicKey) -> KeyDocument:
    """Everybody's slots as they were; raise `Unavailable` when they were changed."""
    return from_json(json.loads(_unsealed(folder, key, manifest.everybody)))


def _mac(plain: dict[str, Any], key: ClinicKey) -> str:
    covered = {name: value for name, value in plain.items() if name != "mac"}
    return hmac.digest(key.derived("manifest"), json.dumps(covered, sort_keys=True).encode(), hashlib.sha256).hex()


def _sealed(key: ClinicKey, plain: bytes) -> str:
    nonce = secrets.token_bytes(12)
    return b64encode(nonce + AESGCM(key.derived("backup")).encrypt(nonce, plain, None)).decode()


def _unsealed(folder: Path, key: ClinicKey, sealed: bytes) -> bytes:
    try:
        return AESGCM(key.derived("backup")).decrypt(sealed[:12], sealed[12:], None)
    except (InvalidTag, ValueError):
        raise damaged(folder) from None
