"""Tables of the chart, apart from those of the front desk: start-up needs none of them, and mapping them takes time.

Importing this module registers every one of them. Codes are texts of 120; what they may hold stands in the domain.
"""

from ibh_desktop.store.chart.contract import Amendment, Assignment, Contract, CourseStep, Outreach, TaskDone
from ibh_desktop.store.chart.goals import GoalRating, Homework, LingeringIssue
from ibh_desktop.store.chart.inventory import InventoryPerson, Snapshot
from ibh_desktop.store.chart.law import Authorization, Disclosure, Guardian
from ibh_desktop.store.chart.notes import Addendum, NoteDraft, PrivateKeySlot, PrivateNote, SessionNote
from ibh_desktop.store.chart.problems import DisputeStage, Formulation, LifeEvent, ProblemDetail
from ibh_desktop.store.chart.safety import Assessment, ScreenerAnswers, Told

__all__ = [
    "Addendum",
    "Amendment",
    "Assessment",
    "Assignment",
    "Authorization",
    "Contract",
    "CourseStep",
    "Disclosure",
    "DisputeStage",
    "Formulation",
    "GoalRating",
    "Guardian",
    "Homework",
    "InventoryPerson",
    "LifeEvent",
    "LingeringIssue",
    "NoteDraft",
    "Outreach",
    "PrivateKeySlot",
    "PrivateNote",
    "ProblemDetail",
    "ScreenerAnswers",
    "SessionNote",
    "Snapshot",
    "TaskDone",
    "Told",
]
