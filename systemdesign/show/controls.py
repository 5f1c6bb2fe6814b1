"""The three controls of an experiment: plain data that says which settings exist."""

from dataclasses import dataclass

from systemdesign.show.errors import SettingError, suggestion
from systemdesign.show.setting import Control
from systemdesign.show.slider import Slider

__all__ = ["Choice", "Control", "Slider", "Switch"]


@dataclass(frozen=True)
class Choice(Control):
    """One of a few `options`; the first unless `default` says otherwise.

    `together` shows the curves of all options in one chart, the chosen one's strong and the others' pale.
    """

    options: tuple
    default: object = None
    label: str = ""
    name: str = ""
    together: bool = False

    def __post_init__(self):
        object.__setattr__(self, "options", tuple(self.options))
        if len({str(option) for option in self.options}) < max(2, len(self.options)):
            raise SettingError(f"Choice({list(self.options)!r}) needs two or more options, "
                               f"no two alike.")
        if self.default is None:
            object.__setattr__(self, "default", self.options[0])
        if self.default not in self.options:
            raise SettingError(f"The default {self.default!r} is not among {list(self.options)!r}.")

    def positions(self):
        """Every option, in order."""
        return list(self.options)

    def check(self, value):
        """`value` if it is an option; SettingError with the options where it is none."""
        if value in self.options:
            return self.options[self.options.index(value)]
        names = ", ".join(repr(option) for option in self.options)
        raise SettingError(
            f"{self.name} must be one of {names}; not {value!r}.{suggestion(value, self.options)}"
        )

    def parse(self, text):
        """The option written as `text` on a command line."""
        written = {str(option): option for option in self.options}
        return self.check(written.get(text, text))

    def to_json(self):
        """The control as plain data."""
        return {"kind": "choice", "name": self.name, "label": self.label,
                "options": list(self.options), "default": self.default, "together": self.together}


@dataclass(frozen=True)
class Switch(Control):
    """On or off."""

    default: bool = False
    label: str = ""
    name: str = ""

    WRITTEN = {"true": True, "yes": True, "on": True, "1": True,
               "false": False, "no": False, "off": False, "0": False}

    def positions(self):
        """Off, then on."""
        return [False, True]

    def check(self, value):
        """`value` if it is True or False."""
        if isinstance(value, bool):
            return value
        raise SettingError(f"{self.name} must be True or False, not {value!r}.")

    def parse(self, text):
        """The state written as `text` on a command line: on, off, true, false, yes, no."""
        return self.check(self.WRITTEN.get(text.lower(), text))

    def to_json(self):
        """The control as plain data."""
        return {"kind": "switch", "name": self.name, "label": self.label, "default": self.default}
