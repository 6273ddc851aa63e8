"""All tables; importing this module registers every one of them."""

from ibh_desktop.store.schema.appointments import Appointment
from ibh_desktop.store.schema.audit import Audit
from ibh_desktop.store.schema.base import Base
from ibh_desktop.store.schema.clinic import Clinic, KeySlots, SettingRow
from ibh_desktop.store.schema.courses import Course, Goal, SafetyEvent, Score, TherapyGroup
from ibh_desktop.store.schema.letters import Letter, Recipient
from ibh_desktop.store.schema.patients import OwnPatient, Patient, PatientKey
from ibh_desktop.store.schema.places import Closure, Location, LocationHours, Room
from ibh_desktop.store.schema.staff import Shift, ShiftBreak, ShiftException, Staff, Therapist, TimeOff

__all__ = [
    "Appointment",
    "Audit",
    "Base",
    "Clinic",
    "Closure",
    "Course",
    "Goal",
    "KeySlots",
    "Letter",
    "Location",
    "LocationHours",
    "OwnPatient",
    "Patient",
    "PatientKey",
    "Recipient",
    "Room",
    "SafetyEvent",
    "Score",
    "SettingRow",
    "Shift",
    "ShiftBreak",
    "ShiftException",
    "Staff",
    "Therapist",
    "TherapyGroup",
    "TimeOff",
]
