"""L6, the treatment plan that patient and therapist sign, and a guardian where one is named (DOMAIN.md 1.5, 4.3)."""

from reportlab.platypus import Flowable

from ibh_desktop.domain.letter_kinds.plan import PLAN
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent, Signer
from ibh_desktop.letters.flow import BODY, paragraph

AGREED = (
    "We have talked this plan through and agree to it. Each of us has a copy. It can be changed at any time: we talk about it"
    " and sign the new plan."
)


def story(letter: LetterContent) -> list[Flowable]:
    """The agreement in its parts, then a line for every hand."""
    flow = blocks.opening(letter, "Treatment plan")
    flow += blocks.parts(letter, PLAN, besides=("guardian",))
    flow.append(paragraph(AGREED, BODY))
    return ends.closed(
        flow, ends.lines_to_sign([(hand, "Date") for hand in _hands(letter)]), ends.after(letter, crisis="In a crisis")
    )


def _hands(letter: LetterContent) -> list[str]:
    """Who signs: the patient, a guardian, the therapist, the supervisor who signs as well."""
    guardian = " ".join(letter.parts.get("guardian", "").split())
    hands = [f"{letter.subject.name}, patient", f"{guardian}, guardian" if guardian else ""]
    hands.append(_as(letter.signer, "therapist"))
    hands.append(_as(letter.cosigner, "supervisor") if letter.cosigner else "")
    return [hand for hand in hands if hand]


def _as(signer: Signer, role: str) -> str:
    named = ", ".join(part for part in (signer.name, signer.credential, role) if part)
    under = f" · under the supervision of {signer.supervisor}" if signer.supervisor else ""
    return f"{named} · License {signer.licence}{under}" if signer.licence else named + under
