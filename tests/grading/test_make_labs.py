"""Starters are made from solutions: nothing but the answers differs, and the answers are gone."""

import ast

import pytest

from systemdesign.grading.lab import COURSE, labs, load, read
from tools.make_labs import main, skeleton, starter
from tools.normalise import text

NAMES = labs()


@pytest.mark.parametrize("stem", NAMES)
def test_the_committed_starter_is_what_the_solution_makes(stem):
    made = text(starter(read(COURSE / "solutions" / f"{stem}.ipynb")))
    assert (COURSE / "labs" / f"{stem}.ipynb").read_text(encoding="utf-8") == made


def test_the_check_finds_nothing_to_do():
    assert main(check=True) == 0


def test_the_check_counts_starters_that_are_stale_or_strays(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("tools.make_labs.LABS", tmp_path)
    assert main() == 0
    assert main(check=True) == 0
    (tmp_path / f"{NAMES[0]}.ipynb").write_text("{}")
    (tmp_path / "98_gone.ipynb").write_text("{}")
    assert main(check=True) == 2
    assert "run `make labs`" in capsys.readouterr().out


@pytest.mark.parametrize("stem", NAMES)
def test_only_answers_differ_between_starter_and_solution(stem):
    solution = read(COURSE / "solutions" / f"{stem}.ipynb")["cells"]
    made = read(COURSE / "labs" / f"{stem}.ipynb")["cells"]
    changed = {ours["id"] for ours, theirs in zip(solution, made, strict=True) if ours != theirs}
    assert changed == {part.cell for part in load(stem).parts.values() if not part.keep}


def test_no_line_of_an_answer_is_left_but_its_interface():
    made = {cell["id"]: "".join(cell["source"]) for cell in read(COURSE / "labs" / "03_load_balancing.ipynb")["cells"]}
    for part in load("03_load_balancing").parts.values():
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        for function in [thing for thing in ast.walk(ast.parse(made[part.cell])) if isinstance(thing, functions)]:
            body = [line for line in function.body if not isinstance(line, ast.Expr)]
            assert [type(line) for line in body] == [ast.Raise]
        assert f'raise NotImplementedError("Part {part.number}: {part.title}")' in made[part.cell]


def test_the_interface_keeps_signatures_and_docstrings_and_drops_helpers():
    interface = 'class A(B):\n    """A thing."""\n\n    def go(\n        self, x=1\n    ):\n        """Go."""\n'
    code = f"import os\n\n{interface}        return x\n\n    def _help(self):\n        pass\n"
    assert skeleton(code, "Part 9: x") == f'{interface}        raise NotImplementedError("Part 9: x")'


def test_the_interface_says_which_method_is_a_property():
    interface = 'class A:\n\n    @property\n    def state(self):\n        """Its state."""\n'
    assert (
        skeleton(f"{interface}        return self.b.state\n", "x")
        == f'{interface}        raise NotImplementedError("x")'
    )


def test_a_function_that_is_an_answer_leaves_its_signature_and_its_docstring():
    interface = 'def needed(rate, service):\n    """How many."""\n'
    code = f"from math import log\n\n\n{interface}    return _most(rate)\n\n\ndef _most(rate):\n    return log(rate)\n"
    assert skeleton(code, "Part 9: x") == f'{interface}    raise NotImplementedError("Part 9: x")'
