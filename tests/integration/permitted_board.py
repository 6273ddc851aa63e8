"""The board's use cases × who may run them."""

from typing import Any

from ibh_desktop.domain.appointments import Status
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, board, corrections, desk_notes
from ibh_desktop.usecases.board import Chosen
from tests.integration.permitted import Call, Hers
from tests.integration.world import LEAD, MANAGER, MONDAY, RECEPTIONIST, THERAPIST, at, later

DESK, ANA, SUPERVISOR, BOSS = RECEPTIONIST, THERAPIST, LEAD, MANAGER


def _first(h: Hers) -> Any:
    return h.opened.appointments[0]


def _correct(tx: Tx, h: Hers) -> Any:
    appointments.cancel(tx, _first(h), by_clinic=False)
    return corrections.correct(tx, _first(h), status=Status.CANCELLED_CLINIC)


def _later(tx: Tx, h: Hers) -> Any:
    # Cancelled at a time that lies behind: only a manager puts that right.
    appointments.cancel(tx, _first(h), by_clinic=False)
    tx.seal(h.clinic.app.chain, "desk 1")
    h.clinic.clock.ahead(days=2)
    try:
        late = Tx(tx.session, tx.actor, h.clinic.clock())
        return corrections.correct(late, _first(h), status=Status.CANCELLED_CLINIC, reason="The clinic was closed")
    finally:
        h.clinic.clock.ahead(days=-2)


def _walk_in(tx: Tx, h: Hers) -> Any:
    ids = h.clinic.ids
    return board.walk_in(tx, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(MONDAY, 10))


def _left(tx: Tx, h: Hers) -> Any:
    return board.leave(tx, _walk_in(tx, h))


def _move_here(tx: Tx, h: Hers) -> Any:
    ids = h.clinic.ids
    return board.move_here(tx, _first(h), location=ids.birmingham, therapist=ids.ana, starts=at(later(1), 14))


def _noted(tx: Tx, h: Hers) -> Any:
    return desk_notes.leave(tx, _first(h), words="The insurance card is missing")


BOARD_WRITES: dict[str, tuple[Call, set[str]]] = {
    "corrections.correct": (_correct, {DESK, ANA, SUPERVISOR, BOSS}),
    "corrections.correct later": (_later, {BOSS}),
    "board.mark_all": (
        lambda tx, h: board.mark_all(tx, [Chosen(_first(h), 1)], status=Status.CONFIRMED),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "board.arrive_elsewhere": (
        lambda tx, h: board.arrive_elsewhere(tx, _first(h), location=h.clinic.ids.phenix),
        {DESK, ANA, SUPERVISOR, BOSS},
    ),
    "board.move_here": (_move_here, {DESK, ANA, SUPERVISOR, BOSS}),
    "board.walk_in": (_walk_in, {DESK, ANA, SUPERVISOR, BOSS}),
    "board.leave": (_left, {DESK, ANA, SUPERVISOR, BOSS}),
    "desk_notes.leave": (_noted, {DESK, ANA, SUPERVISOR, BOSS}),
    "desk_notes.done": (lambda tx, h: desk_notes.done(tx, _noted(tx, h)), {DESK, ANA, SUPERVISOR, BOSS}),
    "desk_notes.put_back": (lambda tx, h: desk_notes.put_back(tx, _noted(tx, h)), {DESK, ANA, SUPERVISOR, BOSS}),
}
