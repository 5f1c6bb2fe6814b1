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


class Projector:
    """Plays films, given as data: a stage, a way to move its time, and the newest event in words."""

    def __init__(self):
        self.stage, self.lines, self.times = None, [], []
        told = {"min": 0, "max": FRAMES, "value": 0}
        self.play = widgets.Play(**told, interval=PERIOD, show_repeat=False)
        self.place = widgets.IntSlider(**told, description="Moment", readout=False)
        widgets.jslink((self.play, "value"), (self.place, "value"))
        self.face, self.words = widgets.HTML(), widgets.HTML()
        self.draws = Coalesced(self.draw)
        self.place.observe(lambda change: self.stage and self.draws.ask(), "value")
        self.box = widgets.VBox([self.face, widgets.HBox([self.play, self.place]), self.words])
        self.box.add_class("experiment-film")

    def put(self, reel):
        """Show this film, at the moment at which the last one stood."""
        self.stage, self.lines = Stage(reel), timeline(reel)
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
        self.stands(start + time)

    def stands(self, time):
        """The film stands at this time of its run."""


class Player(Projector, Extra):
    """The film of the run at the board's settings; computed when a hand has rested, or when it is to be played."""

    def __init__(self, board):
        super().__init__()
        self.board, self.rest = board, Rested(self.compute)
        self.play.observe(lambda change: self.rest.now(), "playing")
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
        self.put(film.to_json())

    def stands(self, time):
        """Let the chart's cursor go along."""
        if self.stage.reel["clock"]:
            self.board.point(time)
