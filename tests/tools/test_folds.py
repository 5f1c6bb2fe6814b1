"""Which code is folded, and under which name."""

import re

import pytest

from tools.assets import published
from tools.folds import NAMES, kind

FOLD = re.compile(r'<details class="fold"><summary>(.*?)</summary>')
EXPERIMENT = "@experiment(n=Slider(1, 3))\ndef own(n):\n    return own_chart(n)\n\nown"


@pytest.mark.parametrize(("code", "expected"), [
    ("import asyncio\nfrom systemdesign import run", "imports"),
    ("def own_chart(n):\n    return Chart('Own')", "drawing"),
    (EXPERIMENT, "figure"),
    (f"SPEEDS = [1, 2]\n\n{EXPERIMENT}", "figure"),
    ("numbers = await measured()\nChart('Measured', series=[])", "figure"),
    ("from systemdesign import run\nrun(shop)", None),
    ("def own(n):\n    return n", None),
    ("own.holds(Near('n', 0.1))", "promises"),
    ("assert own(n=2).numbers['n'].value == 2", None),
    ("", None),
])
def test_a_cell_is_folded_by_what_it_is(code, expected):
    assert kind(code) == expected


@pytest.fixture(scope="module")
def pages(root):
    """{stem: the built page}."""
    return {path.stem: (root / "_build/html/book" / f"{path.stem}.html").read_text("utf-8") for path in published(root)}


def test_the_code_of_every_experiment_is_folded_under_its_figure(pages):
    for stem, page in pages.items():
        for figure in page.split('<figure class="experiment"')[1:]:
            below = figure.partition("</figure>")[2]
            name, code = below.partition("<summary>")[2].split("</summary>")[:2]
            assert name == NAMES["figure"], stem
            assert "@experiment" in re.sub("<.*?>", "", code.partition("</details>")[0]), stem


def test_what_only_says_how_a_figure_is_drawn_lies_under_it(pages):
    for page in pages.values():
        names = FOLD.findall(page)
        drawings = [k for k, name in enumerate(names) if name == NAMES["drawing"]]
        assert all(names[k - 1] in (NAMES["figure"], NAMES["drawing"]) for k in drawings)


def test_solutions_are_numbered_in_their_order(pages):
    for stem, page in pages.items():
        numbers = [name for name in FOLD.findall(page) if name.startswith("Solution")]
        assert numbers == [f"Solution {k}" for k in range(1, len(numbers) + 1)] != [], stem


def test_no_fold_has_the_name_that_tells_nothing(pages):
    assert not [stem for stem, page in pages.items() if "Show code cell" in page]
    assert all(NAMES["imports"] in FOLD.findall(page) for page in pages.values())
