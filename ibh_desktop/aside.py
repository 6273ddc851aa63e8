"""Work on many pieces in a process of its own, piece by piece: the window's thread is not held up."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from ibh_desktop.domain.errors import IbhError, Unavailable

END = b""
_DEAD = "A part of the program was ended by the system. What was done before that stays done."
Work = Callable[..., None]
"""A function of a module, called with the pieces and plain arguments; it takes a piece only when the one before is done."""


def aside(work: Work, pieces: Iterable[bytes], *arguments: Any, go_on: Callable[[int], bool]) -> int:
    """Let `work` take the pieces in another process and return how many it took.

    `go_on` hears after each piece how many are done. Where it says no, the work gets no further piece and ends what it began;
    where it raises, the work is broken off and the exception goes on. What the work raises of the clinic's own errors is raised
    here, and `Unavailable` when its process died.
    """
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_work, args=(there, work, arguments), daemon=True)
    process.start()
    there.close()
    done = 0
    try:
        for piece in pieces:
            _send(here, piece)
            done = _answer(here)
            if not go_on(done):
                break
        _send(here, END)
        _answer(here)
    finally:
        here.close()
        process.join(10)
        if process.is_alive():
            process.kill()
    return done


def _send(here: Connection, piece: bytes) -> None:
    try:
        here.send_bytes(piece)
    except OSError:
        raise Unavailable(_DEAD) from None


def _answer(here: Connection) -> int:
    try:
        answer = here.recv()
    except (EOFError, OSError):
        raise Unavailable(_DEAD) from None
    if isinstance(answer, IbhError):
        raise answer
    return int(answer)


def _work(there: Connection, work: Work, arguments: tuple[Any, ...]) -> None:
    """In the other process. Every piece is answered with how many are done, once the work asks for the next one."""

    def pieces() -> Iterator[bytes]:
        count = 0
        while (piece := there.recv_bytes()) != END:
            yield piece
            count += 1
            there.send(count)

    with suppress(EOFError, BrokenPipeError):
        try:
            work(pieces(), *arguments)
        except IbhError as reason:
            there.send(reason)
            while there.recv_bytes():
                pass  # until the other side has read it and closes
        else:
            there.send(0)
