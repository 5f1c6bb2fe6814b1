"""Late days and what they cost, exact, from a file whose every mistake is told."""

from fractions import Fraction

import pytest

from systemdesign.grading.cohort.policy import Standing, moment, read, shown, standing, unknown
from systemdesign.grading.lab import Unusable

DEADLINE = "deadline = 2026-12-01T12:00:00Z\n"


@pytest.fixture
def policy(tmp_path):
    def written(text):
        path = tmp_path / "policy.toml"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return written


@pytest.mark.parametrize(
    ("handed_in", "days"),
    [
        ("2026-12-01T12:00:00+00:00", 0),
        ("2026-12-01T12:00:01+00:00", 1),
        ("2026-12-02T12:00:00+00:00", 1),
        ("2026-12-02T12:00:00.000001+00:00", 2),
        ("2026-12-02T17:00:00+05:00", 1),
        ("2026-11-01T00:00:00+00:00", 0),
        ("", 0),
    ],
)
def test_each_day_begun_counts_and_the_moment_itself_is_in_time(policy, handed_in, days):
    assert policy(DEADLINE).days("Ada", handed_in) == days


def test_days_are_counted_from_the_end_of_the_grace(policy):
    found = policy(DEADLINE + "grace = 15")
    times = ["01T12:15:00Z", "01T12:15:01Z", "02T12:15:00Z", "02T12:15:01Z"]
    assert [found.days("Ada", f"2026-12-{time}") for time in times] == [0, 1, 1, 2]


def test_a_day_has_24_hours_in_the_night_in_which_clocks_go_back(policy):
    found = policy("deadline = 2026-10-24T23:59:00+02:00")
    assert found.days("Ada", "2026-10-25T22:59:00+01:00") == 1, "24 hours later, at another time by the wall"
    assert found.days("Ada", "2026-10-25T22:59:01+01:00") == 2


def test_a_penalty_is_taken_from_the_points_reached_or_from_the_maximum(policy, record):
    late = record("Ada", 4, handed_in="2026-12-03T11:00:00Z")
    assert policy(DEADLINE + "penalty = 10").standing(late, 12).final == 8 - Fraction(16, 10)
    assert policy(DEADLINE + 'penalty = 10\nof = "maximum"').standing(late, 12).final == 8 - Fraction(24, 10)


def test_penalties_are_exact_where_a_float_is_not(policy, record):
    late = record("Ada", 1, 2, 3, handed_in="2026-12-04T11:00:00Z")
    stood = policy(DEADLINE + "penalty = 33.3").standing(late, 12)
    assert (stood.days, stood.penalty, stood.final) == (3, 4 * Fraction(999, 1000), Fraction(4, 1000))


def test_nobody_loses_more_than_there_is(policy, record):
    late = record("Ada", 1, 3, 4, handed_in="2026-12-20T11:00:00Z")
    stood = policy(DEADLINE + 'penalty = 50\nof = "maximum"').standing(late, 12)
    assert (stood.penalty, stood.final) == (3, 0)


def test_a_floor_stays_until_the_last_day_that_counts(policy, record):
    found = policy(DEADLINE + "penalty = 40\nfloor = 50\nmost = 3")
    stood = [found.standing(record("Ada", 4, handed_in=f"2026-12-0{day}T12:00:00Z"), 12).final for day in (2, 3, 4, 5)]
    assert stood == [8 - Fraction(32, 10), 4, 4, 0]


def test_an_extension_is_days_or_another_deadline_and_another_student_has_none(policy):
    found = policy(
        DEADLINE + '[extensions]\n"Ada" = 2\n"Bo" = 2026-12-05T00:00:00+01:00\n"Cy" = "2026-12-05T00:00:00Z"'
    )
    assert [found.days(name, "2026-12-05T00:00:00Z") for name in ("Ada", "Bo", "Cy", "Di")] == [2, 1, 0, 4]
    assert unknown(found, ["Ada", "Cy"]) == ["Bo"]


def test_a_policy_says_in_words_what_being_late_costs(policy):
    assert policy(DEADLINE + 'penalty = 12.5\nof = "maximum"\ngrace = 15\nfloor = 40\nmost = 3').words == (
        "12.5 percent of the points possible for each day begun; the first 15 minutes are free; "
        "40 percent of the points reached stay; after 3 days nothing counts. "
        "Points are rounded to hundredths, a half up."
    )
    assert policy(DEADLINE).words.startswith("nothing for the days themselves.")


def test_without_a_policy_nobody_is_late(record):
    assert standing(None, record("Ada", handed_in="2036-12-05T00:00:00Z"), 12) == Standing(final=Fraction(12))


@pytest.mark.parametrize(
    ("points", "text"), [(Fraction(1, 200), "0.01"), (Fraction(7996, 1000), "8"), (Fraction(5, 2), "2.5"), (0, "0"),
                         (Fraction(4, 1000), "0"), (10, "10")]
)  # fmt: skip
def test_points_are_rounded_to_hundredths_and_a_half_goes_up(points, text):
    assert shown(points) == text


def test_a_time_without_a_zone_in_a_record_is_utc():
    assert moment("2026-12-01T12:00:00") == moment("2026-12-01T13:00:00+01:00")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("penalty = 10", "deadline is missing. Write one, such as 2026-12-01T23:59:00+01:00"),
        ("deadline = 2026-12-01T23:59:00", "deadline is 2026-12-01 23:59:00, which has no time or no zone"),
        ("deadline = 2026-12-01", "deadline is 2026-12-01, which has no time or no zone"),
        ('deadline = "tomorrow"', "deadline is tomorrow"),
        ('deadline = "0001-01-01T00:00:00+23:00"', "outside the calendar"),
        ("deadline = 12", "deadline is 12"),
        (DEADLINE + "penalty = 110", "penalty is 110. Write percent for each day begun, from 0 to 100"),
        (DEADLINE + "penalty = true", "penalty is True"),
        (DEADLINE + 'grace = "15"', "grace is 15. Write minutes, such as 15"),
        (DEADLINE + "most = -1", "most is -1. Write days, such as 3"),
        (DEADLINE + "floor = inf", "floor is Infinity"),
        (DEADLINE + "floor = nan", "floor is NaN"),
        (DEADLINE + 'of = "all"', "of is 'all'. Write of = \"reached\""),
        (DEADLINE + "of = []", "of is []"),
        (DEADLINE + "penalti = 10", "penalti is no key of a policy: those are deadline, of, grace, penalty"),
        (DEADLINE + "extensions = 2", "extensions is a table"),
        (DEADLINE + "[extensions]\nAda = -1", "[extensions] 'Ada' is -1. Write days more"),
        (DEADLINE + "[extensions]\nAda = 2026-12-05", "[extensions] 'Ada' is 2026-12-05"),
        (DEADLINE + "deadline = 1", "is not TOML"),
        ("deadline: tomorrow", "is not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_the_file_and_the_key(policy, text, told):
    with pytest.raises(Unusable, match=r"policy\.toml") as error:
        policy(text)
    assert told in str(error.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(Unusable, match="There is no policy"):
        read(tmp_path / "none.toml")
