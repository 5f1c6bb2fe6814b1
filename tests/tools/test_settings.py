"""Links to an experiment at some settings."""

import json

import pytest

from systemdesign.chapters.loader import chapter
from systemdesign.show.errors import ChapterError, SettingError
from tools.assets import published
from tools.settings import LINK, abroad, check


def texts(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def faults(path):
    """What is wrong with a chapter's links to experiments."""
    experiments, found = chapter(path).experiments, []
    for link in LINK.finditer(texts(path)):
        if link["query"] is None:
            continue  # a heading, or an experiment at its default: MyST knows the one, the build the other
        try:
            check(experiments[link["name"]], link["query"][1:])
        except (ChapterError, ValueError) as error:
            found.append(f"{path.name}: {link[0]}: {error}")
    return found


def test_every_link_to_an_experiment_names_settings_that_it_offers(root):
    assert not [fault for path in published(root) for fault in faults(path)]


def notebook(folder, link):
    """A chapter with one experiment, and one link."""
    code = ("@experiment(guess=Guess('How much?', number='m', scale=Slider(1, 9, default=1)),\n"
            "            n=Slider(1, 9, default=1), kind=Choice(['a b', 'c']))\n"
            "def own(n, kind):\n    return Chart('')")
    imports = ("from systemdesign.show import Chart, Choice, Slider, experiment\n"
               "from systemdesign.show.guess import Guess")
    cells = [{"cell_type": "code", "source": text} for text in (imports, code)]
    path = folder / "01_toy.ipynb"
    path.write_text(json.dumps({"cells": [*cells, {"cell_type": "markdown", "source": f"See {link}."}]}))
    return path


@pytest.mark.parametrize(("link", "fault"), [
    ("[`own`](#own?n=3&kind=a+b)", ""), ("[nine](#own?n=9)", ""), ("[`own`](#own)", ""),
    ("[`own`](#own?n=10)", "n must be"), ("[`own`](#own?m=3)", "no parameter 'm'"), ("[`own`](#own?n)", "bad query"),
    ("[`own`](#own?kind=d)", "kind must be one of"), ("[`other`](#other?n=3)", "no experiment 'other'"),
    ("[a guess](#own?guess=0)", ""), ("[a guess](#own?guess=1)", "none is 1"), ("[a guess](#own?guess=x)", "none is x"),
])
def test_a_link_with_a_fault_is_found(tmp_path, link, fault):
    found = faults(notebook(tmp_path, link))
    assert (fault in found[0]) if fault else not found


def test_a_link_that_leaves_its_chapter_keeps_its_settings():
    text = abroad("[`dead`](#dead?interval=10&threshold=5), interval 10 s, see [theory](#theory)", "03_toys")
    assert text.startswith('<a href="03_toys.html#dead?interval=10&amp;threshold=5"><code')
    assert text.endswith('see <a href="03_toys.html#theory">theory</a>')


def test_a_setting_that_is_written_without_a_value_is_refused(tmp_path):
    experiment = chapter(notebook(tmp_path, "")).experiments["own"]
    with pytest.raises(SettingError):
        check(experiment, "n=")
