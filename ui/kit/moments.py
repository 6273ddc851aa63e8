"""A date as precisely as it is remembered."""

from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from ibh_desktop.domain.life_events import Moment, parse_moment, written


class MomentField(QLineEdit):
    """`2019`, `March 2024` or `3/14/2024`; empty where that is allowed."""

    def __init__(self, today: date, moment: Moment | None = None, parent: QWidget | None = None) -> None:
        super().__init__(written(moment) if moment else "", parent)
        self._today = today
        self.setPlaceholderText("2019, March 2024 or 3/14/2024")

    def value(self) -> Moment | None:
        """The moment, None when nothing is typed; raise `Refused` when it is none."""
        return parse_moment(self.text(), self._today) if self.text().strip() else None
