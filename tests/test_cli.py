"""The command line, as a reader types it."""

import json
import os

import pytest
from click.testing import CliRunner

from systemdesign.__main__ import main
from systemdesign.chapters.listing import as_lines
from systemdesign.chapters.loader import Chapter


def typed(*words):
    return CliRunner().invoke(main, words)


def test_list_names_chapters_experiments_parameters_and_labs():
    told = typed("list").output
    for word in ("03_load_balancing", "tail: How long", "load=0.1..0.9 (0.8)", "Labs", "00_tour"):
        assert word in told


def test_list_is_also_there_for_machines():
    told = json.loads(typed("list", "--json").output)
    assert told["chapters"]["03_load_balancing"]["tail"]["controls"][0]["name"] == "load"


def test_run_prints_the_call_the_numbers_and_the_reading():
    told = typed("run", "03_load_balancing", "tail", "load=0.5", "policy=round robin").output.splitlines()
    assert told[0] == 'tail(load=0.5, policy="round robin")'
    assert told[1].startswith("Mean")
    assert told[-1].startswith("With round robin at 50 % utilisation")


def test_a_seed_changes_the_numbers_and_repeats_them():
    first, again, other = (typed("run", "03_load_balancing", "tail", "--seed", seed, "--json").output for seed in "112")
    assert first == again != other


def test_several_seeds_give_an_interval_that_holds_the_theory():
    told = json.loads(typed("run", "03_load_balancing", "tail", "load=0.5", "--seeds", "8", "--json").stdout)
    mean = told["numbers"]["mean"]
    assert mean["low"] < mean["theory"] < mean["high"]
    assert (mean["high"] - mean["low"]) / mean["mean"] < 0.1


FILMED = """
from systemdesign.show import Chart, Film, Slider, experiment

def film(n, seed):
    film = Film([["desk"]], end=9.0)
    film.stay("7", "read", "desk", 0.0, n + seed, "answered")
    return film

@experiment(film=film, n=Slider(1, 5, default=2))
def reads(n, seed=0):
    '''How long?'''
    return Chart("Reads", reading="So long.")

@experiment(n=Slider(1, 5, default=2))
def unseen(n, seed=0):
    '''How long?'''
    return Chart("Unseen", reading="So long.")
"""


@pytest.fixture
def filmed(monkeypatch):
    """A chapter of which one experiment has a film, where the command line looks for chapters."""
    home = Chapter("42_reads", [FILMED])
    monkeypatch.setattr("systemdesign.__main__.chapter", lambda name: home)
    return home.experiments


@pytest.mark.usefixtures("filmed")
def test_a_film_is_told_as_a_timeline():
    assert typed("run", "42_reads", "reads", "n=3", "--seed", "1", "--film").output.splitlines() == [
        "reads(n=3)", "    0.000 s  read 7  desk", "    4.000 s  read 7  answered"]


def test_a_film_is_also_there_for_machines(filmed):
    told = json.loads(typed("run", "42_reads", "reads", "--film", "--json").output)
    assert told["film"] == filmed["reads"].film().to_json()
    assert (told["experiment"], told["settings"], told["seed"]) == ("reads", {"n": 2}, 0)


@pytest.mark.usefixtures("filmed")
@pytest.mark.parametrize(
    ("words", "hint"), [(("unseen", "--film"), "unseen has no film"), (("reads", "--film", "--seeds", "3"), "--seeds")])
def test_a_film_that_is_not_there_ends_with_code_2_and_a_way_out(words, hint):
    result = typed("run", "42_reads", *words)
    assert result.exit_code == 2
    assert hint in result.output + result.stderr


def test_list_marks_the_experiments_that_have_a_film(filmed):
    told = {name: filmed[name].to_json() for name in filmed}
    assert [line for line in as_lines({"chapters": {"42_reads": told}, "labs": []}) if "How long?" in line] == [
        "  reads: How long? [film]", "  unseen: How long?"]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("run", "03_load_balancin", "tail"), "Did you mean '03_load_balancing'"),
        (("run", "03_load_balancing", "tial"), "Did you mean 'tail'"),
        (("run", "03_load_balancing", "tail", "lod=0.9"), "Did you mean 'load'"),
        (("run", "03_load_balancing", "tail", "load=2"), "outside"),
        (("run", "03_load_balancing", "tail", "load"), "name=value"),
        (("run", "03_load_balancing", "tail", "--seed", "1", "--seeds", "2"), "one of the two"),
        (("run", "03_load_balancing", "tail", "--seeds", "1"), "seeds"),
    ],
)
def test_bad_input_ends_with_code_2_and_a_way_out(words, hint):
    result = typed(*words)
    assert result.exit_code == 2
    assert hint in result.output + result.stderr


@pytest.mark.parametrize(("data", "hint"), [
    (b"", "not JSON"), (b"{", "not JSON"), (b"\xff\xfe{", "not JSON"), (b"[1]", "format 4"), (b"null", "format 4"),
    (b'{"cells": [1]}', "format 4"),
    (b'{"nbformat": 3, "worksheets": []}', "format 4"), (b'{"cells": null}', "format 4"),
    (b'{"cells": [{"cell_type": "code"}]}', "format 4"), (b'{"cells": [{"source": []}]}', "format 4"),
    (None, "can't be read"), (b"[" * 99_999, "not JSON"),
])
def test_what_is_no_notebook_is_said_in_one_line(tmp_path, data, hint):
    path = tmp_path / "broken.ipynb"
    path.mkdir() if data is None else path.write_bytes(data)
    result = typed("run", str(path), "tail")
    assert result.exit_code == 2 and hint in result.stderr and result.stderr.count("\n") == 1


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    result = typed("run", str(tmp_path / "pipe.ipynb"), "tail")
    assert result.exit_code == 2 and "no regular file" in result.stderr


BROKEN = """
from systemdesign.show import Chart, Slider, experiment

@experiment(n=Slider(1, 5, default=2))
def reads(n, seed=0):
    '''How long?'''
    return n / 0
"""


@pytest.mark.parametrize(("cell", "hint"), [
    (BROKEN, "failed at `return n / 0`: ZeroDivisionError"), ("import (", "is no Python"),
    ("x = '\0'", "contain null bytes."), (BROKEN.replace("n / 0", "exit(3)"), "failed at `return exit(3)`: SystemExit"),
    (BROKEN.replace("n / 0", "None"), "failed: TypeError: reads must return a Chart"),
    (BROKEN.replace("return n / 0", "raise ValueError('a\\nb')"), "ValueError: a b"),
    (f"import nowhere_at_all as Chart\n{BROKEN.replace('Chart, ', '').replace('n / 0', 'Chart')}", "nowhere_at_all")])
def test_what_a_cell_raises_is_said_in_one_line_with_its_place(tmp_path, cell, hint):
    (tmp_path / "own.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "source": cell}]}))
    result = typed("run", str(tmp_path / "own.ipynb"), "reads")
    assert result.exit_code == 2 and hint in result.stderr and result.stderr.count("\n") == 1


def test_half_a_character_in_a_cell_costs_no_traceback(tmp_path):
    cell = json.dumps({"cells": [{"cell_type": "code", "source": BROKEN.replace("How", "\ud800")}]})
    (tmp_path / "own.ipynb").write_text(cell)
    assert "failed at" in typed("run", str(tmp_path / "own.ipynb"), "reads").stderr


def test_a_notebook_with_a_byte_order_mark_is_read(tmp_path, root):
    copy = tmp_path / "03_load_balancing.ipynb"
    copy.write_bytes(b"\xef\xbb\xbf" + (root / "book" / copy.name).read_bytes())
    assert typed("run", str(copy), "tail").exit_code == 0
