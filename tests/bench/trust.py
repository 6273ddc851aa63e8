"""What safety costs: opening with a password, proving the audit log, a backup that is read back."""

from __future__ import annotations

import hashlib
import hmac
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw

from ibh_desktop.app import App
from ibh_desktop.backup.making import make
from ibh_desktop.backup.shelf import Shelf
from ibh_desktop.bootstrap import Founding, found, sign_in
from ibh_desktop.home import Home
from ibh_desktop.queries.audit_trail import first_broken
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.security.chain import Chain, Entry, canonical
from ibh_desktop.security.keys import ClinicKey
from ibh_desktop.security.passwords import STANDARD
from ibh_desktop.store.engine import keyed
from tests.bench.clinics import MANAGER, clock, folder
from tests.bench.measure import Row, in_turns, seconds

_ENTRIES = 1_000_000
_ROUNDS = 9


@contextmanager
def _founded() -> Iterator[tuple[App, Home]]:
    scratch = Path(tempfile.mkdtemp(prefix="ibh-bench-trust-"))
    try:
        home = Home(scratch / "clinic")
        app, _ = found(home, Founding("Benchmark Clinic", "morgan", "Morgan Avery", PASSWORD))
        try:
            yield app, home
        finally:
            app.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def unlock() -> Row:
    """From the password to the open database, against Argon2id with the same parameters alone."""

    def bare() -> float:
        cost = STANDARD
        return seconds(
            lambda: hash_secret_raw(
                PASSWORD.encode(),
                bytes(16),
                time_cost=cost.passes,
                memory_cost=cost.memory,
                parallelism=cost.lanes,
                hash_len=32,
                type=Type.ID,
            )
        )

    with _founded() as (app, home):
        app.close()

        def ours() -> float:
            opened: list[App] = []
            taken = seconds(lambda: opened.append(sign_in(home, "morgan", PASSWORD)))
            opened[0].close()
            return taken

        return Row("unlock", *in_turns(ours, bare), limit=1.3)


def audit_verify() -> Row:
    """A million entries read and proved, against HMACs over the same bytes that lie ready."""
    with _founded() as (app, home):
        signed = _filled(app, home)
        audit_key = app.keys.key.derived("audit")

        def ours() -> float:
            proved: list[Any] = []
            taken = seconds(lambda: proved.append(app.read(first_broken, app.chain)))
            assert proved[0][0] is None
            assert proved[0][1].seq == len(signed)
            return taken

        def bare() -> float:
            return seconds(lambda: [hmac.digest(audit_key, each, hashlib.sha256) for each in signed])

        return Row("audit_verify", *in_turns(ours, bare, rounds=_ROUNDS), limit=4.0, note=f"{len(signed):,} entries")


def _filled(app: App, home: Home) -> list[bytes]:
    """Fill the log with plain SQL up to a million entries; what was signed, entry by entry."""
    chain = Chain(app.keys.key)
    with closing(_keyed(home.database, app.keys.key)) as raw:
        rows = raw.execute("SELECT seq, at, user, desk, action, topic, subject, reason, diff, prev, h FROM audit ORDER BY seq")
        there = rows.fetchall()
        signed = [bytes(row[9]) + canonical(Entry(row[0], _iso(row[1]), *row[2:9])) for row in there]
        last, began = bytes(there[-1][10]), datetime(2026, 1, 1, tzinfo=UTC)
        fresh = []
        for seq in range(len(there) + 1, _ENTRIES + 1):
            at = began + timedelta(seconds=7 * seq)
            entry = Entry(seq, at.isoformat(), "dana", "front desk", "appointment:book", "appointments", seq, "", _DIFF)
            signed.append(last + canonical(entry))
            now = chain.sign(last, entry)
            fresh.append((seq, int(at.timestamp()), *(getattr(entry, name) for name in _NAMES), last, now))
            last = now
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(
            "INSERT INTO audit (seq, at, user, desk, action, topic, subject, reason, diff, prev, h)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            fresh,
        )
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return signed


_NAMES = ("user", "desk", "action", "topic", "subject", "reason", "diff")
_DIFF = '{"location": 3, "room": 12, "starts": "2026-10-05T15:00:00+00:00", "therapist": 17}'


def _iso(stored: int) -> str:
    return datetime.fromtimestamp(stored, UTC).isoformat()


def _keyed(path: Path, key: ClinicKey) -> Any:
    return keyed(str(path), key.derived("database").hex())


def backup() -> Row:
    """The ten-year clinic copied, read back and kept, against SQLCipher's backup of the same file with another key."""
    home = Home(folder("ten"))
    size = home.database.stat().st_size / 1e6
    scratch = Path(tempfile.mkdtemp(prefix="ibh-bench-backup-"))
    app = sign_in(home, MANAGER, PASSWORD, clock=clock)
    try:

        def ours() -> float:
            taken = seconds(lambda: make(app, Shelf(scratch / "shelf")))
            shutil.rmtree(scratch / "shelf")
            return taken

        def bare() -> float:
            target = scratch / "bare.db"
            target.unlink(missing_ok=True)
            with (
                closing(_keyed(home.database, app.keys.key)) as read,
                closing(_keyed(target, ClinicKey(bytes(32)))) as written,
            ):
                return seconds(lambda: read.backup(written))

        return Row("backup", *in_turns(ours, bare, rounds=_ROUNDS), limit=3.0, note=f"{size:,.0f} MB")
    finally:
        app.close()
        shutil.rmtree(scratch, ignore_errors=True)
