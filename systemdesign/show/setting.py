"""What every control shares: a name, a label, and an error that says what it offers."""

from dataclasses import replace


class Control:
    """What the three share: a name and a label, both filled in by `@experiment`."""

    def named(self, name):
        """The same control under the parameter's name."""
        label = self.label or name.replace("_", " ").capitalize()
        return replace(self, name=name, label=label)

    def sweep(self):
        """The positions that a frames file holds."""
        return self.positions()

    def ends(self):
        """The positions at which a test looks: all of a few."""
        return self.positions()

    def random(self, rng):
        """One position, drawn with `rng`."""
        return rng.choice(self.positions())
