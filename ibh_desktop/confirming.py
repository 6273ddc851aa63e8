"""A stack of confirmations: begun and frozen bundle by bundle while other processes render. Stopping keeps what is frozen."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TypeVar

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict, Stopped, Unavailable
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.letters.press import Press
from ibh_desktop.queries import confirmations as shown
from ibh_desktop.queries.confirmations import Sheet, Stack, Waiting
from ibh_desktop.usecases import confirmations
from ibh_desktop.usecases.confirmations import Rendered

PRINTER, FILE = "printer", "file"
BUNDLE = 20
"""Letters of one transaction and of one call of the press."""
T = TypeVar("T")
Report = Callable[[int, int], None]
BringOut = Callable[[Iterator[bytes], Callable[[int], bool]], int]
Rendering = tuple[list[Sheet], "Future[list[bytes]]"]


@dataclass(frozen=True, slots=True)
class Frozen:
    """What came of a stack: the signed letters in order, how many were to be made, whether Stop was pressed."""

    letters: tuple[LetterId, ...]
    wanted: int
    stopped: bool


def freeze(app: App, wanted: Waiting, press: Press, report: Report) -> Frozen:
    """Begin, render and freeze what is waiting; letters that were frozen before come with them, unchanged.

    Raises what the use cases raise. When `report` raises `Stopped`, the bundles that are under way are finished first.
    """
    ready = list(wanted.signed)
    total = wanted.count
    under_way: deque[Rendering] = deque()
    bundles = _bundles(wanted.visits)
    stopped = False
    while under_way or not stopped:
        if not stopped and len(under_way) < 2 * press.hands + 1 and (visits := next(bundles, None)) is not None:
            sheets = app.read(shown.sheets, app.write(confirmations.begin, visits))
            under_way.append((sheets, press.render([sheet.content for sheet in sheets])))
            continue
        if not under_way:
            break
        ready += _frozen(app, under_way.popleft())
        try:
            report(len(ready), total)
        except Stopped:
            stopped = True
    return Frozen(tuple(ready), total, stopped)


def _frozen(app: App, rendering: Rendering) -> list[LetterId]:
    sheets, coming = rendering
    try:
        pdfs = coming.result()
    except BrokenProcessPool:
        raise Unavailable("A part of the program was ended by the system. What was made before that stays.") from None
    made = [Rendered(sheet.letter, sheet.version, pdf) for sheet, pdf in zip(sheets, pdfs, strict=True)]
    try:
        return app.write(confirmations.freeze, made)
    except Conflict:
        return []


def pdfs(app: App, letters: Sequence[LetterId]) -> Iterator[bytes]:
    """The signed PDFs of a stack in their order, read bundle by bundle."""
    for bundle in _bundles(letters):
        held = app.read(shown.signed_pdfs, bundle)
        yield from (held[letter] for letter in bundle)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a stack ended: how many came `out` of how many `wanted`, how many are signed and still to come out."""

    wanted: int
    out: int
    ready: int
    how: str

    @property
    def sentence(self) -> str:
        """What staff are told."""
        done = "saved" if self.how == FILE else "printed"
        if not self.wanted:
            return "Nothing to confirm: every visit of these days was confirmed before."
        if self.out == self.wanted:
            return f"{_counted(self.out)} {done}"
        said = f"{self.out:,} of {_counted(self.wanted)} {done}"
        waits = f"; {self.ready:,} more are made and wait" if self.ready else ""
        return f"{said}{waits}. Start again to go on: none comes out twice."


def _counted(count: int) -> str:
    return "1 confirmation" if count == 1 else f"{count:,} confirmations"


def run(app: App, stack: Stack, bring_out: BringOut, *, how: str, report: Report) -> Outcome:
    """Make what a stack still needs and let `bring_out` print or save it; only what came out is noted, each letter.

    `bring_out` gets the PDFs and what to ask after each one whether to go on; it returns how many came out. Raises what that
    and the use cases raise. The first half of what `report` hears is the making, the second half what comes out.
    """
    wanted = app.read(shown.waiting, stack)
    total = wanted.count
    with Press() as press:
        frozen = freeze(app, wanted, press, lambda done, _: report(done, 2 * total))
    if frozen.stopped or not frozen.letters:
        return Outcome(total, 0, len(frozen.letters), how)
    gone = bring_out(pdfs(app, frozen.letters), lambda done: _go_on(report, total + done, 2 * total))
    note(app, frozen.letters[:gone], how=how)
    return Outcome(total, gone, len(frozen.letters) - gone, how)


def _go_on(report: Report, done: int, total: int) -> bool:
    try:
        report(done, total)
    except Stopped:
        return False
    return True


def note(app: App, letters: Sequence[LetterId], *, how: str) -> None:
    """Note a stack as printed or saved."""
    for bundle in _bundles(letters):
        app.write(confirmations.handed_over, bundle, how=how)


def _bundles(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(things), BUNDLE):
        yield things[at : at + BUNDLE]
