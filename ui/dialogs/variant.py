"""The form that gives a running course another variant."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ibh_desktop.domain.courses import ADVICE, CUSTOM, VARIANTS, variant_name
from ibh_desktop.domain.errors import Refused
from ibh_desktop.queries.course_contract import ContractPage
from ibh_desktop.usecases import variant as variants
from ibh_desktop.usecases.variant import Varied
from ui.dialogs.ask import Asked, AskPanel
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.inputs import TextField
from ui.kit.text import label

ABOUT = (
    "Sessions that are held or booked stay as they are, and so do the phase and the rhythm. The number of sessions, the planned"
    " phases, the tasks and the contract's end follow the new variant. Fewer sessions than are booked: release some first."
)


_BELOW_THE_CHOICE = 4


class VariantPanel(AskPanel):
    """Shows what is known of a variant as it is chosen; it blocks nothing."""

    def __init__(self, desk: Desk, page: ContractPage) -> None:
        self._page = page
        now = variant_name(page.variant, page.planned)
        others = [(one.name, one.code) for one in VARIANTS if (one.code, one.planned) != (page.variant, page.planned)]
        self.chosen = Choice[str]([*others, ("Custom", CUSTOM)])
        self.sessions = TextField(str(page.planned))
        self.advice = label("", "notice", wrap=True)
        fields = (
            Asked("variant", "From now on", self.chosen),
            Asked("planned", "Sessions in all", self.sessions),
            Asked("reason", "Reason", TextField()),
        )
        super().__init__(
            desk, "Another variant", fields, self._change, done="Variant changed", about=f"Now: {now}. {ABOUT}", undo=self._undo
        )
        self.box.insertWidget(_BELOW_THE_CHOICE, self.advice)
        self.chosen.picked.connect(self._show)
        self._show()

    def _show(self) -> None:
        code = self.chosen.value()
        self.show_field("planned", shown=code == CUSTOM)
        self.advice.setText(ADVICE.get(code, ""))
        self.advice.setVisible(code in ADVICE)

    def _change(self, *, variant: str, planned: str, reason: str) -> Varied:
        if variant == CUSTOM and not planned.isdecimal():
            raise Refused("Give a number of sessions.", field="planned")
        sessions = int(planned) if variant == CUSTOM else None
        course, version = self._page.id, self._page.version
        return self.desk.app.write(variants.change, course, code=variant, sessions=sessions, reason=reason, version=version)

    def _undo(self, varied: Varied) -> Callable[[], object]:
        return partial(self.desk.app.write, variants.take_back, varied)
