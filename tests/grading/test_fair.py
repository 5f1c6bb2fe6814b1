"""What costs no points: printing, helpers in another answer cell. What gets a sentence: what only Jupyter runs."""

import pytest

from systemdesign.grading.borrowing import borrowed
from systemdesign.grading.jupyter import unparsed
from systemdesign.grading.lab import labs, load, source
from systemdesign.grading.process import Limits
from tests.grading.test_states import OURS

TALKS = "        print('x' * 2**20)\n        return [server for"
CHATTY = OURS[3].answer.replace("        return [server for", TALKS)


def test_printing_costs_nothing_and_what_is_too_much_is_cut(verdict):
    found = verdict(3, CHATTY)
    assert (found.state, found.hint) == ("right", "")
    assert found.printed.endswith("x\n[cut: an answer may print 256 kB]\n")


def test_an_answer_that_prints_for_ever_is_stopped_for_its_time(verdict):
    assert "look for a loop" in verdict(3, "while True: print('x')\n" + OURS[3].answer).hint


@pytest.mark.parametrize("line", ["%%time", "%timeit 3", "!ls", "?run", "run?", "    %time x = 3"])
def test_a_command_of_jupyter_gets_a_sentence(verdict, line):
    hint = verdict(3, f"{line}\n{OURS[3].answer}").hint
    assert hint.startswith(f"`{line.strip()}` is a command of Jupyter's own")


def test_an_await_outside_of_a_function_gets_a_sentence(verdict):
    assert "`await` outside of a function works in Jupyter alone" in verdict(3, f"{OURS[3].answer}\nawait x()\n").hint


@pytest.mark.parametrize("name", ["display", "get_ipython"])
def test_a_function_of_jupyter_gets_a_sentence(verdict, name):
    for answer in (f"{name}()\n{OURS[3].answer}", OURS[3].answer.replace("self.since = {}", f"self.since = {name}()")):
        assert verdict(3, answer).hint.startswith(f"`{name}` is Jupyter's own")


def test_a_mistake_in_the_code_is_no_matter_of_jupyter():
    assert unparsed("class A\n    pass") is None
    assert unparsed("x = (7\n  % 4)") is None


def test_a_name_that_no_answer_cell_defines_says_where_to_define_it(verdict):
    hint = verdict(3, OURS[3].answer.replace("self.since = {}", "self.since = fresh()")).hint
    assert "NameError: name 'fresh' is not defined  (part-3, line 6" in hint
    assert "define or import it in one of them" in hint


def test_an_import_and_a_helper_may_stand_in_another_answer_cell(states):
    helpers = "import heapq as pile\nFRESH = dict\n\ndef fresh():\n    return FRESH(pile.nlargest(0, []))\n\n"
    first = f"{helpers}{OURS[1].answer}"
    third = OURS[3].answer.replace("self.since = {}", "self.since = fresh()")
    assert states({1: first, 3: third}, [1, 3]) == {1: "right", 3: "right"}
    assert states({3: third, 4: f"{OURS[4].answer}\n\n{helpers}"}, [3]) == {3: "right"}


def test_another_cell_that_fails_costs_nothing(states):
    third = OURS[3].answer.replace("self.since = {}", "self.since = fresh()")
    for first in ("def fresh(): return {}\nwhile True: pass", "def fresh(): return {}\nraise SystemExit"):
        assert states({1: first, 3: third}, [3]) == {3: "right"}


def lent(cell, *others):
    return borrowed([["part-9", cell]], [[f"part-{number}", text] for number, text in enumerate(others, 1)])


def test_only_what_is_used_and_not_defined_is_lent():
    assert lent("def f(x):\n    return x + g()", "x = 1\ndef g(): return 2") == [["part-1", "\ndef g(): return 2"]]
    assert lent("def g(): pass\nprint(g, len)", "def g(): return 2\nlen = 3") == []


def test_of_two_definitions_the_last_is_lent():
    assert lent("g()", "def g(): return 1", "def g(): return 2") == [["part-2", "def g(): return 2"]]


def test_a_cell_that_does_not_parse_lends_nothing():
    assert lent("g()", "def g(: pass", "x = 1") == []


def test_what_is_lent_stays_on_its_line_with_its_decorator():
    told = "import functools\n\n@functools.cache\ndef g():\n    return 1\n\nx = 3"
    assert lent("g()", told) == [["part-1", "import functools\n\n@functools.cache\ndef g():\n    return 1"]]


@pytest.mark.parametrize("stem", [stem for stem in labs() if not load(stem).shown])
def test_every_lab_tells_its_limits(stem):
    text, limits = next(source(cell) for cell in load(stem).cells if cell["id"] == "how"), Limits()
    assert f"A part may take {limits.seconds} s (one step {limits.step:g} s) and {limits.memory >> 20} MB" in text
    assert f"of more than {limits.output >> 10} kB the rest is cut" in text
    assert "the grader takes the imports and helpers that your answers use, and nothing more" in text
