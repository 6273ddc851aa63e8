"""The unwrapped clinic key of a running session, and where its slots are kept."""

from typing import Protocol

from ibh_desktop.domain.errors import SignInFailed
from ibh_desktop.security.keys import RECOVERY, ClinicKey, KeyDocument, opened, require_username, with_slot
from ibh_desktop.security.passwords import STANDARD, Cost, require_password
from ibh_desktop.security.recovery import new_code


class KeyStore(Protocol):
    """A file beside the database, or a table on a server."""

    def load(self) -> KeyDocument:
        """Raise `Unavailable` when it is gone or damaged."""

    def save(self, document: KeyDocument) -> None:
        """Replace the document as a whole."""


class KeyRing:
    """Adds and removes slots; whoever holds it has proved a password."""

    def __init__(self, store: KeyStore, key: ClinicKey, *, cost: Cost = STANDARD) -> None:
        self._store = store
        self.key = key
        self._cost = cost

    def set_password(self, user: str, password: str) -> None:
        """Give `user` a slot; raise `Refused` for a password that breaks the rules."""
        require_password(password)
        self._store.save(with_slot(self._store.load(), self.key, require_username(user), password, self._cost))

    def change_password(self, user: str, old: str, new: str) -> None:
        """As `set_password` after proving the old one; raise `SignInFailed` when it is wrong."""
        opened(self._store.load(), user, old)
        self.set_password(user, new)

    def is_password(self, user: str, password: str) -> bool:
        """Whether `user` signs in with this password now."""
        try:
            opened(self._store.load(), user, password)
        except SignInFailed:
            return False
        return True

    @property
    def cost(self) -> Cost:
        """What stretching a password costs in this clinic."""
        return self._cost

    @property
    def document(self) -> KeyDocument:
        """All slots as they are now."""
        return self._store.load()

    @property
    def database(self) -> str:
        """The id of this database, which slots are bound to."""
        return self.document.database

    def remove(self, user: str) -> None:
        """Take a leaver's slot away."""
        self._store.save(self._store.load().without(user))

    def new_recovery(self) -> str:
        """Replace the recovery slot; the code is shown once and kept nowhere."""
        code = new_code()
        self._store.save(with_slot(self._store.load(), self.key, RECOVERY, code, self._cost))
        return code
