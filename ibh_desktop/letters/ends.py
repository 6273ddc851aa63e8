"""How a letter ends: signatures that are never torn from what they sign, enclosures, copies, what the law wants said."""

from collections.abc import Iterable, Iterator

from reportlab.lib.units import inch
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph, Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import NullActionFlowable

from ibh_desktop.letters.blocks import FLUSH, WIDE, lines_to_write
from ibh_desktop.letters.content import LetterContent, Signer
from ibh_desktop.letters.flow import NOTE, PLAIN, SMALL, STRONG, paragraph, paragraphs
from ibh_desktop.letters.ink import RULE

_KEPT_LINES = 2
_ONE_LINE = 80
_HAND = 0.46 * inch
_SHORT = 200.0
"""Points that what stands below the signatures may take and still stay with them."""


class Ending(Flowable):  # type: ignore[misc]
    """The last paragraph with its heading, the signatures, and what stands below them.

    Where they need another page, two lines of the paragraph go along; what stands below, while short, never goes there alone.
    """

    def __init__(self, heading: list[Flowable], last: Paragraph, signed: list[Flowable], below: list[Flowable]) -> None:
        super().__init__()
        self._heading, self._last, self._signed, self._below = heading, last, signed, below

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        # Higher than any frame: it is always split into what it is made of.
        return 0.0, 0xFFFFFF

    def split(self, width: float, height: float) -> list[Flowable]:
        """All of it where it fits; else the paragraph is cut, at the latest before its last two lines."""
        if self._high(self._below, width) <= _SHORT:
            kept, free = [*self._signed, *self._below], []
        else:
            kept, free = self._signed, self._below
        leading = self._last.style.leading
        above, high = self._high(self._heading, width), self._high([self._last], width) - self._last.getSpaceAfter()
        if above + high + self._last.getSpaceAfter() + self._high(kept, width) <= height:
            return [*self._heading, self._last, *kept, *free]
        room = min(height - above, high - _KEPT_LINES * leading + 0.1)
        cut = self._last.splitOn(self.canv, width, room) if room >= _KEPT_LINES * leading else []
        if len(cut) != 2:
            return [NullActionFlowable(), KeepTogether([*self._heading, self._last, *kept]), *free]
        return [*self._heading, cut[0], Ending([], cut[1], self._signed, self._below)]

    def _high(self, pieces: list[Flowable], width: float) -> float:
        return sum(
            float(piece.wrapOn(self.canv, width, 0xFFFF)[1] + piece.getSpaceBefore() + piece.getSpaceAfter())
            for piece in pieces
        )


def closed(flow: list[Flowable], signed: list[Flowable], below: Iterable[Flowable]) -> list[Flowable]:
    """A letter's parts with the signatures after them, its last paragraph tied to them, and what stands below."""
    if not flow or not isinstance(flow[-1], Paragraph):
        return [*flow, KeepTogether(signed), *below]
    if len(flow[-1].text) < _ONE_LINE and len(flow) > 1 and isinstance(flow[-2], Paragraph) and not flow[-2].getKeepWithNext():
        # One line alone over a signature is not enough: the paragraph before it comes along.
        flow, signed = flow[:-1], [flow[-1], *signed]
    headed = len(flow) > 1 and bool(flow[-2].getKeepWithNext())
    before = -2 if headed else -1
    return [*flow[:before], Ending(flow[before:-1], flow[-1], signed, list(below))]


def by_hand(letter: LetterContent) -> list[Flowable]:
    """Closing words, room for a hand, name, licence; the supervisor beside them who signs as well (DOMAIN.md 4.2, 4.7)."""
    signer = _signer(letter.signer)
    if letter.signer.supervisor:
        signer.append(paragraph(f"under the supervision of {letter.signer.supervisor}", PLAIN))
    room = Spacer(1, _HAND)
    if letter.cosigner is None:
        return [Spacer(1, 8), paragraph("Sincerely,", PLAIN), room, *signer]
    beside = [paragraph("Supervisor", SMALL), *_signer(letter.cosigner)]
    table = Table([[[Spacer(1, 11), *signer], beside]], colWidths=[WIDE / 2, WIDE / 2], splitInRow=1)
    table.setStyle(TableStyle([*FLUSH, ("RIGHTPADDING", (0, 0), (-1, -1), 8)]))
    return [Spacer(1, 8), paragraph("Sincerely,", PLAIN), room, table]


def _signer(signer: Signer) -> list[Flowable]:
    named = f"{signer.name}, {signer.credential}" if signer.credential else signer.name
    numbers = (f"License {signer.licence}" if signer.licence else "", f"NPI {signer.npi}" if signer.npi else "")
    return [paragraph(named, STRONG), paragraph(" · ".join(part for part in numbers if part), PLAIN)]


def by_desk(letter: LetterContent) -> list[Flowable]:
    """A closing that nobody signs by hand: a name without a profession, the clinic, its number."""
    sender = letter.sender
    lines = [letter.signer.name, ", ".join(part for part in (sender.clinic, sender.location) if part), sender.phone]
    said = [paragraph(line, PLAIN) for line in lines if line]
    return [Spacer(1, 8), paragraph("Sincerely,", PLAIN), Spacer(1, 6), *said]


def lines_to_sign(who: list[tuple[str, str]]) -> list[Flowable]:
    """Two lines a hand: whose it is below the one, the date or what else is asked below the other."""
    return [piece for captions in who for piece in (Spacer(1, 3), lines_to_write(captions, (0.7, 0.3), high=0.4 * inch))]


_LISTS = (("Enclosures", "enclosures"), ("cc", "cc"))
_FEW = 9
"""Lines that two short lists may have to stand side by side."""


def after(letter: LetterContent, *, crisis: str = "", basis: bool = False) -> Iterator[Flowable]:
    """What stands below the signatures: enclosures, copies, legal ground, notices, whom to call."""
    lists = [[paragraph(f"{label}:", SMALL), *paragraphs(letter.parts.get(name, ""), SMALL)] for label, name in _LISTS]
    told = [lines for lines in lists if len(lines) > 1]
    if len(told) == 2 and all(len(lines) < _FEW and max(len(line.text) for line in lines) < 300 for lines in told):
        table = Table([told], colWidths=[WIDE / 2, WIDE / 2], splitInRow=1)
        table.setStyle(TableStyle([*FLUSH, ("RIGHTPADDING", (0, 0), (-1, -1), 8)]))
        yield from (Spacer(1, 5), table)
    else:
        yield from (piece for lines in told for piece in (Spacer(1, 8), *lines))
    if basis and letter.basis.strip():
        yield Spacer(1, 6)
        yield from (paragraph(line, SMALL) for line in f"Legal basis: {letter.basis}".splitlines())
    if letter.notices:
        rule = HRFlowable(width="100%", thickness=0.5, color=RULE, spaceBefore=6, spaceAfter=4)
        rule.keepWithNext = 1
        yield from (rule, paragraph(letter.notices[0], SMALL))
        for notice in letter.notices[1:]:
            yield from (Spacer(1, 4), paragraph(notice, SMALL))
    if crisis:
        yield Spacer(1, 6)
        yield paragraph(f"{crisis} call or text {letter.crisis_line}; in immediate danger 911.", NOTE)
