"""Tables of the front desk's day that start-up does not need; mapping them takes time.

Importing this module registers every one of them. Codes are texts of 120; what they may hold stands in the domain.
"""

from ibh_desktop.store.frontdesk.contact import CallMade, PatientContact
from ibh_desktop.store.frontdesk.coverage import Coverage, DeskConsent, EstimateTask, PatientChange
from ibh_desktop.store.frontdesk.inquiries import Inquiry, InquiryFile, InquiryStep
from ibh_desktop.store.frontdesk.names import NameKey
from ibh_desktop.store.frontdesk.visits import DeskNote, VisitStep
from ibh_desktop.store.frontdesk.waitlist import SlotOffer, WaitlistEntry

__all__ = [
    "CallMade",
    "Coverage",
    "DeskConsent",
    "DeskNote",
    "EstimateTask",
    "Inquiry",
    "InquiryFile",
    "InquiryStep",
    "NameKey",
    "PatientChange",
    "PatientContact",
    "SlotOffer",
    "VisitStep",
    "WaitlistEntry",
]
