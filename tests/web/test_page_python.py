"""Python in the page may die or be slow: its reader hears which, and what to do."""

import pytest

from tests.web.conftest import CHAPTER
from tests.web.figures import Figure, by_pointer, heal

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def changed(route, old, new):
    """A chapter's cells with something else in them."""
    bundle = route.fetch().json()
    assert any(old in cell for cell in bundle["cells"])
    route.fulfill(json={**bundle, "cells": [cell.replace(old, new) for cell in bundle["cells"]]})


DIES = "import js\njs.self.postMessage = lambda *told: None\njs.self.close()\n"


def test_a_python_that_dies_at_work_is_not_called_slow_and_the_next_touch_mends_it(meet, tail):
    page, figure = meet("bundles/*", lambda route: changed(route, "from systemdesign", f"{DIES}from systemdesign"))
    figure.until(note="error", busy="false")
    assert "Python stopped: the browser ended it" in figure.status and "longer" not in figure.status
    heal(page, figure, tail)


def test_a_python_that_dies_at_rest_is_not_missed(visit, tail):
    page = visit(CHAPTER + "#tail")
    figure = Figure(page, "tail").until(tier="live")
    page.workers[0].evaluate("self.close()")
    figure.after(lambda: by_pointer(figure, tail.controls["servers"]))
    figure.after(lambda: by_pointer(figure, tail.controls["load"]))
    assert not figure.status and figure.settled().note == ""


TAKEN_DOWN = """box => {
  window.said = [];
  const status = box.querySelector(".experiment-status");
  new MutationObserver(() => said.push(status.textContent)).observe(status, {childList: true});
}"""
SLOW = ('"""\n    ', '"""\n    __import__("time").sleep(0.6)\n    ')


def test_a_run_that_is_merely_slow_goes_on_for_a_reader_who_waits(meet, tail):
    page, figure = meet("bundles/*", lambda route: changed(route, *SLOW), fragment="#tail")
    figure.until(tier="live").box.evaluate("box => { box.dataset.limit = 300; }")
    figure.box.evaluate(TAKEN_DOWN)
    figure.after(lambda: by_pointer(figure, tail.controls["servers"]))
    figure.after(lambda: by_pointer(figure, tail.controls["load"]))
    assert "Python still works" in page.evaluate("said.join()")
    assert not figure.status and figure.note == ""
