"""Many PDFs as one file, written by a process of its own: whole or not at all."""

from __future__ import annotations

import io
import os
import resource
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pypdf import PdfReader

from ibh_desktop.aside import aside
from ibh_desktop.domain.errors import Stopped, Unavailable
from ibh_desktop.letters import list_sheet
from ibh_desktop.letters.list_sheet import ListSheet
from ibh_desktop.letters.stack import joined, save_joined

LETTERS = [
    list_sheet.pdf(ListSheet("Riverside", True, f"Sheet {n}", "", "List", "printed today", (("Who", 1.0),), (("Ada",),)))
    for n in range(3)
]


def titles(pdf: bytes) -> list[str]:
    """The first words of every page."""
    return [" ".join(page.extract_text().split()[:2]) for page in PdfReader(io.BytesIO(pdf)).pages]


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond a thousand bytes, as on a disk with no more room than that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_pages_of_all_stand_in_their_order_under_a_title_of_no_patient() -> None:
    pdf = joined(LETTERS, title="Confirmations")
    assert titles(pdf) == ["Sheet 0", "Sheet 1", "Sheet 2"]
    meta = PdfReader(io.BytesIO(pdf)).metadata
    assert meta is not None
    assert meta.title == "Confirmations"


def test_a_full_disk_is_told_and_leaves_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "confirmations.pdf"
    target.write_bytes(b"yesterday's")
    with full_disk(), pytest.raises(Unavailable, match="cannot be written"):
        save_joined(LETTERS, str(target), "Confirmations")
    assert target.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [target]


def on_a_full_disk(pdfs: Iterable[bytes], path: str) -> None:
    """What another process does while the disk is full."""
    with full_disk():
        save_joined(pdfs, path, "Confirmations")


def test_a_full_disk_is_told_from_the_other_process_too(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be written"):
        aside(on_a_full_disk, LETTERS, str(tmp_path / "a.pdf"), go_on=lambda _: True)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_gone_is_told_from_the_other_process(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be written"):
        aside(save_joined, LETTERS, str(tmp_path / "gone" / "a.pdf"), "Confirmations", go_on=lambda _: True)


def test_another_process_joins_and_counts_letter_by_letter(tmp_path: Path) -> None:
    heard: list[int] = []

    def go_on(done: int) -> bool:
        heard.append(done)
        return True

    assert aside(save_joined, LETTERS, str(tmp_path / "a.pdf"), "Confirmations", go_on=go_on) == 3
    assert heard == [1, 2, 3]
    assert titles((tmp_path / "a.pdf").read_bytes()) == ["Sheet 0", "Sheet 1", "Sheet 2"]


def test_enough_ends_the_work_properly_and_stop_breaks_it_off(tmp_path: Path) -> None:
    assert aside(save_joined, LETTERS, str(tmp_path / "a.pdf"), "C", go_on=lambda done: done < 2) == 2
    assert len(titles((tmp_path / "a.pdf").read_bytes())) == 2

    def stop(_done: int) -> bool:
        raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        aside(save_joined, LETTERS, str(tmp_path / "b.pdf"), "C", go_on=stop)
    assert not (tmp_path / "b.pdf").exists()


def dies(pieces: Iterable[bytes]) -> None:
    """Work whose process is killed at the second piece."""
    for number, _ in enumerate(pieces):
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_was_killed_is_told_as_a_sentence() -> None:
    with pytest.raises(Unavailable, match="ended by the system"):
        aside(dies, LETTERS, go_on=lambda _: True)
