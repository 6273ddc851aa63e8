"""What the first page needs of everything light: imported while Argon2 stretches the password, which takes a tenth of a second.

Nothing here may bring a library: Argon2 takes 64 MB for that time, and what is loaded beside it lies on top of the peak.
"""

from __future__ import annotations


def import_light() -> None:
    """Rules of the domain and parts of the window that know no database; a test holds them to that."""
    import ibh_desktop.domain.courses  # noqa: PLC0415
    import ibh_desktop.domain.goals  # noqa: PLC0415
    import ibh_desktop.domain.letters  # noqa: PLC0415
    import ibh_desktop.domain.notes  # noqa: PLC0415
    import ibh_desktop.domain.outcomes.due  # noqa: PLC0415
    import ibh_desktop.domain.safety  # noqa: PLC0415
    import ibh_desktop.settings  # noqa: F401, PLC0415
    import ui.kit.fields  # noqa: PLC0415
    import ui.kit.flow  # noqa: PLC0415
    import ui.kit.icons  # noqa: PLC0415
    import ui.kit.strip  # noqa: PLC0415
    import ui.kit.table  # noqa: PLC0415
    import ui.kit.toast  # noqa: PLC0415
    import ui.places  # noqa: F401, PLC0415
