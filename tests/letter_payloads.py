"""Texts that would do harm where text is taken for markup, paths or code, and a letter that holds one of them everywhere."""

from dataclasses import fields, replace
from typing import Any

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.letters.content import Address, LetterContent, ScoreBand, Subject
from tests.letter_samples import ANA, FOSTER, PARTS, SENDER, SERIES, SUBJECT, VISIT, sample

PAYLOADS = (
    '<img src="/etc/hostname"/>',
    '<img src="http://127.0.0.1:9/x.png" width="1"/>',
    "<b>bold</b> & <i>unclosed",
    "<para><font color='red' name='/etc/passwd'>x</font></para>",
    "&lt;already&gt; &amp; &#65;",
    '<a href="file:///etc/passwd">link</a>',
    "]]><!-- x --><?xml version='1.0'?>",
    "{{7*7}} ${HOME} %s %(name)s {0.__class__}",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<onDraw name='x' label='os.system'/><seq/><br/>",
    ") Tj ET Q endstream endobj /JS (app.alert)",
    "<unichar code='65'/><greek>a</greek><super>2</super>",
)


def _filled(value: Any, payload: str) -> Any:
    """A frozen value with the payload in every text field."""
    return replace(value, **{field.name: payload for field in fields(value) if isinstance(getattr(value, field.name), str)})


def laden(kind: str, payload: str) -> LetterContent:
    """A letter of a kind with the payload wherever a text can stand; only the choices and ticks keep theirs."""
    kept = {field.name: field.tick or bool(field.choices) for field in BY_ID[kind].fields}
    parts = {name: text if kept[name] else payload for name, text in PARTS[kind].items()}
    return sample(
        kind,
        number=payload,
        sender=_filled(SENDER, payload),
        to=Address(payload, payload, payload, payload),
        subject=Subject(payload, SUBJECT.born, payload),
        signer=_filled(ANA, payload),
        cosigner=_filled(FOSTER, payload),
        visit=_filled(VISIT, payload),
        parts=parts,
        basis=payload,
        notices=(payload, payload),
        crisis_line=payload,
        series=tuple(replace(one, code=payload, bands=(ScoreBand(payload, 0, 10),)) for one in SERIES),
    )
