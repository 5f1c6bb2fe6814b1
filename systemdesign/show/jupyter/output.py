"""One rich output for every reader: widget, page, paper and terminal."""

from systemdesign.show.jupyter.html import chart_figure, experiment_figure
from systemdesign.show.jupyter.picture import Picture
from systemdesign.show.text import chart_text


def chart_bundle(chart):
    """The output of a chart on its own, by mime type."""
    svg = Picture(chart).svg()
    return {"text/plain": chart_text(chart), "image/svg+xml": svg,
            "text/html": chart_figure(chart, svg)}


def experiment_bundle(experiment):
    """The output of an experiment: its default chart, and its widget where someone can use it."""
    chart = experiment()
    svg = Picture(chart, steady=True).svg()
    still = {"text/plain": chart_text(chart), "image/svg+xml": svg,
             "text/html": experiment_figure(experiment, chart, svg)}
    return {**still, **_widget(experiment, chart)} if attended() else still


def attended():
    """Whether a person sits at a front end of this kernel.

    A build or a test runs cells without one and says so by refusing input. A widget made there
    would be dead, and its state would make the published page ask other hosts for its code.
    """
    try:
        shell = get_ipython()
        return bool(shell.get_parent()["content"]["allow_stdin"])
    except (NameError, AttributeError, KeyError, TypeError):
        return False


def _widget(experiment, chart):
    from systemdesign.show.jupyter.board import Board

    return view(Board(experiment, chart).box)


def view(box):
    """What a front end needs to display a widget, by mime type."""
    return {"application/vnd.jupyter.widget-view+json":
            {"version_major": 2, "version_minor": 0, "model_id": box.model_id}}
