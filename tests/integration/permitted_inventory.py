"""The part of the table about people, problem areas and life events."""

from datetime import date
from typing import Any

from ibh_desktop.domain.circle import Place
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.ids import LifeEventId, PersonId
from ibh_desktop.domain.inventory import Person, Relation
from ibh_desktop.domain.life_events import EventKind, LifeEvent, Moment
from ibh_desktop.domain.problems import Detail, Stage
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import inventory, life_events, problems
from tests.integration.permitted import ANA, SUPERVISOR, Call, Hers
from tests.integration.world import later

HERS = {ANA, SUPERVISOR}
HARD_WEEK = LifeEvent(EventKind.OTHER, "A hard week", Moment(date(2026, 12, 1)))


def _happened(tx: Tx, h: Hers) -> LifeEventId:
    return life_events.add_event(tx, h.opened.course, HARD_WEEK)


def _somebody(tx: Tx, h: Hers) -> PersonId:
    return inventory.add_person(tx, h.opened.course, Person("Rosa", Relation.SIBLING, Place(2, 90)))


def _snapshot(tx: Tx, h: Hers) -> Any:
    _somebody(tx, h)
    return inventory.take_snapshot(tx, h.opened.course)


def _formulate(tx: Tx, h: Hers) -> Any:
    return problems.formulate(tx, h.opened.course, text="Low since the quarrel.", primary=Area.ROLE_DISPUTE)


INVENTORY_WRITES: dict[str, tuple[Call, set[str]]] = {
    "inventory.add_person": (_somebody, HERS),
    "inventory.change_person": (
        lambda tx, h: inventory.change_person(tx, _somebody(tx, h), Person("Rosa", Relation.FRIEND, Place(1, 0)), version=1),
        HERS,
    ),
    "inventory.place_person": (lambda tx, h: inventory.place_person(tx, _somebody(tx, h), Place(1, 0), version=1), HERS),
    "inventory.remove_person": (lambda tx, h: inventory.remove_person(tx, _somebody(tx, h), version=1), HERS),
    "inventory.put_back_person": (lambda tx, h: inventory.put_back_person(tx, _somebody(tx, h), version=1), HERS),
    "inventory.take_snapshot": (_snapshot, HERS),
    "problems.formulate": (_formulate, HERS),
    "problems.save_detail": (
        lambda tx, h: problems.save_detail(tx, h.opened.course, Area.GRIEF, Detail(), version=None),
        HERS,
    ),
    "problems.move_stage": (
        lambda tx, h: problems.move_stage(tx, h.opened.course, stage=Stage.IMPASSE, on=later()),
        HERS,
    ),
    "life_events.add_event": (lambda tx, h: life_events.add_event(tx, h.opened.course, HARD_WEEK), HERS),
    "life_events.change_event": (lambda tx, h: life_events.change_event(tx, _happened(tx, h), HARD_WEEK, version=1), HERS),
    "life_events.remove_event": (lambda tx, h: life_events.remove_event(tx, _happened(tx, h), version=1), HERS),
    "life_events.put_back_event": (lambda tx, h: life_events.put_back_event(tx, _happened(tx, h), version=1), HERS),
}
