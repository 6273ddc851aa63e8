"""Substance use records under 42 CFR Part 2: what is protected, and the statements that go with it (DOMAIN.md 4.5).

The two statements are the regulation's own words (42 CFR 2.32(a)); not a letter of them may be changed.
"""

from ibh_desktop.domain.disclosure import Information, Notice, Part2

SHORT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""42 CFR 2.32(a)(2): for faxes and labels."""

LONG = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). These rules "
    "prohibit you from using or disclosing this record, or testimony that describes the information contained in this record, "
    "in any civil, criminal, administrative, or legislative proceedings by any Federal, State, or local authority, against "
    "the patient, unless authorized by the consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as authorized "
    "by a court in accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules prohibit you from making any other use "
    "or disclosure of this record unless at least one of the following applies: (i) Further use or disclosure is expressly "
    "permitted by the written consent of the individual whose information is being disclosed in this record or as otherwise "
    "permitted by 42 CFR part 2. (ii) You are a covered entity or business associate and have received the record for "
    "treatment, payment, or health care operations, or (iii) You have received the record from a covered entity or business "
    "associate as permitted by 45 CFR part 164, subparts A and E. A general authorization for the release of medical or other "
    "information is NOT sufficient to meet the required elements of written consent to further use or redisclose the record "
    "(see 42 CFR 2.31)."
)
"""42 CFR 2.32(a)(1): for letters."""

TEXTS = {Notice.NONE: "", Notice.SHORT: SHORT, Notice.LONG: LONG}


def is_protected(flag: Part2, information: frozenset[Information], *, program: bool = False) -> bool:
    """Whether Part 2 protects what is told; a flag that is not settled counts as yes.

    Of a patient's record only what is said about substance use; all of it when the place or the therapist works as a Part 2
    program, whose patients cannot even be named as such (42 CFR 2.12(a)(1)).
    """
    return program or (flag is not Part2.NO and Information.SUBSTANCE_USE in information)
