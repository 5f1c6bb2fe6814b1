"""What a board has beside its chart: it hears of every move and every chart, and may draw into the picture."""


class Extra:
    """Something beside the chart, shown in its `box`."""

    reveals = True  # hidden, as the picture is, until a guess is made

    def moved(self):
        """A control has been moved."""

    def shown(self, chart):
        """This chart is shown now."""

    def over(self, axes):
        """Draw into the picture."""
