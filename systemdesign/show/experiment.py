"""One declaration, `@experiment`: a widget, a live figure, a row in a terminal and a test case."""

from inspect import signature

from systemdesign.show.call import as_python
from systemdesign.show.chart import Chart
from systemdesign.show.controls import Control
from systemdesign.show.errors import SettingError, suggestion
from systemdesign.show.film import Film
from systemdesign.show.guess import Guess
from systemdesign.show.promises import Promises

KEPT = {"seed": "the seed of a run", "film": "a film", "guess": "a guess", "challenge": "a challenge"}


def experiment(*, film=None, guess=(), challenge=None, ranking=None, **controls):
    """Declare the function below as an experiment, with a control for each of its parameters.

    The function returns a `Chart`; its docstring's first line is the question it answers. A
    keyword `seed=0` in its signature receives the seed of the run. `film` is a function of the same parameters that
    returns a `Film` of the run; `guess` is a `Guess`, or a list of them; `challenge` a `Challenge`; `ranking` a
    `Ranking`. Raises TypeError when the controls are not the parameters.
    """
    guesses = [guess] if isinstance(guess, Guess) else list(guess)

    def declare(function):
        return Experiment(function, controls, film, guesses, challenge, ranking)

    return declare


class Experiment:
    """A function from settings to a `Chart`, with the controls that offer its settings."""

    def __init__(self, function, controls, film=None, guesses=(), challenge=None, ranking=None):
        self.function = function
        self.filming, self.guesses, self.challenge, self.ranking = film, guesses, challenge, ranking
        self.name = self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self.title = (function.__doc__ or self.name).strip().splitlines()[0]
        self.controls = {name: _named(name, control) for name, control in controls.items()}
        self.headline = {}  # name: Number, once a chart has told it
        self.seeded = "seed" in signature(function).parameters
        _check_signature(self)
        for extra in [*guesses, *filter(None, [challenge, ranking])]:
            extra.check(self)
        if len(drawn := [guess.question for guess in guesses if guess.line]) > 1:
            raise SettingError(f"One line can be drawn across a chart, and {self.name} asks for {len(drawn)}: "
                               f"ask {drawn[-1]!r} of another figure.")

    @property
    def defaults(self):
        """Every parameter at its default."""
        return {name: control.default for name, control in self.controls.items()}

    def __call__(self, **settings):
        """The chart at `settings`; a parameter left out stands at its default."""
        return self.evaluate(**settings)

    def evaluate(self, seed=0, **settings):
        """The chart at `settings` under `seed`; SettingError for what no control offers."""
        given = {**self.check(settings), **({"seed": seed} if self.seeded else {})}
        chart = self.function(**given)
        if not isinstance(chart, Chart):
            raise TypeError(f"{self.name} must return a Chart, not {type(chart).__name__}. "
                            f"Does its last line say `return Chart(...)`?")
        for name in [*chart.idle, *filter(None, (getattr(mark, "control", "") for mark in chart.series))]:
            self.control(name)
        if self.ranking:
            self.ranking.read(chart)
        self.headline |= chart.numbers
        return chart

    def film(self, seed=0, **settings):
        """The film of the run at `settings` under `seed`; None where the experiment has none."""
        if self.filming is None:
            return None
        given = self.check(settings)
        wanted = signature(self.filming).parameters
        film = self.filming(**{name: value for name, value in {**given, "seed": seed}.items() if name in wanted})
        if not isinstance(film, Film):
            raise TypeError(f"The film of {self.name} must be a Film, not {type(film).__name__}. "
                            f"Does its function's last line say `return film`?")
        return film

    def holds(self, *promises):
        """State what must hold under every seed; each promise comes from `systemdesign.show.promises`.

        The tests run them under twenty seeds. Raises SettingError for a control or a position that is not there.
        """
        for promise in promises:
            promise.check(self)
        return Promises(self, promises)

    def check(self, settings):
        """All parameters' values, checked, with the defaults filled in."""
        checked = {name: self.control(name).check(value) for name, value in settings.items()}
        return {name: checked.get(name, default) for name, default in self.defaults.items()}

    def control(self, name):
        """The control of one parameter; SettingError with the nearest name if there is none."""
        if name in self.controls:
            return self.controls[name]
        known = ", ".join(self.controls) or "none"
        raise SettingError(f"{self.name} has no parameter {name!r}; it has {known}."
                           f"{suggestion(name, self.controls)}")

    def edges(self):
        """The default, every slider's ends, and every position of a choice or a switch: settings, one by one."""
        return [{}, *({name: value} for name, control in self.controls.items() for value in control.ends())]

    def parse(self, words):
        """Settings written as `name=value` words on a command line."""
        settings = {}
        for word in words:
            name, equals, text = word.partition("=")
            if not equals:
                raise SettingError(f"Write a setting as name=value; {word!r} has no '='.")
            settings[name] = self.control(name).parse(text)
        return settings

    def random_settings(self, rng):
        """One position of every control, drawn with `rng` (a `random.Random`)."""
        return {name: control.random(rng) for name, control in self.controls.items()}

    def to_json(self):
        """The experiment as plain data, for the page."""
        return {"name": self.name, "title": self.title, "seed": 0, "filmed": self.filming is not None,
                "controls": [control.to_json() for control in self.controls.values()],
                "guesses": [guess.to_json(self) for guess in self.guesses],
                "challenge": self.challenge and self.challenge.to_json(),
                "ranking": self.ranking and self.ranking.to_json()}

    def _repr_mimebundle_(self, include=None, exclude=None):
        from systemdesign.show.jupyter.output import experiment_bundle

        return experiment_bundle(self)

    def __repr__(self):
        return f"<experiment {as_python(self, self.defaults)}>"


def _named(name, control):
    if not isinstance(control, Control):
        raise TypeError(f"{name} needs a Slider, a Choice or a Switch, not {control!r}.")
    return control.named(name)


def _check_signature(experiment):
    parameters = signature(experiment.function).parameters
    required = [p.name for p in parameters.values() if p.default is p.empty]
    for name in KEPT.keys() & experiment.controls.keys():
        raise TypeError(f"The name {name!r} is kept for {KEPT[name]}; call the control "
                        f"something else, such as 'draw'.")
    for name in signature(experiment.filming).parameters if experiment.filming else ():
        if name not in [*experiment.controls, "seed"]:
            raise TypeError(f"The film of {experiment.name} takes {name!r}, which is no control of it."
                            f"{suggestion(name, experiment.controls)}")
    for name in required:
        if name not in experiment.controls:
            raise TypeError(f"{experiment.name} takes {name!r}, but @experiment declares no "
                            f"control of that name.{suggestion(name, experiment.controls)}")
    for name in experiment.controls:
        if name not in parameters:
            raise TypeError(f"@experiment declares a control {name!r} that {experiment.name} "
                            f"does not take.{suggestion(name, parameters)}")
