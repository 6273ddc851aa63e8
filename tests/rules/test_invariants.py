"""The twenty invariants of DOMAIN.md 8: which test holds each, so that none is lost when tests move."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HELD: dict[int, tuple[str, ...]] = {
    1: ("integration/test_course_steps.py::test_maintenance_follows_a_finished_course_and_may_run_beside_a_new_one",),
    2: ("integration/test_focus.py::test_a_formulation_has_exactly_one_primary_area_and_the_course_follows_it",),
    3: ("integration/test_goals.py::test_invariant_3_never_two_goals_are_active_by_default",),
    4: ("unit/test_courses.py::test_only_completed_sessions_of_a_course_kind_are_delivered",),
    5: ("integration/test_course_steps.py::test_delivered_never_passes_the_contract",),
    6: ("integration/test_lingering.py::test_invariant_6_every_lingering_issue_is_disposed_of_before_a_course_is_completed",),
    7: (
        "integration/test_safety_invariants.py::test_invariant_7_item_nine_always_makes_an_event",
        "integration/test_safety_invariants.py::test_invariant_7_holds_for_any_path_that_saves_a_score",
    ),
    8: ("integration/test_safety_invariants.py::test_invariant_8_an_event_never_closes_by_itself",),
    9: (
        "integration/test_private_notes.py::test_invariant_9_no_column_of_any_table_holds_a_word",
        "integration/test_private_notes.py::test_invariant_9_no_file_of_the_clinic_holds_a_word",
        "integration/test_private_notes.py::test_invariant_9_whoever_else_asks_gets_no_word",
        "integration/test_private_notes.py::test_invariant_9_letters_and_search_of_the_author_hold_no_word_either",
        "integration/test_private_notes.py::test_invariant_9_neither_logs_nor_errors_say_a_word",
    ),
    10: (
        "integration/test_sending.py::test_invariant_10_nothing_goes_out_without_a_valid_basis_and_a_line_in_the_log",
        "integration/test_sending.py::test_an_authorization_withdrawn_between_sign_and_print_stops_the_letter_with_its_reason",
    ),
    11: (
        "integration/test_release.py::test_invariant_11_a_part_2_letter_carries_the_statement_and_the_scope_of_the_consent",
        "unit/test_release.py::test_the_two_statements_are_the_regulations_own_words",
    ),
    12: (
        "integration/test_course_steps.py::test_a_course_under_sixteen_does_not_start_without_a_guardian_or_an_exemption",
        "unit/test_lifecycle.py::test_consent_follows_age",
    ),
    14: ("integration/test_race.py::test_no_slot_is_sold_twice_and_no_course_is_booked_by_halves",),
    15: ("integration/test_bad_times.py::test_a_series_keeps_its_wall_time_over_both_changes_of_the_clock",),
    16: (
        "integration/test_permissions.py::test_every_use_case_refuses_exactly_whom_it_must",
        "integration/test_permissions.py::test_every_guarded_query_refuses_exactly_whom_it_must",
    ),
    17: ("integration/test_moving_on.py::test_a_cancellation_is_late_inside_the_notice",),
    18: ("integration/test_courses.py::test_the_session_count_never_moves_the_phase",),
    19: ("integration/test_letters.py::test_a_reprint_is_the_same_bytes_whatever_changed_since",),
    20: (
        "integration/test_release.py::test_invariant_20_a_couple_letter_needs_the_authorization_of_every_adult",
        "unit/test_release.py::test_of_those_treated_together_every_adult_must_have_agreed",
    ),
}
WITH_THE_LETTERS = {13}
"""The co-signature comes with the letters of the chart."""


def test_every_invariant_is_held_by_a_test_that_is_there() -> None:
    assert set(HELD) | WITH_THE_LETTERS == set(range(1, 21))
    missing = [name for names in HELD.values() for name in names if not _is_there(name)]
    assert missing == []


def _is_there(name: str) -> bool:
    path, _, test = name.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in ast.walk(tree))
