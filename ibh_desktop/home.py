"""Where a clinic lives: a folder on this PC or a database on a server. Light: the sign-in window needs it first."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Exactly one of `folder` and `url` is set."""

    folder: Path | None = None
    url: str = ""

    @property
    def database(self) -> Path:
        """The encrypted file."""
        return self._in_folder("clinic.db")

    @property
    def keys(self) -> Path:
        """The key slots beside it."""
        return self._in_folder("clinic.keys")

    @property
    def anchor(self) -> Path:
        """The remembered head of the audit chain."""
        return self._in_folder("clinic.anchor")

    def _in_folder(self, name: str) -> Path:
        if self.folder is None:
            raise ValueError("a clinic on a server has no files here")
        return self.folder / name

    @property
    def is_new(self) -> bool:
        """Whether nothing was set up here yet; on a server only a connection can tell."""
        return self.folder is not None and not self.database.exists() and not self.keys.exists()


def default_folder() -> Path:
    """The user's data folder for IBH Desktop."""
    from platformdirs import user_data_path  # noqa: PLC0415 - start-up

    return user_data_path("IBH Desktop", appauthor=False)
