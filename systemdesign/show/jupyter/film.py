"""A film in Jupyter: played, or moved by hand, its newest event in words."""

from bisect import bisect_right
from html import escape

import ipywidgets as widgets

from systemdesign.show.errors import explained
from systemdesign.show.jupyter.extra import Extra
from systemdesign.show.jupyter.redraw import Coalesced, Rested
from systemdesign.show.jupyter.stage import Stage
from systemdesign.show.reel import timeline

FRAMES, PERIOD, LINGER = 300, 100, 6
"""So many moments of a film, one in so many milliseconds; a dot that has ended is seen for a few of them."""


class Player(Extra):
    """The film of the run at the board's settings; computed when a hand has rested, or when it is to be played."""

    def __init__(self, board):
        self.board, self.stage, self.lines, self.times = board, None, [], []
        told = {"min": 0, "max": FRAMES, "value": 0}
        self.play = widgets.Play(**told, interval=PERIOD, show_repeat=False)
        self.place = widgets.IntSlider(**told, description="Moment", readout=False)
        widgets.jslink((self.play, "value"), (self.place, "value"))
        self.face, self.words = widgets.HTML(), widgets.HTML()
        self.draws, self.rest = Coalesced(self.draw), Rested(self.compute)
        self.place.observe(lambda change: self.stage and self.draws.ask(), "value")
        self.play.observe(lambda change: self.rest.now(), "playing")
        self.box = widgets.VBox([self.face, widgets.HBox([self.play, self.place]), self.words])
        self.box.add_class("experiment-film")
        self.compute()

    def moved(self):
        """Another film is to be shown, when all is calm."""
        self.rest.ask()

    def compute(self):
        """The film at the present settings; an error takes the place of the newest event."""
        try:
            film = self.board.experiment.film(**self.board.settings)
        except Exception as error:
            self.words.value = f'<p role="alert">{escape(explained(error)["message"])}</p>'
            return
        self.stage, self.lines = Stage(film.to_json()), timeline(film)
        self.times = [float(line.partition(" s  ")[0]) for line in self.lines]
        self.draw()

    def draw(self):
        """The moment at which the film stands."""
        length, start = self.stage.reel["length"], self.stage.reel["start"]
        time = length * self.place.value / FRAMES
        self.face.value = self.stage.svg(time, LINGER * length / FRAMES)
        newest = bisect_right(self.times, start + time)
        said = self.lines[newest - 1].strip() if newest else f"{start:.3f} s  The film begins."
        self.words.value = f"<p>{escape(said)}</p>"
        if self.stage.reel["clock"]:
            self.board.point(start + time)
