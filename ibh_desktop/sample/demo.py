"""The sample clinic in a folder: made there when it is new, opened again when it is kept."""

from datetime import UTC, datetime
from pathlib import Path

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.home import Home
from ibh_desktop.sample.make import make


def demo_clinic(folder: Path, *, now: datetime | None = None) -> Home:
    """The home of a sample clinic in `folder`; raise `Unavailable` when a real clinic lives there."""
    home = Home(folder)
    label = folder / "SAMPLE.txt"
    if home.is_new:
        make(home, now=now or datetime.now(UTC).replace(microsecond=0)).close()
        label.write_text("Sample clinic: invented people. Nothing in this folder is about anybody.\n", encoding="utf-8")
    elif not label.exists():
        raise Unavailable(f"{folder} holds a clinic that is not the sample. Choose an empty folder for --demo --data.")
    return home
