"""A choice whose options are seen together: the others' curves, pale, behind the chosen one's."""

from systemdesign.show.jupyter.axes import QUIET
from systemdesign.show.jupyter.extra import Extra
from systemdesign.show.jupyter.redraw import Rested


class Others(Extra):
    """The charts of the other options, computed when the reader's hand has rested: only the newest settings'."""

    def __init__(self, board, control):
        self.board, self.control, self.charts, self.box = board, control, {}, None
        self.rest = Rested(self.compute)

    def moved(self):
        """What was drawn behind no longer holds."""
        self.charts = {}

    def shown(self, chart):
        """Ask for the other options' charts."""
        self.rest.ask()

    def compute(self):
        """The other options' charts at the present settings, and the picture with them."""
        settings, name = self.board.settings, self.control.name
        others = [option for option in self.control.options if option != settings[name]]
        self.charts = {option: self.board.experiment(**{**settings, name: option}) for option in others}
        self.board.repaint()

    def over(self, axes):
        """Every measured curve of the other options, named at its end."""
        for option, chart in self.charts.items():
            for mark in chart.series:
                if mark.kind in ("line", "step") and not mark.theory and not chart.x.categories:
                    self._behind(axes, mark, str(option))

    def _behind(self, axes, mark, name):
        axes.plot(mark.x, mark.y, color=QUIET, alpha=0.45, linewidth=1.5, zorder=1,
                  drawstyle="steps-post" if mark.kind == "step" else "default")
        axes.annotate(name, (mark.x[-1], mark.y[-1]), (-4, 5), textcoords="offset points", ha="right", color=QUIET,
                      fontsize=11, annotation_clip=True)
