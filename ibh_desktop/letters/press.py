"""Letters rendered side by side in processes of their own: a thread would hold up the window, ReportLab being plain Python."""

import gc
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.fonts import register
from ibh_desktop.letters.kinds import pdf

MOST_HANDS = 4
POLITE = 10
"""Measured on two processors: with 0, every hundredth frame of a window took 52 ms, with 10 it takes 34."""


class Press:
    """Some processes that know the faces already. They are spawned, never forked: a window's threads and keys stay behind."""

    def __init__(self, hands: int = 0) -> None:
        """`hands` processes, as many as there are processors (at most `MOST_HANDS`) unless told."""
        count = hands or max(1, min(MOST_HANDS, os.cpu_count() or 1))
        self._pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_ready)
        self.hands = count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, reason: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def render(self, letters: Sequence[LetterContent]) -> Future[list[bytes]]:
        """The PDFs of some letters in their order, later."""
        return self._pool.submit(_rendered, tuple(letters))


def _ready() -> None:
    """Once a process: let the window go first, load the faces; what the imports made is never garbage."""
    if hasattr(os, "nice"):
        os.nice(POLITE)
    register()
    gc.collect()
    gc.freeze()


def _rendered(letters: tuple[LetterContent, ...]) -> list[bytes]:
    # The collector runs between two bundles instead of in the middle of every letter.
    gc.disable()
    try:
        return [pdf(letter) for letter in letters]
    finally:
        gc.enable()
