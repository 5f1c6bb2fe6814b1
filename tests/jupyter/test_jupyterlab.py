"""A chapter and a lab in a real JupyterLab, as a learner uses them."""

import json
import subprocess
import sys

import nbformat
import pytest
from playwright.sync_api import expect

from .played import CELL

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNTED = "(all) => all.length > 0 && all.every((prompt) => /\\[\\d+\\]/.test(prompt.innerText))"
READY = """() => document.querySelector(".jp-Toolbar-kernelName")?.innerText.startsWith("Python 3")
    && document.querySelector(".jp-Notebook-ExecutionIndicator")?.dataset.status === "idle\""""


def open_notebook(page, lab, path):
    """Open it alone, and wait for its kernel: JupyterLab asks which one to use if told to run before."""
    page.goto(f"{lab}/lab/tree/{path}?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.wait_for_function(READY)


def run_all(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_a_slider_of_the_chapter_redraws_the_figure_in_jupyterlab(page, lab):
    open_notebook(page, lab, "book/03_load_balancing.ipynb")
    run_all(page)
    board = page.locator(".jp-OutputArea-output", has=page.locator("output[name=p99]")).first
    number, picture = board.locator("output[name=p99]"), board.locator("svg[role=img]").first
    before, drawn = number.get_attribute("data-value"), picture.inner_html()
    board.locator(".noUi-handle").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    board.get_by_text("tail(load=0.9)").wait_for()
    board.locator(f'output[name=p99]:not([data-value="{before}"])').wait_for()
    assert float(number.get_attribute("data-value")) > float(before)
    expect(picture).not_to_have_js_property("innerHTML", drawn)


def solve(path, root):
    """Type the solution's answers into a starter's answer cells."""
    answers = {cell["id"]: cell for cell in json.loads((root / "solutions" / path.name).read_text())["cells"]}
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "NotImplementedError" in "".join(cell["source"]):
            cell["source"] = answers[cell["id"]]["source"]
    path.write_text(json.dumps(notebook))


def grade(path, root):
    command = [sys.executable, "-m", "systemdesign", "grade", str(path)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)


def test_a_lab_solved_run_and_saved_in_jupyterlab_gets_full_marks(page, lab, desk, root):
    path = desk / "labs" / "03_load_balancing.ipynb"
    solve(path, root)
    open_notebook(page, lab, "labs/03_load_balancing.ipynb")
    run_all(page)
    page.wait_for_function(f"() => ({COUNTED})([...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')])")
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    page.keyboard.press("Control+s")
    page.locator(".lm-TabBar-tab.jp-mod-dirty").wait_for(state="detached")
    saved = json.loads(path.read_text())["cells"]
    assert all(cell["execution_count"] for cell in saved if cell["cell_type"] == "code")
    graded = grade(path, root)
    assert graded.returncode == 0, graded.stdout + graded.stderr


def test_the_starter_in_the_learners_folder_gets_no_marks(desk, root):
    graded = grade(desk / "labs" / "04_caching.ipynb", root)
    assert graded.stdout.splitlines()[-1].startswith("0 of ")


FIGURES = """from systemdesign.show import Chart, Line, Slider, experiment

@experiment(n=Slider(1, 9, default=3))
def line(n):
    '''How high?'''
    return Chart("A line", series=[Line("up", [0, 1], [0, n])], reading="It goes up.")

display(line)
Chart("Another", series=[Line("down", [0, 1], [1, 0])], reading="It goes down.")
"""
SHADES = """picture => {
    const bright = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
    const [paper, ...others] = picture.querySelectorAll("path");
    const words = [...picture.querySelectorAll("text")].map((text) => bright(getComputedStyle(text).fill));
    return { paper: bright(getComputedStyle(paper).fill), words: Math.min(...words) };
}"""


def written(desk, name, source):
    """The path of a notebook with this one cell."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(book, desk / name)
    return name


@pytest.fixture
def figures(desk):
    """The path of a notebook that shows an experiment and a chart on its own."""
    return written(desk, "figures.ipynb", FIGURES)


def test_a_guess_is_answered_a_film_plays_and_a_challenge_is_met_in_jupyterlab(page, lab, desk):
    open_notebook(page, lab, written(desk, "played.ipynb", CELL))
    run_all(page)
    board = page.locator(".experiment-board")
    board.get_by_text("How long do they wait?").wait_for()
    picture, film = board.locator("svg[role=img]").first, board.locator(".experiment-film")
    expect(picture).to_be_hidden()
    expect(film).to_be_hidden()
    board.locator(".experiment-guess .noUi-handle").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    board.get_by_role("button", name="Compare").click()
    board.get_by_text("You said 3 s; it is 6 s: 2 times as much as you said.").wait_for()
    expect(picture).to_be_visible()
    before = film.locator("svg").inner_html()
    film.get_by_role("button").first.click()
    film.get_by_text("s0: down").wait_for()
    film.get_by_role("button").first.click()
    expect(film.locator("svg")).not_to_have_js_property("innerHTML", before)
    board.locator(".experiment-controls .noUi-handle").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    board.get_by_text("Met, with Servers 6.").wait_for()
    page.keyboard.press("ArrowLeft")
    board.get_by_text("Met, and nothing better is known.").wait_for()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_figures_are_dark_in_a_dark_jupyterlab_and_light_in_a_light_one(page, lab, figures, scheme):
    page.emulate_media(color_scheme=scheme)
    open_notebook(page, lab, figures)
    page.locator(f"body[data-jp-theme-light='{'false' if scheme == 'dark' else 'true'}']").wait_for(state="attached")
    run_all(page)
    for place in (".experiment-board svg[role=img]", "figure.chart svg[role=img]"):
        found = page.locator(place).first
        found.wait_for()
        shades = found.evaluate(SHADES)
        assert (shades["paper"] < 60 and shades["words"] > 150) == (scheme == "dark"), (place, shades)
        assert (shades["paper"] == 255) == (scheme == "light"), (place, shades)
