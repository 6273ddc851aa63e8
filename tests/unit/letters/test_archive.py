"""Every letter is PDF/A-1b and the same bytes whenever it is made: its structure by pypdf, and by other tools if there."""

import io
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.letters import blank_form, list_sheet, safety_plan, timeline_art
from ibh_desktop.letters.blank_form import BlankForm
from ibh_desktop.letters.kinds import KINDS, pdf
from ibh_desktop.letters.list_sheet import ListSheet
from ibh_desktop.letters.safety_plan import SafetyPlanBlank
from ibh_desktop.letters.srgb import profile
from ibh_desktop.letters.timeline_art import CourseSheet
from ibh_desktop.settings import Settings
from tests.letter_samples import PARTS, SENDER, sample
from tests.unit.stories import full

ROOT = Path(__file__).resolve().parents[3]
ODD = "«Ω» 中文 😀 שלום Nguyễn Đặng <&> " + "".join(map(chr, range(0x4E00, 0x4F40)))
JARS = Path("/usr/share/java")
PREFLIGHT = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")


def letters() -> dict[str, bytes]:
    """A letter of every kind, a draft, and one in scripts that the typeface does not have."""
    made = {kind: pdf(sample(kind)) for kind in KINDS}
    made["draft"] = pdf(sample("referral", draft=True, to=None))
    made["odd"] = pdf(sample("referral", parts=PARTS["referral"] | {"reason": ODD}, number="L27-00002 version 2"))
    made["bare"] = pdf(sample("authorization", parts={}))
    return made


def sheets() -> dict[str, bytes]:
    """What else goes on paper: lists, forms, the safety plan, the timeline of a course."""
    rows = ListSheet("Riverside Clinic", True, "Calls", "to call", "Call list", "printed", (("Who", 1.0),), (("María",),))
    course = CourseSheet("Riverside Clinic", True, "María", date(1985, 3, 14), "16 sessions", "printed", full(16))
    blank = SafetyPlanBlank("Riverside Clinic", sample=False, lines=Settings().crisis_lines)
    made = {"list": list_sheet.pdf(rows), "timeline": timeline_art.pdf(course), "safety plan": safety_plan.pdf(blank)}
    return made | {measure.code: blank_form.pdf(BlankForm("Riverside Clinic", True, measure)) for measure in MEASURES[:3]}


MADE = letters()
PAPER = MADE | sheets()
EACH = pytest.mark.parametrize("name", MADE)
ANYTHING = pytest.mark.parametrize("name", PAPER)


def objects(reader: PdfReader) -> list[Any]:
    """Every object of the file."""
    size = int(reader.trailer["/Size"])  # type: ignore[call-overload]
    return [reader.get_object(IndirectObject(number, 0, reader)) for number in range(1, size)]


@ANYTHING
def test_the_colours_have_a_profile_and_nothing_is_transparent(name: str) -> None:
    reader = PdfReader(io.BytesIO(PAPER[name]))
    root: Any = reader.root_object
    (intent,) = root["/OutputIntents"]
    assert (intent["/S"], intent["/OutputConditionIdentifier"]) == ("/GTS_PDFA1", "sRGB")
    assert intent["/DestOutputProfile"].get_data() == profile()
    for one in objects(reader):
        if isinstance(one, DictionaryObject):
            assert not {"/CA", "/ca", "/SMask", "/Group", "/JS", "/JavaScript", "/AA", "/OpenAction", "/EF"} & set(one)
            assert one.get("/Filter") != "/LZWDecode"
    assert not any(page.images or page.get("/Annots") for page in reader.pages)


@ANYTHING
def test_every_typeface_is_embedded_as_a_subset_that_can_be_read(name: str) -> None:
    faces = [
        one for one in objects(PdfReader(io.BytesIO(PAPER[name]))) if isinstance(one, dict) and one.get("/Type") == "/Font"
    ]
    assert {face["/BaseFont"].split("-")[-1] for face in faces} <= {"Regular", "SemiBold", "Italic"}
    for face in faces:
        assert re.fullmatch(r"/[A-Z]{6}\+IBMPlexSerif-\w+", face["/BaseFont"])
        assert face["/FontDescriptor"]["/FontFile2"].get_data()
        assert face["/ToUnicode"].get_data()


@EACH
def test_the_file_tells_its_title_author_and_language_twice_alike_and_no_patient(name: str) -> None:
    reader = PdfReader(io.BytesIO(MADE[name]))
    said, told = reader.metadata, reader.xmp_metadata
    assert said is not None
    assert told is not None
    assert (told.pdfaid_part, told.pdfaid_conformance) == ("1", "B")
    titles, creators = told.dc_title or {}, told.dc_creator or []
    assert (said.title, said.author, said.subject) == (titles["x-default"], creators[0], "Confidential")
    assert (said.producer, said.creator) == (told.pdf_producer, told.xmp_creator_tool)
    assert said.author == SENDER.clinic
    assert said.creation_date is not None
    assert told.xmp_create_date == said.creation_date.replace(tzinfo=None)
    assert "Kon" not in " ".join(map(str, said.values()))
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert len(reader.trailer["/ID"]) == 2  # type: ignore[arg-type]


@ANYTHING
def test_every_stream_ends_on_a_line_of_its_own(name: str) -> None:
    assert PAPER[name].count(b"endstream") == PAPER[name].count(b"\nendstream") > 5


def test_the_same_letter_is_the_same_bytes_in_any_process() -> None:
    assert letters() == MADE
    code = "import sys; from tests.letter_samples import sample; from ibh_desktop.letters.kinds import pdf;"
    code += "sys.stdout.buffer.write(pdf(sample('summary')))"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True, timeout=60)
    assert done.stdout == MADE["summary"]


def test_another_word_is_another_file() -> None:
    assert pdf(sample("referral", number="L27-00009")) != MADE["referral"]


def test_the_profile_is_srgb_as_another_library_knows_it() -> None:
    ours, theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile())), ImageCms.createProfile("sRGB")
    ramp = Image.frombytes("RGB", (256, 4), bytes(v for n in range(256) for v in (n, n, n, n, 0, 0, 0, n, 0, 0, 0, n)))
    turned = ImageCms.profileToProfile(ramp, ours, theirs)
    assert turned is not None
    assert max(abs(a - b) for a, b in zip(ramp.tobytes(), turned.tobytes(), strict=True)) <= 1


@pytest.mark.parametrize("tool", ["qpdf", "pdffonts", "java"])
def test_other_tools_find_nothing_wrong(tool: str, tmp_path: Path) -> None:
    """On a machine without one of them, what it looks for is what the tests above look for."""
    jars = [JARS / f"{name}.jar" for name in PREFLIGHT]
    for name, made in PAPER.items():
        (tmp_path / f"{name}.pdf").write_bytes(made)
    if shutil.which(tool) and tool != "java":
        for name in PAPER:
            command = [tool, *(["--check"] if tool == "qpdf" else []), str(tmp_path / f"{name}.pdf")]
            said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
            rows = [line.split()[-5:-2] for line in said.splitlines()[2:]] if tool == "pdffonts" else []
            assert all(row == ["yes", "yes", "yes"] for row in rows), name
    if shutil.which(tool) and tool == "java" and all(jar.exists() for jar in jars):
        command = ["java", "-cp", ":".join(map(str, jars)), "org.apache.pdfbox.preflight.Validator_A1b", "xml", "batch"]
        subprocess.run([*command, str(tmp_path)], capture_output=True, check=True, timeout=120)
        verdicts = {name: (tmp_path / f"{name}.pdf.preflight.xml").read_text() for name in PAPER}
        assert [name for name, told in verdicts.items() if '<isValid type="PDF/A1-b">true' not in told] == []
