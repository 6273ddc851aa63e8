"""The colours of everything on paper, made once: a colour given as words is read anew at every stroke."""

from reportlab.lib.colors import HexColor

ACCENT = HexColor("#2B5BC7")
BLACK = HexColor("#000000")
DRAFT = HexColor("#BAC2CE")
FOLD = HexColor("#8A93A0")
PANEL = HexColor("#F3F5F8")
QUIET = HexColor("#4A5361")
RULE = HexColor("#C3CAD5")
