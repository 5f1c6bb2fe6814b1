"""The slider: a number on a grid, linear or logarithmic."""

from dataclasses import dataclass, field
from math import isclose, isfinite, log10
from numbers import Real

from systemdesign.show.errors import SettingError
from systemdesign.show.setting import Control

SWEEP_POSITIONS = 41
"""A sweep walks at most about this many positions of a slider."""


@dataclass(frozen=True)
class Slider(Control):
    """A number from `min` to `max` (both reachable) in steps of `step`.

    Whole `min`, `max` and `step` make a slider of whole numbers. With `scale="log"`, `step` is
    the number of positions to a decade (10 if not given), each rounded to three digits. `words`
    says what a position means where its number does not: {5.0: "no limit"}.
    """

    min: float
    max: float
    default: float
    step: float | None = None
    label: str = ""
    unit: str = ""
    scale: str = "linear"
    name: str = ""
    words: dict = field(default_factory=dict)

    def __post_init__(self):
        if not all(isinstance(v, int | float) and isfinite(v) for v in (self.min, self.max)):
            raise SettingError(f"Slider{self._range()} needs two finite numbers as its ends.")
        if self.min >= self.max:
            raise SettingError(f"Slider{self._range()} must have its smaller end first.")
        if self.scale not in ("linear", "log"):
            raise SettingError(f'A slider\'s scale is "linear" or "log", not {self.scale!r}.')
        if self.step is None:
            object.__setattr__(self, "step", self._usual_step())
        self._check_grid()

    @property
    def whole(self):
        """Whether the slider takes whole numbers only."""
        steps = () if self.scale == "log" else (self.step,)
        return all(isinstance(v, int) for v in (self.min, self.max, *steps))

    def positions(self):
        """Every value the slider can stand at, in order."""
        if self.scale == "log":
            return self._log_positions()
        count = round((self.max - self.min) / self.step)
        values = [self.min + k * self.step for k in range(count + 1)]
        return values if self.whole else [round(v, 10) for v in values]

    def sweep(self):
        """At most about 41 positions, with both ends and the default among them."""
        values = self.positions()
        stride = -(-len(values) // SWEEP_POSITIONS)
        kept = {*values[::stride], values[-1], self.default}
        return [v for v in values if v in kept]

    def ends(self):
        """Its first and its last position."""
        return [self.min, self.max]

    def check(self, value):
        """`value` as a number within the ends; SettingError where it is none."""
        if isinstance(value, bool) or not isinstance(value, Real) or not isfinite(value):
            raise SettingError(f"{self.name} must be a number {self._between()}, not {value!r}.")
        if not self.min <= value <= self.max:
            raise SettingError(f"{self.name} must be {self._between()}; {value:g} is outside.")
        if self.whole and value != int(value):
            raise SettingError(f"{self.name} must be a whole number; {value:g} is not.")
        return int(value) if self.whole else float(value)

    def told(self, value):
        """The position `value` as it is read beside the slider."""
        return self.words.get(value) or f"{value:,.15g} {self.unit}".rstrip()

    def parse(self, text):
        """The setting written as `text` on a command line."""
        try:
            return self.check(float(text))
        except ValueError as error:
            if isinstance(error, SettingError):
                raise
            raise SettingError(
                f"{self.name} must be a number {self._between()}, not {text!r}."
            ) from None

    def to_json(self):
        """The control as plain data; a log slider lists its positions."""
        data = {
            "kind": "slider", "name": self.name, "label": self.label, "min": self.min,
            "max": self.max, "step": self.step, "default": self.default, "unit": self.unit,
            "scale": self.scale, "words": [[value, said] for value, said in self.words.items()],
        }
        return {**data, "positions": self.positions()} if self.scale == "log" else data

    def _range(self):
        return f"({self.min}, {self.max})"

    def _between(self):
        return f"from {self.min:g} to {self.max:g}"

    def _usual_step(self):
        if self.scale == "log":
            return 10
        if isinstance(self.min, int) and isinstance(self.max, int):
            return 1
        raise SettingError(f"Slider{self._range()} needs a step, such as step=0.05.")

    def _check_grid(self):
        if self.scale == "log" and self.min <= 0:
            raise SettingError(f"Slider{self._range()} is logarithmic: it must start above zero.")
        if self.step <= 0:
            raise SettingError(f"Slider{self._range()} needs a step above zero, not {self.step}.")
        values = self.positions()
        if not isclose(values[-1], self.max, rel_tol=1e-9, abs_tol=1e-12):
            raise SettingError(
                f"Slider{self._range()} misses its end in steps of {self.step}: "
                f"it stops at {values[-1]:g}. Choose an end or a step that meet."
            )
        if self.default not in values:
            near = min(values, key=lambda v: abs(v - self.default))
            raise SettingError(
                f"Slider{self._range()} never stands at its default {self.default}; "
                f"the nearest position is {near:g}."
            )
        for value in self.words:
            if value not in values:
                raise SettingError(f"Slider{self._range()} has words for {value}, where it never stands.")

    def _log_positions(self):
        decades = log10(self.max / self.min)
        count = max(1, round(decades * self.step))
        values = [self.min * 10 ** (decades * k / count) for k in range(count + 1)]
        if self.whole:
            return sorted({round(v) for v in values})
        return [self.min, *(float(f"{v:.3g}") for v in values[1:-1]), self.max]
