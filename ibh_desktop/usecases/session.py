"""What happens to a session rather than to the clinic; apart from the rest because signing in waits for it."""

from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.tx import Tx


def note(tx: Tx, action: str) -> None:
    """Record that something happened which changes no row: a sign-in, a lock, an audit check."""
    tx.record(action, Topic.SESSION, tx.actor.staff)
