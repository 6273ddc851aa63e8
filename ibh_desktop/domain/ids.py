"""Identifiers, one type per noun so that a room can never be passed for a patient."""

from typing import NewType

AppointmentId = NewType("AppointmentId", int)
ClosureId = NewType("ClosureId", int)
CourseId = NewType("CourseId", int)
GoalId = NewType("GoalId", int)
LetterId = NewType("LetterId", int)
LifeEventId = NewType("LifeEventId", int)
LocationId = NewType("LocationId", int)
NoteId = NewType("NoteId", int)
PatientId = NewType("PatientId", int)
PrivateNoteId = NewType("PrivateNoteId", int)
PersonId = NewType("PersonId", int)
RecipientId = NewType("RecipientId", int)
RoomId = NewType("RoomId", int)
SafetyEventId = NewType("SafetyEventId", int)
ScoreId = NewType("ScoreId", int)
ShiftId = NewType("ShiftId", int)
StaffId = NewType("StaffId", int)
TherapistId = NewType("TherapistId", int)
TimeOffId = NewType("TimeOffId", int)
