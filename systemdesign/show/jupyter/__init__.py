"""How figures are shown in Jupyter and on paper; loaded when one is shown, and never in the page."""
