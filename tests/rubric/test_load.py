"""A rubric file is refused with the file, the line and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.models.touchpoint import Kind
from agent.rubric import load_rubric
from agent.rubric.load import DEFAULT

TEXT = DEFAULT.read_text(encoding="utf-8")
Rewrite = Callable[[str, str], Path]


@pytest.fixture
def rewrite(tmp_path: Path) -> Rewrite:
    """The built-in rubric with one passage replaced, in a file of its own."""

    def write(old: str, new: str) -> Path:
        assert TEXT.count(old) >= 1
        file = tmp_path / "ours.toml"
        file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
        return file

    return write


def refused(file: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        load_rubric(file)
    assert caught.value.file == file
    assert caught.value.remedy
    return caught.value


def line_of(file: Path, passage: str) -> int:
    lines = file.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if passage in line)


def test_the_built_in_rubric_covers_every_touchpoint_and_both_profiles() -> None:
    rubric = load_rubric()
    assert set(rubric.touchpoints) == set(Kind)
    assert set(rubric.profiles) == {"direct", "partner"}


def test_a_partner_lead_is_held_to_the_same_fit_and_bant_as_a_direct_one() -> None:
    direct, partner = load_rubric().profiles["direct"], load_rubric().profiles["partner"]
    assert (direct.max.fit, direct.max.bant, direct.mql.fit) == (
        partner.max.fit,
        partner.max.bant,
        partner.mql.fit,
    )
    assert (direct.max.fit, direct.max.intent) == (40, 60)
    assert (partner.max.intent + partner.max.ecosystem, partner.eql) == (60, 70)


def test_a_rubric_is_named_by_what_it_says_not_by_its_layout(rewrite: Rewrite) -> None:
    reference = load_rubric().reference
    assert load_rubric(rewrite('name = "b2b-saas"', '\n# a remark\nname = "b2b-saas"')).reference == reference
    changed = load_rubric(rewrite("mql = { fit = 24", "mql = { fit = 25")).reference
    assert changed != reference
    assert changed.startswith("b2b-saas@1#")


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load_rubric(file) == load_rubric()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in str(refused(tmp_path / "none.toml"))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('name = "récence"'.encode("latin-1"))
    assert "UTF-8" in str(refused(file))


def test_broken_toml_is_shown_with_its_line(rewrite: Rewrite) -> None:
    file = rewrite('version = "1"', 'version = "1')
    assert refused(file).line == line_of(file, "version =")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("half_life = 30", "half_life = 0", "intent.recency.half_life: input should be greater than 0"),
        ("half_life = 30", 'half_life = "soon"', "intent.recency.half_life: input should be a valid number"),
        ("each = 1.5", "eech = 1.5", "intent.frequency.each: is missing"),
        ("meeting = { points = 20", "meetings = { points = 20", "touchpoints.meetings"),
        ("mql = { fit = 24", "mql = { fit = 41", "profiles.direct: a threshold of mql is out of reach"),
        ("eql = 70", "eql = 170", "profiles.partner: the threshold eql is out of reach"),
        (
            "recency = 15,",
            "recency = 20,",
            "profiles.direct: recency, frequency and depth give 65 at most, max says 60",
        ),
        ("ideal = { points = 10", "ideal = { points = 12", "fit gives 42 at most, max says 40"),
        ("upper = { points = 7", "upper = { points = 11", '"upper" gives more points than "ideal" above it'),
        ("min = 501, max = 2000", "min = 400, max = 2000", 'levels "ideal" and "upper" overlap'),
        (
            "min = 501, max = 2000",
            "min = 600, max = 2000",
            'nothing between levels "ideal" and "upper" (501 to 599)',
        ),
        ('words = ["silver", ', 'words = ["gold", ', 'ecosystem.partner_tier: "gold" stands in'),
        ("otherwise = true\n", "", 'fit.country: level "outside" can never be reached'),
        ("levels.contradictory", "levels.contradicting", "bant.budget: its levels are"),
        ('levels = ["country.outside"]', 'levels = ["country.abroad"]', "there is no level country.abroad"),
        ("days = 30,", "days = 3,", "intent.recency.levels: days go up from level to level"),
        ("count = 1,", "count = 2,", "intent.frequency.levels: counts go down from level to level, to 1"),
        ("confirmed = 2\n", "confirmed = 5\n", "sql.confirmed: input should be less than or equal to 4"),
    ],
)
def test_what_a_rubric_cannot_mean_is_refused_where_it_stands(
    rewrite: Rewrite, old: str, new: str, reason: str
) -> None:
    assert reason in str(refused(rewrite(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "passage"),
    [
        ("half_life = 30", "half_life = 0", "half_life = 0"),
        ("mql = { fit = 24", "mql = { fit = 41", "[profiles.direct]"),
        ("points = 7, min = 501", 'points = "7 or so", min = 501', "7 or so"),
        ("levels.indicated = { points = 6,", "levels.indicated = { points = 6.5,", "points = 6.5"),
        ("[told]", "[tolled]", "[tolled]"),
    ],
)
def test_the_line_of_the_fault_is_named(rewrite: Rewrite, old: str, new: str, passage: str) -> None:
    file = rewrite(old, new)
    assert refused(file).line == line_of(file, passage)
