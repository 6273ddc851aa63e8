"""The author's own key of a running session: make it, open it, carry it over to a new password (SAFETY.md 4).

Passwords are stretched here, outside any transaction; what is stored are slots that only these passwords open.
"""

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Refused, SignInFailed
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.queries import private_notes as stored
from ibh_desktop.security.keys import KeyDocument
from ibh_desktop.security.passwords import require_password
from ibh_desktop.security.private import new_private_key, opened_slots, rewrapped, tidied, with_key
from ibh_desktop.usecases import private_notes
from ibh_desktop.usecases.session import note

WRONG = "This is not your password. Check the Caps Lock key and try again."


class EarlierPassword(Refused):
    """The password is right, but the key is still wrapped under the one before it was reset."""


def unlock(app: App, password: str, *, earlier: str = "") -> None:
    """Open private notes until the lock; the first time, make the key.

    Raises `SignInFailed` for a wrong password, `EarlierPassword` when it was reset and the one before it is needed.
    """
    _require_mine(app, password)
    user = app.actor.username
    document = app.read(stored.slots)
    if document is None:
        begin_anew(app, password)
        return
    if earlier:
        document = _carried(app, document, earlier, password)
    found = opened_slots(document, user, password)
    if not found:
        raise EarlierPassword(
            "Your password was reset. Your private notes are still locked with the one you had before: type that one too.",
            field="earlier",
        )
    whole = tidied(document, found)
    if whole != document:
        app.write(private_notes.keep_slots, whole)
    app.write(note, "private-notes:unlock")
    app.vault.open(list(found.values()))


def _carried(app: App, document: KeyDocument, earlier: str, password: str) -> KeyDocument:
    both, after = rewrapped(document, app.actor.username, earlier, password, app.keys.cost)
    if both == document:
        raise SignInFailed("The earlier password does not open your private notes.", field="earlier")
    app.write(private_notes.keep_slots, after)
    return after


def begin_anew(app: App, password: str) -> None:
    """Make a key, the first or one more: notes under a key whose password is lost stay locked for good."""
    _require_mine(app, password)
    document = app.read(stored.slots) or KeyDocument(app.keys.database)
    user = app.actor.username
    document = with_key(document, user, new_private_key(), password, app.keys.cost)
    app.write(private_notes.keep_slots, document)
    app.vault.open(list(opened_slots(document, user, password).values()))


def change_password(app: App, old: str, new: str) -> None:
    """Change the password of whoever is signed in, and wrap the key of the private notes under it.

    Both passwords open the notes until the change is through: a power cut between the two leaves no note behind.
    """
    require_password(new)
    user = app.actor.username
    document = app.read(stored.slots) if may(app.actor, Permission.PRIVATE_NOTES) else None
    if document is None:
        app.keys.change_password(user, old, new)
        return
    if not app.keys.is_password(user, old):
        raise SignInFailed(WRONG, field="password")
    both, after = rewrapped(document, user, old, new, app.keys.cost)
    app.write(private_notes.keep_slots, both)
    app.keys.change_password(user, old, new)
    app.write(private_notes.keep_slots, after)


def _require_mine(app: App, password: str) -> None:
    if not app.keys.is_password(app.actor.username, password):
        raise SignInFailed(WRONG, field="password")
