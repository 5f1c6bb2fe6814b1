"""Which code is folded, and under which name."""

import re
from itertools import pairwise

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

from tools.assets import published
from tools.folds import BESIDE, NAMES, Fold, Folding, kind

FOLD = re.compile(r'<details class="fold"><summary>(.*?)</summary>')
EXPERIMENT = "@experiment(n=Slider(1, 3))\ndef own(n):\n    return own_chart(n)\n\nown"


@pytest.mark.parametrize(("code", "expected"), [
    ("import asyncio\nfrom systemdesign import run", "imports"),
    ("def own_chart(n):\n    return Chart('Own')", "drawing"),
    ("def own_film(n):\n    return Film([['door']], end=n)", "filming"),
    ("def own_film(n): ...\ndef own_chart(n):\n    return Chart('Own')", "drawing"),
    (EXPERIMENT, "figure"),
    (f"SPEEDS = [1, 2]\n\n{EXPERIMENT}", "figure"),
    ("numbers = await measured()\nChart('Measured', series=[])", "figure"),
    ("from systemdesign import run\nrun(shop)", None),
    ("def own(n):\n    return n", None),
    ("own.holds(Near('n', 0.1))", "promises"),
    ("LATE = {'n': 3}\nown.holds(Near('n', 0.1, at=LATE))", "promises"),
    ("assert own.theory(2) == 2\nown.holds(Near('n', 0.1))", "promises"),
    ("own.holds(Near('n', 0.1))\nassert own.theory(2) == 2", None),
    ("ENDS = 1, 2\ndef own_chart(n):\n    return Chart('Own')", "drawing"),
    ("async def trial(n): ...\ndef own_chart(n):\n    return Chart('Own')", None),
    ("assert own(n=2).numbers['n'].value == 2", None),
    ("", None),
])
def test_a_cell_is_folded_by_what_it_is(code, expected):
    assert kind(code) == expected


def cell(code, shown=""):
    """A code cell as MyST-NB reads it."""
    parts = [nodes.container("", nodes.literal_block(text=code), nb_element="cell_code_source")]
    parts += [nodes.container("", nodes.paragraph(text=shown), nb_element="cell_code_output")] if shown else []
    return nodes.container("", *parts, nb_element="cell_code")


def told(*parts):
    """What a reader of a section with these parts meets: texts, and the names of folds."""
    document = new_document("a chapter", get_default_settings())
    document += nodes.section("", *parts)
    Folding(document).run()
    found = document.findall(lambda node: isinstance(node, Fold | nodes.paragraph))
    return [node["name"] if isinstance(node, Fold) else node.astext() for node in found]


def test_drawing_filming_and_promises_beside_a_figure_go_under_it_in_the_order_of_reading():
    before = cell("def own_chart(n): ..."), cell("def own_film(n): ...")
    names = [NAMES[kind] for kind in ("figure", "drawing", "filming", "promises")]
    found = told(*before, cell(EXPERIMENT, "figure"), cell("own.holds()", "under each seed"))
    assert found == ["figure", *names, "under each seed"]


def test_text_parts_a_figure_from_what_draws_it():
    parts = cell("def own_chart(n): ..."), nodes.paragraph(text="Predict."), cell(EXPERIMENT, "figure")
    assert told(*parts) == [NAMES["drawing"], "Predict.", "figure", NAMES["figure"]]


def test_a_heading_parts_a_figure_from_what_is_promised():
    elsewhere = nodes.section("", cell("own.holds()", "under each seed"))
    assert told(cell(EXPERIMENT, "figure"), elsewhere)[1:] == [NAMES["figure"], NAMES["promises"], "under each seed"]


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


def test_what_only_says_how_a_figure_is_made_lies_under_it(pages):
    means = [NAMES[kind] for kind in BESIDE]
    for page in pages.values():
        names = FOLD.findall(page)
        assert all(before in (NAMES["figure"], *means) for before, name in pairwise(names) if name in means)


def test_no_fold_is_called_as_the_one_above_it(pages):
    for page in pages.values():
        names = FOLD.findall(page)
        assert all(one != other for one, other in pairwise(names))


def test_what_holds_of_every_experiment_is_listed_in_its_fold(pages):
    for stem, page in pages.items():
        folds = page.split(f"<summary>{NAMES['promises']}</summary>")[1:]
        assert len(folds) == page.count('<figure class="experiment"'), stem
        assert all('class="promises"' in fold.partition("</details>")[0] for fold in folds), stem


def test_solutions_are_numbered_in_their_order(pages):
    for stem, page in pages.items():
        numbers = [name for name in FOLD.findall(page) if name.startswith("Solution")]
        assert numbers == [f"Solution {k}" for k in range(1, len(numbers) + 1)] != [], stem


def test_no_fold_has_the_name_that_tells_nothing(pages):
    assert not [stem for stem, page in pages.items() if "Show code cell" in page]
    assert all(NAMES["imports"] in FOLD.findall(page) for page in pages.values())
