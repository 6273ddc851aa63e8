"""What a kind of letter takes from the chart: a proposal that its writer reads, rewords and unticks line by line."""

from dataclasses import dataclass

from ibh_desktop.domain.ids import AppointmentId, CourseId, PatientId, RecipientId, TherapistId
from ibh_desktop.domain.letter_lines import Lines


@dataclass(frozen=True, slots=True)
class Proposed:
    """A letter before it is begun: whom it is about, whom it goes to, and its lines with where each comes from."""

    kind: str
    patient: PatientId
    therapist: TherapistId
    course: CourseId | None
    appointment: AppointmentId | None
    recipient: RecipientId | None
    lines: Lines
