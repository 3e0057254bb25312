"""Words that cannot wait, and the number that helps."""

import pytest

from complaints import emergencies
from tests.intake.conftest import NUMBERS


def needed(story, numbers=NUMBERS):
    found = emergencies.help_for(numbers, story)
    return [line.number for line in [*found.lines, found.violence] if line and line.needed]


@pytest.mark.parametrize(
    ("story", "numbers"),
    [
        ("Ada KEBAKARAN di pasar", ["113"]),
        ("Kecelakaannya parah, motor terbakar", ["113", "119"]),
        ("Saya dipukul petugas parkir", ["110"]),
        ("Istri tetangga kena KDRT", ["129"]),
        ("anaknya dicabuli, ada kekerasan", ["129"]),
        ("Lampu jalan mati sejak seminggu", []),
        ("Pembakaran sampah setiap sore", []),
        ("", []),
    ],
)
def test_the_story_speaks_for_the_line(story, numbers):
    assert needed(story) == numbers


def test_a_number_that_is_not_confirmed_is_not_shown():
    assert needed("Ada yang tenggelam di dermaga") == []  # 115 is not among the numbers
    unconfirmed = [row | {"unconfirmed": True} for row in NUMBERS]
    assert emergencies.help_for(unconfirmed, "kebakaran") == emergencies.Help([], None)
    assert emergencies.help_for([], "kebakaran").danger is False


def test_one_general_number_serves_for_all_dangers_once_it_is_confirmed():
    numbers = [row | {"unconfirmed": False} for row in NUMBERS]
    found = emergencies.help_for(numbers, "Ada yang tenggelam")
    assert [(line.number, line.needed) for line in found.lines] == [("112", True)]
    assert found.violence.number == "129"
    assert not found.violence.needed


def test_the_script_gets_the_same_words():
    for line in emergencies.help_for(NUMBERS).lines:
        assert not set("|\\()[]{}^$.*+?") & set("".join(line.words))  # they stand in a pattern
