"""Files that travel with the program."""

from pathlib import Path


def path_of(name: str) -> Path:
    """A file of ours. Not by importlib.resources: that costs 20 ms before the first window shows."""
    return Path(__file__).parent / name


def read_text(name: str) -> str:
    """A text of ours."""
    return path_of(name).read_text(encoding="utf-8")
