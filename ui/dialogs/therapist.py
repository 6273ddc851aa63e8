"""A therapist's record: license, NPI, supervisor, what is treated, languages, ages, caseload against target."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.licences import Details, Profile, expiry_words
from ibh_desktop.queries import therapist_record
from ibh_desktop.queries.therapist_record import Record
from ibh_desktop.usecases import therapists
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, us_date

_OFFER = ("languages", "indications", "modalities", "ages")
"""Fields of the therapist's own profile."""


class TherapistPanel(FormPanel):
    """Everybody reads it, managers change it, a therapist her own profile."""

    def __init__(self, desk: Desk, therapist: TherapistId, name: str) -> None:
        super().__init__(desk, name, save="Save")
        self._therapist, self._whole = therapist, False
        self._today = home_date(desk.now())
        self.notice = label("", "secondary", wrap=True)
        self.box.addWidget(self.notice)
        self.credential, self.licence, self.npi = TextField(), TextField(), TextField(placeholder="ten digits")
        self.expires = DateField(self._today)
        self.supervisor = Choice[int | None]([("Nobody", None)])
        self.gender = Choice[str]([("Not said", ""), ("Woman", "F"), ("Man", "M")])
        self.languages, self.modalities = TextField(), TextField()
        self.indications = TextField(placeholder="everything")
        self.ages = TextField(placeholder="18-130")
        self.target = TextField()
        self.trained = Tick("IPT-trained")
        self._lay_out()
        self.save_button.hide()
        desk.tasks.start(self, lambda: desk.app.read(therapist_record.record, therapist), self._fill, desk.fail)

    def _lay_out(self) -> None:
        lines: tuple[tuple[str, str, QWidget], ...] = (
            ("credential", "Credential", self.credential),
            ("licence", "License number", self.licence),
            ("licence_expires", "Expires", self.expires),
            ("npi", "NPI", self.npi),
        )
        for field, title, widget in lines:
            self.field(field, title, widget)
            if field in ("licence", "npi"):
                self.pair("credential" if field == "licence" else "licence_expires", field)
        whole: tuple[tuple[str, str, QWidget], ...] = (
            ("supervisor", "Supervisor", self.supervisor),
            ("languages", "Languages, with commas", self.languages),
            ("indications", "Treats, with commas", self.indications),
            ("modalities", "How, with commas", self.modalities),
        )
        for field, title, widget in whole:
            self.field(field, title, widget)
        self.field("ages", "Ages", self.ages)
        self.field("caseload_target", "Caseload target", self.target)
        self.pair("ages", "caseload_target")
        self.field("gender", "Gender", self.gender)
        self.field("trained", "Training", self.trained)
        self.pair("gender", "trained")
        self.done_adding()

    def _fill(self, record: Record) -> None:
        known = record.details
        warning = expiry_words(known.licence_expires, self._today)
        load = f"Caseload {record.caseload} of {known.caseload_target}"
        self.notice.setText(f"{load}. The license {warning}." if warning.startswith("expire") else f"{load}.")
        self.credential.setText(known.credential)
        self.licence.setText(known.licence)
        self.expires.setText(us_date(known.licence_expires) if known.licence_expires else "")
        self.npi.setText(known.npi)
        self.supervisor.offer([("Nobody", None), *record.supervisors], known.supervisor)
        self.gender.setCurrentIndex(("", "F", "M").index(known.gender) if known.gender in ("F", "M") else 0)
        self.languages.setText(known.languages)
        self.indications.setText(known.indications)
        self.modalities.setText(known.modalities)
        self.ages.setText(f"{known.youngest}-{known.oldest}")
        self.target.setText(str(known.caseload_target))
        self.trained.setChecked(known.ipt_trained)
        self._whole = record.editable
        for name, (widget, _) in self._fields.items():
            widget.setEnabled(record.editable or (record.offer_editable and name in _OFFER))
        self.save_button.setVisible(record.editable or record.offer_editable)
        for line in (self.languages, self.indications, self.modalities, self.licence):
            line.setCursorPosition(0)

    def save(self) -> Callable[[], object]:
        first, _, last = self.ages.value().replace("–", "-").partition("-")
        if not first.strip().isdecimal() or not last.strip().isdecimal():
            raise Refused("Type the ages as 18-130.", field="ages")
        if not self._whole:
            texts = (self.languages.value(), self.indications.value(), self.modalities.value())
            profile = Profile(*texts, int(first), int(last))
            return partial(self.desk.app.write, therapists.change_profile, self._therapist, profile)
        if not self.target.value().isdecimal():
            raise Refused("A caseload target is a number from 0 to 200.", field="caseload_target")
        details = Details(
            credential=self.credential.value(),
            licence=self.licence.value(),
            licence_expires=self._expires(),
            npi=self.npi.value(),
            supervisor=self.supervisor.value(),
            gender=self.gender.value(),
            languages=self.languages.value(),
            indications=self.indications.value(),
            modalities=self.modalities.value(),
            youngest=int(first),
            oldest=int(last),
            ipt_trained=self.trained.value(),
            caseload_target=int(self.target.value()),
        )
        return partial(self.desk.app.write, therapists.change_record, self._therapist, details)

    def _expires(self) -> date | None:
        if not self.expires.text().strip():
            return None
        on = self.read("licence_expires")
        assert isinstance(on, date)
        return on

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Record saved")
