"""A part of a letter line by line: what was taken from the chart says where from, and can be left out without being lost."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a part. `source` is empty for what a person wrote; a line that is not `on` is kept and not printed."""

    text: str
    source: str = ""
    on: bool = True


REWORDED = ", reworded"
"""Stands behind the source of a line that a person put into other words."""


def reworded(line: Line, text: str) -> Line:
    """The line in other words; its source stays and says so."""
    if text == line.text:
        return line
    marked = line.source if not line.source or line.source.endswith(REWORDED) else line.source + REWORDED
    return replace(line, text=text, source=marked)


Lines = Mapping[str, tuple[Line, ...]]
"""Lines by the name of their part."""


def text_of(lines: Iterable[Line]) -> str:
    """What is printed of a part."""
    return "\n".join(line.text for line in lines if line.on and line.text.strip())


def texts(lines: Lines) -> dict[str, str]:
    """The parts as they print; parts without a text are left out."""
    said = {name: text_of(part) for name, part in lines.items()}
    return {name: text for name, text in said.items() if text}


def written(parts: Mapping[str, str]) -> dict[str, tuple[Line, ...]]:
    """Plain texts as lines of nobody's but the writer's."""
    return {name: (Line(text),) for name, text in parts.items() if text.strip()}


def stored(lines: Lines) -> str:
    """As JSON for the `parts` column; a part that is one line of the writer's stays a plain text."""
    return json.dumps({name: _stored(part) for name, part in lines.items()})


def _stored(part: tuple[Line, ...]) -> object:
    if len(part) == 1 and not part[0].source and part[0].on:
        return part[0].text
    return [[line.text, line.source, line.on] for line in part]


def loaded(parts: str) -> dict[str, tuple[Line, ...]]:
    """From the `parts` column, whichever way it was stored."""
    held = json.loads(parts)
    return {
        name: (Line(part),) if isinstance(part, str) else tuple(Line(*line) for line in part) for name, part in held.items()
    }
