"""The sample: in N commits everything has run, one commit runs one sample, and what is left out is told."""

import re
import subprocess
from os import pathsep

import pytest

ITEMS, OF = 30, 5
TESTS = f"""
    import pytest

    @pytest.mark.sampled(of={OF})
    @pytest.mark.parametrize("k", range({ITEMS}))
    def test_long(k):
        pass

    @pytest.mark.sampled(of={OF})
    @pytest.mark.parametrize("word", ["one", "two"])
    def test_two(word):
        pass

    @pytest.mark.parametrize(
        "k", [pytest.param(k, marks=pytest.mark.sampled(of={OF}, turn=k)) for k in range(10)]
    )
    def test_given(k):
        pass

    def test_short():
        pass
"""


@pytest.fixture
def ran(pytester, root, monkeypatch):
    """`ran(*arguments)`: the names of the tests that passed, and the lines that the run ended with."""
    library = pytester.mkdir("library")  # which brings tests of its own along, as Ciw does
    (library / "tests").mkdir()
    (library / "tests/__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", pathsep.join(map(str, (root, library))))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(test_it=TESTS)

    def run(*arguments):
        result = pytester.runpytest_subprocess("-v", "-p", "tests.sample", "-p", "xdist", *arguments)
        assert result.ret == 0, result.stdout.str()
        lines = [line for line in result.outlines if "PASSED" in line]
        names = sorted(re.search(r"test_it\.py::(\S+)", line)[1] for line in lines)
        return names, [line for line in result.outlines if line.startswith("sample ")]

    return run


@pytest.fixture
def commit(pytester):
    """`commit()`: one commit more."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-C", pytester.path]
    subprocess.run([*git, "init", "-q"], check=True)
    return lambda: subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "more"], check=True)


def long(names):
    return [name for name in names if name.startswith("test_long")]


def test_consecutive_commits_run_every_item_once(ran, commit):
    seen = []
    for _ in range(OF):
        commit()
        seen += long(ran()[0])
    assert sorted(seen) == sorted(f"test_long[{k}]" for k in range(ITEMS))


def test_one_commit_runs_one_sample_on_one_process_or_two(ran, commit):
    commit()
    alone = ran()
    assert 0 < len(long(alone[0])) < ITEMS
    assert ran("-n2") == alone


def test_a_given_turn_is_kept(ran, commit):
    for turn in (1, 2):
        commit()
        given = [name for name in ran()[0] if name.startswith("test_given")]
        assert given == [f"test_given[{turn}]", f"test_given[{turn + OF}]"]


def test_in_a_longer_book_a_round_takes_more_commits_and_still_runs_every_item_once(ran, commit, monkeypatch):
    monkeypatch.setenv("SYSTEMDESIGN_CHAPTERS", "6")  # one more than a sample is marked for
    seen = []
    for _ in range(2 * OF):
        commit()
        seen += [name for name in ran()[0] if name.startswith(("test_long", "test_given"))]
    assert set(seen) == {f"test_{name}[{k}]" for name, items in (("long", ITEMS), ("given", 10)) for k in range(items)}
    assert len(long(seen)) < 1.2 * ITEMS  # where it is nobody's turn, one stands in


def test_what_the_sample_left_out_is_counted_for_each_test(ran):
    names, told = ran()
    few = len(long(names))
    assert f"sample 1 of {OF} ran {few} of {ITEMS}, not {ITEMS - few}: test_it.py::test_long" in told
    assert f"sample 1 of {OF} ran 1 of 2, not 1: test_it.py::test_two" in told


def test_the_whole_runs_everything_and_says_what_a_sample_would_not(ran):
    names, told = ran("--whole")
    assert len(long(names)) == ITEMS
    assert len(told) == 3
    assert all(" would run " in line for line in told)


def test_a_test_of_which_nothing_would_run_runs_one(ran):
    for _, told in (ran("-k", f"test_long and {k}") for k in (7, 8, 9)):
        assert not any("ran 0 of" in line for line in told)


def test_an_item_that_is_named_runs(ran):
    for k in range(OF):
        names, told = ran(f"test_it.py::test_long[{k}]")
        assert long(names) == [f"test_long[{k}]"] and not told
