"""Identifiers, one type per noun so that a room can never be passed for a patient."""

from typing import NewType

AppointmentId = NewType("AppointmentId", int)
CourseId = NewType("CourseId", int)
GoalId = NewType("GoalId", int)
HomeworkId = NewType("HomeworkId", int)
IssueId = NewType("IssueId", int)
LetterId = NewType("LetterId", int)
LocationId = NewType("LocationId", int)
PatientId = NewType("PatientId", int)
RecipientId = NewType("RecipientId", int)
RoomId = NewType("RoomId", int)
SafetyEventId = NewType("SafetyEventId", int)
ScoreId = NewType("ScoreId", int)
ShiftId = NewType("ShiftId", int)
StaffId = NewType("StaffId", int)
TherapistId = NewType("TherapistId", int)
TimeOffId = NewType("TimeOffId", int)
