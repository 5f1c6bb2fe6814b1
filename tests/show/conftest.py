"""A small chapter to load, slice, draw and sweep."""

import nbformat
import pytest

CELLS = [
    ("from systemdesign.show import Axis, Chart, Choice, Line, Number, Slider, Switch, experiment", []),
    ("def square(x):\n    return x * x", []),
    ("unused = 1 / 1\nlog = []\nlog.append(unused)", []),
    ("from somewhere_real import engine", ["native"]),
    (
        "@experiment(\n"
        "    side=Slider(1, 5, default=2, label='Side', unit='m'),\n"
        "    shape=Choice(['square', 'circle']),\n"
        "    doubled=Switch(False),\n"
        ")\n"
        "def area(side, shape, doubled, seed=0):\n"
        "    '''How large is it?'''\n"
        "    size = square(side) * (2 if doubled else 1) + seed / 8\n"
        "    return Chart('Area', x=Axis('Side', 'm'), series=[Line(shape, [0, side], [0, size])],\n"
        "                 numbers={'area': Number(size, 'm²', theory=side**2)},\n"
        "                 reading=f'It covers {size:g} m².')\n\narea",
        [],
    ),
]


@pytest.fixture
def notebook(tmp_path):
    """The path of the small chapter's notebook."""
    cells = [nbformat.v4.new_code_cell(source, metadata={"tags": tags}) for source, tags in CELLS]
    path = tmp_path / "42_areas.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def area(notebook):
    """The small chapter's experiment."""
    from systemdesign.chapters.loader import chapter

    return chapter(notebook).experiments["area"]
