"""Add a person, and change your own password."""

from __future__ import annotations

from collections.abc import Callable

from ibh_desktop import private_key
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.permissions import Role
from ibh_desktop.security.keys import require_username
from ibh_desktop.security.passwords import require_password
from ibh_desktop.usecases import clinic, session
from ibh_desktop.usecases.clinic import Licence
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import SecretField, TextField
from ui.kit.text import label


class StaffPanel(FormPanel):
    """A therapist's licence is asked for; the first password is handed over in person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Add a person", save="Add")
        self.name, self.username = TextField(), TextField(placeholder="such as dana")
        self.role = Choice[Role](tuple((role.value.capitalize(), role) for role in Role))
        self.credential, self.licence = TextField(placeholder="LPC, LICSW, LMFT …"), TextField()
        self.password = SecretField("15 characters or more")
        for name, title, widget in (
            ("name", "Name", self.name),
            ("username", "Sign-in name", self.username),
            ("role", "Role", self.role),
            ("credential", "Credential, for therapists", self.credential),
            ("licence", "License number, for therapists", self.licence),
            ("password", "First password", self.password),
        ):
            self.field(name, title, widget)
        self.box.addWidget(label("They change it under Settings after their first sign-in.", "secondary", wrap=True))
        self.done_adding()

    def save(self) -> Callable[[], object]:
        username = require_username(self.username.value())
        password = require_password(self.password.value())
        name, role, app = self.name.value(), self.role.value(), self.desk.app
        licence = Licence(self.credential.value(), self.licence.value())
        if role is Role.THERAPIST and not (licence.code and licence.number):
            raise Refused("A therapist needs a credential and a license number.", field="credential")

        def work() -> None:
            staff = app.write(clinic.add_staff, username=username, name=name, role=role)
            if role is Role.THERAPIST:
                app.write(clinic.make_therapist, staff, licence=licence)
            app.keys.set_password(username, password)
            app.write(session.note, "key:add")

        return work

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say(f"{self.username.value()} can sign in now")


class PasswordPanel(FormPanel):
    """The old one proves who is asking."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Change my password", save="Change")
        self.old, self.new, self.again = SecretField(), SecretField("15 characters or more"), SecretField()
        for name, title, widget in (
            ("password", "Password now", self.old),
            ("new", "New password", self.new),
            ("again", "Again", self.again),
        ):
            self.field(name, title, widget)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        old, new, app = self.old.value(), require_password(self.new.value(), field="new"), self.desk.app
        if new != self.again.value():
            raise Refused("The two new passwords differ.", field="again")

        def work() -> None:
            private_key.change_password(app, old, new)
            app.write(session.note, "key:change")

        return work

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Password changed")
