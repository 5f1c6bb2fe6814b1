"""What every control shares: a name, a label, and an error that says what it offers."""

from dataclasses import replace


class SettingError(ValueError):
    """A setting that its control does not offer; the message says what it does offer."""


def suggestion(word, known):
    """' Did you mean …?' with the known word nearest to `word`, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(str(word), [str(k) for k in known], n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


class Control:
    """What the three share: a name and a label, both filled in by `@experiment`."""

    def named(self, name):
        """The same control under the parameter's name."""
        label = self.label or name.replace("_", " ").capitalize()
        return replace(self, name=name, label=label)

    def sweep(self):
        """The positions that a frames file holds."""
        return self.positions()

    def random(self, rng):
        """One position, drawn with `rng`."""
        return rng.choice(self.positions())
