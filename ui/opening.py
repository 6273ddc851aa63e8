"""Which clinic the window opens, and whether it must be set up first."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ibh_desktop.home import Home, default_folder
from ui.app import run

PEOPLE = (
    ("dana", "Dana Brooks", "receptionist"),
    ("ana.lee", "Ana Lee", "therapist"),
    ("lee.ann", "Lee Ann Foster", "clinical lead"),
    ("morgan", "Morgan Avery", "manager"),
    ("peter.novak", "Peter Novak", "therapist"),
    ("helen.shah", "Helen Shah", "therapist"),
)
"""Whom the sample's sign-in page offers."""


def open_window(folder: Path | None, url: str, *, demo: bool, user: str = "") -> int:
    """Show the window of a clinic; raise `Unavailable` when its place cannot be used."""
    if demo:
        return _open_demo(folder)
    if url:
        return run(Home(url=url), needs_set_up=_server_is_empty(url), user=user)
    home = Home(folder or default_folder())
    return run(home, needs_set_up=home.is_new, user=user)


def _open_demo(folder: Path | None) -> int:
    from ibh_desktop.sample.demo import demo_clinic  # noqa: PLC0415 - start-up
    from ibh_desktop.sample.size import PASSWORD  # noqa: PLC0415 - start-up

    if folder is not None:
        return run(demo_clinic(folder), people=PEOPLE, sample_password=PASSWORD)
    with tempfile.TemporaryDirectory(prefix="ibh-demo-", ignore_cleanup_errors=True) as scratch:
        return run(demo_clinic(Path(scratch)), people=PEOPLE, sample_password=PASSWORD)


def _server_is_empty(url: str) -> bool:
    from ibh_desktop.bootstrap import server_is_empty  # noqa: PLC0415 - start-up

    return server_is_empty(Home(url=url))
