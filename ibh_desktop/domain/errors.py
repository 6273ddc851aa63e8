"""What can go wrong, each with a whole sentence for staff.

IbhError
├── Refused          a rule said no; `field` names the form field it points at
│   ├── NotAllowed   the signed-in person may not do or see this
│   ├── SignInFailed name and password do not go together
│   └── Stopped      whoever waited for it pressed Stop
├── Conflict         somebody changed or took it first
├── NotFound         it is not there (any more)
└── Unavailable      a database or a file is out of reach

Sentences may be shown, never logged: they can name a patient.
"""


class IbhError(Exception):
    """A foreseen refusal; anything that is not one of these is a bug."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Refused(IbhError):
    """A rule said no."""


class NotAllowed(Refused):
    """The signed-in person may not do or see this."""


class SignInFailed(Refused):
    """The same words whether the name or the password was wrong."""


class Stopped(Refused):
    """Whoever waited for long work pressed Stop."""


class Conflict(IbhError):
    """Somebody changed or took it first."""


class NotFound(IbhError):
    """It is not there (any more)."""


class Unavailable(IbhError):
    """A database or a file is out of reach."""
