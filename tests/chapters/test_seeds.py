"""One experiment under several seeds."""

import pytest

from systemdesign.chapters.seeds import numbers_over_seeds, table


def test_the_interval_is_students_over_the_seeds(area):
    numbers = numbers_over_seeds(area, {"side": 2}, range(3))
    assert numbers["area"]["mean"] == pytest.approx(4.125)
    half = 4.3027 * 0.125 / 3**0.5
    assert numbers["area"]["high"] - numbers["area"]["mean"] == pytest.approx(half, rel=1e-4)


def test_the_table_says_mean_interval_and_theory(area):
    (line,) = table(numbers_over_seeds(area, {"side": 2}, range(3)))
    assert line.split("  ")[0] == "area"
    assert "95 % within 3.81 m² to 4.44 m²" in line
    assert line.endswith("(theory 4 m²)")
