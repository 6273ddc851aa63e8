"""The two fields that the sign-in page needs; apart from the others because start-up waits for it."""

from PySide6.QtWidgets import QLineEdit, QWidget


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, text: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)

    def value(self) -> str:
        """What is typed, without blanks around it."""
        return self.text().strip()


class SecretField(TextField):
    """A password; it can be pasted, and shows as dots."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        """What is typed, blanks and all."""
        return self.text()
