"""Lab 18, part 4."""

import pytest


@pytest.mark.rule(1)
def test_it_is_there(lab):
    assert lab is not None, "Define it."
