"""What PDF/A-1b asks for beyond ReportLab's own (ISO 19005-1): colours with a profile, metadata, streams that end on a line.

Typefaces are embedded by ReportLab once none of its own is named; nothing here is transparent, which PDF/A-1 does not allow.
"""

from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase.pdfdoc import XMP, PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from ibh_desktop.letters.srgb import profile

MAKER = "IBH Desktop"

_plain = PDFStream.format


def _ended(stream: PDFStream, document: Any) -> bytes:
    # ReportLab sets `endstream` right behind the last byte; ISO 19005-1, 6.1.7 wants a line end between them.
    made: bytes = _plain(stream, document)
    return made.removesuffix(b"endstream\n") + b"\nendstream\n"


PDFStream.format = _ended
# Pages as bytes in place of letters for bytes: a fifth smaller, and quicker.
rl_config.useA85 = 0


def dated(canvas: Canvas, on: date) -> None:
    """Give a file a day in place of the moment it is made, so that the same letter is the same bytes."""
    stamp = TimeStamp(invariant=1)
    stamp.YMDhms = (on.year, on.month, on.day, 0, 0, 0)
    canvas._doc._timeStamp = stamp


def archived(canvas: Canvas) -> None:
    """Add the colours' profile, and the title, author and date once more as XMP. Call it when all pages are there."""
    document = canvas._doc
    document.info.creator = MAKER
    ours = PDFStream(PDFDictionary({"N": 3}), profile(), [PDFZCompress])
    intent = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString("sRGB"),
        "Info": PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": document.Reference(ours),
    }
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray([PDFDictionary(intent)])
    catalog.Metadata = XMP(creator=_described)


def _described(document: Any) -> bytes:
    """The metadata packet; it must say what the file's information says, word for word."""
    said, stamp = document.info, document._timeStamp
    when = f"{datetime(*stamp.YMDhms):%Y-%m-%dT%H:%M:%S}{stamp.dhh:+03d}:{stamp.dmm:02d}"
    title, author, subject, producer = (escape(str(words)) for words in (said.title, said.author, said.subject, said.producer))
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part>\
<pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{MAKER}</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer>\
<pdf:Keywords></pdf:Keywords></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()
