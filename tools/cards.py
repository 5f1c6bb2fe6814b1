"""The picture of a page for those who pass its link on: its title, its question, and its first figure."""

import io
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.image import imread

from systemdesign.chapters.loader import chapter
from systemdesign.show.jupyter.picture import Picture

SIZE = (1200, 630)
"""Pixels, as the services that show such pictures ask for."""

INK, QUIET, ACCENT = "#111827", "#4b5563", "#0a64a8"


def first(path):
    """A chapter's first experiment at its default, as a chart."""
    return next(iter(chapter(path).experiments.values()))()


def card(book, title, question, chart):
    """A PNG of SIZE."""
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100, facecolor="white")
    above = book if book != title else ""
    figure.text(0.04, 0.90, above, fontsize=17, color=ACCENT, va="top", fontweight="bold")
    figure.text(0.04, 0.78, fill(title, 14), fontsize=34, color=INK, va="top", fontweight="bold", linespacing=1.1)
    figure.text(0.04, 0.10, fill(question, 28), fontsize=17, color=QUIET, va="bottom", linespacing=1.3)
    axes = figure.add_axes((0.40, 0.10, 0.57, 0.78))
    axes.axis("off")
    axes.imshow(imread(io.BytesIO(Picture(chart).png())), interpolation="lanczos")
    target = io.BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()
