"""From the start of the process to a painted window, and the memory that a window in use takes."""

import shutil
import tempfile
from pathlib import Path

from ibh_desktop.bootstrap import Founding, found
from ibh_desktop.home import Home
from ibh_desktop.sample.size import PASSWORD
from tests.bench.clinics import NOW, RECEPTIONIST, folder
from tests.bench.measure import Child, Row, in_turns


def signin_window() -> Row:
    """The sign-in page of a clinic that was set up by hand."""
    scratch = Path(tempfile.mkdtemp(prefix="ibh-bench-clinic-"))
    try:
        app, _ = found(Home(scratch / "clinic"), Founding("Benchmark Clinic", "morgan", "Morgan Avery", PASSWORD))
        app.close()
        ours = Child("window.py", "sign-in", str(scratch / "clinic"), "", "", NOW.isoformat())
        return Row("signin_window", *in_turns(ours.seconds, Child("bare.py").seconds), limit=1.6)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def today_ready() -> Row:
    """A receptionist signs in, at the standard cost of a password, and sees the day at all locations."""
    return Row("today_ready", *in_turns(_signed_in("today").seconds, Child("bare.py", "database").seconds), limit=1.6)


def memory() -> Row:
    """Today, Schedule, Patients and Courses of ten years, opened one after the other."""
    both = in_turns(_signed_in("pages").megabytes, Child("bare.py").megabytes, rounds=9)
    return Row("memory", *both, limit=2.5, unit="MB")


def _signed_in(awaited: str) -> Child:
    return Child("window.py", awaited, str(folder("ten")), RECEPTIONIST, PASSWORD, NOW.isoformat())
