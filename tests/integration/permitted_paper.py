"""The use cases of the day's paper × who may run them."""

from ibh_desktop.domain.ids import LetterId
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import confirmations, paper
from ibh_desktop.usecases.confirmations import Rendered
from tests.integration.permitted import ANA, BEN, BOSS, DESK, SUPERVISOR, Call, Hers


def _begin(tx: Tx, h: Hers) -> list[LetterId]:
    return confirmations.begin(tx, h.opened.appointments[1:3])


def _freeze(tx: Tx, h: Hers) -> list[LetterId]:
    return confirmations.freeze(tx, [Rendered(each, 1, b"%PDF") for each in _begin(tx, h)])


# Whoever reads names may take them out on paper; that is noted.
PAPER_WRITES: dict[str, tuple[Call, set[str]]] = {
    "paper.came_out": (lambda tx, _: paper.came_out(tx, "day", how="printer"), {DESK, ANA, BEN, SUPERVISOR, BOSS}),
    "confirmations.begin": (_begin, {DESK, ANA, SUPERVISOR}),
    "confirmations.freeze": (_freeze, {DESK, ANA, SUPERVISOR}),
    "confirmations.handed_over": (
        lambda tx, h: confirmations.handed_over(tx, _freeze(tx, h), how="printer"),
        {DESK, ANA, SUPERVISOR},
    ),
}
