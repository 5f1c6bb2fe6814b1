"""How many files may be open, as the kernel says it of this process."""

import resource

import pytest

from systemdesign.engines import EngineFailed
from systemdesign.engines.child.files import ENOUGH, as_many_as_allowed


@pytest.fixture
def limits():
    """Sets this process's limits for a test."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield lambda soft: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, before[1]))
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def soft():
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_a_low_limit_is_raised_for_as_long_as_it_takes(limits):
    limits(256)
    with as_many_as_allowed():
        assert soft() == min(ENOUGH, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    assert soft() == 256


def test_a_high_limit_is_left_alone(limits):
    high = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    limits(high)
    with as_many_as_allowed():
        assert soft() == high


@pytest.mark.parametrize(("hard", "fails"), [(255, True), (256, False)])
def test_where_it_cannot_be_raised_enough_a_sentence_says_so(monkeypatch, hard, fails):
    monkeypatch.setattr(resource, "getrlimit", lambda what: (64, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: None)
    if not fails:
        with as_many_as_allowed():
            return
    with pytest.raises(EngineFailed, match=r"only 255 files may be open at a time here \(ulimit -n\)"):
        as_many_as_allowed().__enter__()
