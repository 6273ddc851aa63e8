"""Files that travel with the program."""

from pathlib import Path


def read_text(name: str) -> str:
    """A text of ours. Not by importlib.resources: that costs 20 ms before the first window shows."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
