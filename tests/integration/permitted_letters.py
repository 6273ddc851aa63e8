"""The letters' part of the table: who begins, writes, signs, co-signs, prints and withdraws them."""

from ibh_desktop.usecases import letters
from tests.integration.letter_desk import VERSION
from tests.integration.permitted import ANA, DESK, SUPERVISOR, Call

LETTER_WRITES: dict[str, tuple[Call, set[str]]] = {
    "letters.begin": (lambda tx, h: letters.begin(tx, "referral", h.opened.course), {ANA, SUPERVISOR}),
    "letters.write": (lambda tx, h: letters.write(tx, h.letter, lines={}, recipient=None), {ANA, SUPERVISOR}),
    "letters.sign": (lambda tx, h: letters.sign(tx, h.letter, pdf=b"%PDF", version=VERSION), {ANA, SUPERVISOR}),
    "letters.cosign": (
        lambda tx, h: letters.cosign(tx, h.waiting, pdf=b"%PDF", version=VERSION + 1),
        {SUPERVISOR},
    ),
    "letters.send_back": (
        lambda tx, h: letters.send_back(tx, h.waiting, reason="The risk statement", version=VERSION + 1),
        {SUPERVISOR},
    ),
    "letters.withdraw": (lambda tx, h: letters.withdraw(tx, h.letter, reason="Begun twice"), {ANA, SUPERVISOR}),
    "letters.printed": (lambda tx, h: letters.printed(tx, h.signed), {DESK, ANA, SUPERVISOR}),
    "letters.new_edition": (lambda tx, h: letters.new_edition(tx, h.signed), {ANA, SUPERVISOR}),
}
