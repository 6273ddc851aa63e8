"""Lines of a letter: other words keep the source, and what is left out is kept."""

from ibh_desktop.domain.letter_lines import Line, loaded, reworded, stored, text_of


def test_other_words_keep_the_source_and_say_so_once() -> None:
    line = Line("PHQ-9: 9.", "PHQ-9")
    other = reworded(line, "PHQ-9: nine.")
    assert other == Line("PHQ-9: nine.", "PHQ-9, reworded")
    assert reworded(other, "Nine.") == Line("Nine.", "PHQ-9, reworded")
    assert reworded(line, line.text) is line
    assert reworded(Line("Mine."), "Mine too.") == Line("Mine too.")


def test_lines_that_are_left_out_are_stored_and_not_printed() -> None:
    part = (Line("One.", "goal 1", on=False), Line("Two.", "goal 2"), Line(" "))
    assert text_of(part) == "Two."
    assert loaded(stored({"goals": part})) == {"goals": part}
