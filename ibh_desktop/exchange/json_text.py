"""JSON of other software: one document, or one a line; nested no deeper than a practice system writes (SAFETY.md 7)."""

import json
from typing import Any

from ibh_desktop.domain.errors import Refused

DEEPEST = 64


def documents(text: str) -> list[Any]:
    """Every document of a text; raise `Refused` with line and column for what is no JSON, or for one nested too deep."""
    try:
        try:
            found = [json.loads(text)]
        except json.JSONDecodeError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError as reason:
        raise Refused(f"The file is not valid JSON: line {reason.lineno}, column {reason.colno}.", field="file") from None
    except ValueError:
        raise Refused("The file is not valid JSON: it holds a number that is too long.", field="file") from None
    except RecursionError:
        raise _too_deep() from None
    for document in found:
        _require_flat(document)
    return found


def _too_deep() -> Refused:
    return Refused(f"The file is nested more than {DEEPEST} levels deep; no practice system does that.", field="file")


def _require_flat(document: Any) -> None:
    level = [document]
    for _ in range(DEEPEST):
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return
    raise _too_deep()


def looks_like_json(content: bytes) -> bool:
    """Whether a file is JSON rather than CSV."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
