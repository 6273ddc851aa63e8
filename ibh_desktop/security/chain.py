"""The audit chain: every row is signed over the one before it, and the head is anchored in a side file (SAFETY.md 5)."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from json.encoder import encode_basestring
from pathlib import Path
from typing import NamedTuple

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.security.files import load_json, replace_file
from ibh_desktop.security.keys import ClinicKey

GENESIS = bytes(32)


class Head(NamedTuple):
    """The last row of the chain; seq 0 before the first."""

    seq: int
    h: bytes


class Entry(NamedTuple):
    """What a row says; `at` is ISO 8601 in UTC, `diff` canonical JSON without names."""

    seq: int
    at: str
    user: str
    desk: str
    action: str
    topic: str
    subject: int | None
    reason: str
    diff: str


Fields = tuple[int, str, str, str, str, str, int | None, str, str]
"""An `Entry` without its name, which a million rows are read as."""


def canonical(entry: Fields) -> bytes:
    """The bytes that are signed: JSON with sorted keys and no blanks.

    Written out, since a million of them are proved at a time: three times as fast as `json.dumps`, which a test holds it to.
    """
    said = encode_basestring
    seq, at, user, desk, action, topic, subject, reason, diff = entry
    about = "null" if subject is None else subject
    return (
        f'{{"action":{said(action)},"at":{said(at)},"desk":{said(desk)},"diff":{said(diff)},"reason":{said(reason)},'
        f'"seq":{seq},"subject":{about},"topic":{said(topic)},"user":{said(user)}}}'
    ).encode()


class Chain:
    """Signs entries with the clinic's audit key."""

    def __init__(self, key: ClinicKey) -> None:
        self._key = key.derived("audit")

    def sign(self, previous: bytes, entry: Entry) -> bytes:
        """HMAC-SHA256(audit key, previous ‖ canonical JSON), 32 bytes."""
        return hmac.digest(self._key, previous + canonical(entry), hashlib.sha256)

    def first_broken(self, rows: Iterable[tuple[Fields, bytes, bytes]]) -> tuple[int | None, Head]:
        """The seq of the first row that does not follow (None when all do) and the head reached; rows are (entry, prev, h)."""
        seq, last = 0, GENESIS
        for entry, prev, signature in rows:
            expected = hmac.digest(self._key, last + canonical(entry), "sha256")
            if entry[0] != seq + 1 or prev != last or not hmac.compare_digest(signature, expected):
                return entry[0], Head(seq, last)
            seq, last = seq + 1, signature
        return None, Head(seq, last)


class Anchor:
    """`clinic.anchor`: the head as of the last commit, with a MAC of its own; finds a tail that was cut off."""

    def __init__(self, path: Path, key: ClinicKey) -> None:
        self.path = path
        self._key = key.derived("anchor")

    def _mac(self, head: Head) -> str:
        return hmac.digest(self._key, f"{head.seq}|".encode() + head.h, hashlib.sha256).hex()

    def save(self, head: Head) -> None:
        """Remember the head of a committed chain; an older anchor after a power cut is still a true one."""
        replace_file(
            self.path, json.dumps({"seq": head.seq, "h": head.h.hex(), "mac": self._mac(head)}).encode(), durable=False
        )

    def load(self) -> Head | None:
        """The remembered head, None before the first commit; raise `Unavailable` when somebody changed the file."""
        if not self.path.exists():
            return None
        plain = load_json(self.path, "anchor file")
        try:
            head, mac = Head(int(plain["seq"]), bytes.fromhex(plain["h"])), str(plain["mac"])
        except (KeyError, TypeError, ValueError):
            head, mac = Head(0, GENESIS), ""
        if not hmac.compare_digest(mac.encode(errors="replace"), self._mac(head).encode()):
            raise Unavailable("The anchor file was changed by another program. Restore the clinic from a backup.")
        return head
