"""A reader's hands and eyes on one figure of a page."""

import pytest
from playwright.sync_api import expect

from systemdesign.show.controls import Choice, Slider, Switch

NO_PYTHON = ["**/worker-*.js"]
"""What to block, to stay with the frames."""

SOON = 60_000
"""Long enough for Python where two browsers compile it on a busy machine, ms; nothing waits longer than it must."""


class Figure:
    """One `<figure class="experiment">`: its controls moved, its numbers, chart and reading seen."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.box = page.locator(f'figure.experiment[data-experiment="{name}"]')
        self.box.scroll_into_view_if_needed()
        if self.box.get_attribute("data-guess") == "open":
            self.part('.experiment-guess [name="skip"]').check(force=True)

    def __getattr__(self, attribute):
        """`tier`, `busy`, `note` or `limit`: the figure's data attribute of that name."""
        return self.box.get_attribute(f"data-{attribute}")

    def part(self, selector):
        return self.box.locator(selector)

    def control(self, name):
        return self.part(f'.experiment-controls [name="{name}"]')

    def press(self, name):
        self.part(f'button[name="{name}"]').click()

    def until(self, **attributes):
        for name, value in attributes.items():
            expect(self.box).to_have_attribute(f"data-{name}", value, timeout=SOON)
        return self

    def after(self, move, event="input"):
        """Make a move, and wait until the page has heard of it and its answer stands there."""
        listen = "event => { window.heard = 0; addEventListener(event, () => { window.heard = 1; }, {once: true}); }"
        self.page.evaluate(listen, event)
        move()
        self.page.wait_for_function("() => window.heard", timeout=SOON)
        return self.settled()

    def settled(self):
        return self.until(busy="false")

    @property
    def numbers(self):
        """{name: value} as the `<output>` elements carry them."""
        every = "all => all.map(o => [o.getAttribute('name'), Number(o.dataset.value)])"
        return dict(self.part("output").evaluate_all(every))

    @property
    def reading(self):
        return self.part(".experiment-reading").inner_text()

    @property
    def drawing(self):
        """All lines and words of the chart that is seen."""
        every = "all => all.map(e => e.getAttribute('d') ?? e.textContent)"
        return self.part("svg.chart:visible :is(path, text)").evaluate_all(every)

    @property
    def status(self):
        return self.part(".experiment-status").inner_text()

    def why_idle(self, name):
        """What a control that stands grey says of itself, or nothing."""
        words = self.part(f'.control:has([name="{name}"]) .control-idle').inner_text().strip()
        assert self.control(name).is_disabled() == bool(words)
        return words.removeprefix("(no effect: ").removesuffix(")")

    def settings(self, experiment):
        """What the controls stand at, as Python's values."""
        return {name: self.value(control) for name, control in experiment.controls.items()}

    def value(self, control):
        found = self.control(control.name)
        return meant(control, found.is_checked() if isinstance(control, Switch) else found.input_value())


def meant(control, told):
    """Python's value of what a control says: a text, or whether it is checked."""
    if isinstance(control, Switch):
        return told
    if isinstance(control, Choice):
        return next(option for option in control.options if str(option) == told)
    return control.positions()[int(told)] if control.scale == "log" else control.check(round(float(told), 10))


def by_keyboard(figure, control):
    """One step of a slider or a choice, the other way at its end; a switch turned."""
    figure.control(control.name).focus()
    figure.page.keyboard.press(step(control, figure.value(control)))


def step(control, value):
    """The key that takes a control away from this value."""
    if isinstance(control, Switch):
        return "Space"
    keys = ("ArrowLeft", "ArrowRight") if isinstance(control, Slider) else ("ArrowUp", "ArrowDown")
    return keys[value != control.positions()[-1]]


def by_pointer(figure, control):
    """A slider clicked in its other half; another option chosen; a switch turned."""
    found = figure.control(control.name)
    if isinstance(control, Switch):
        return found.click()
    if isinstance(control, Choice):
        return found.select_option(next(str(o) for o in reversed(control.options) if o != figure.value(control)))
    box = found.bounding_box()
    low = control.positions().index(figure.value(control)) < 0.4 * len(control.positions())
    found.click(position={"x": box["width"] * (0.75 if low else 0.25), "y": box["height"] / 2})


def on_sweep(experiment, settings):
    """The nearest settings that have a frame, where one control is off its default."""
    return {name: nearest(experiment.controls[name].sweep(), value) for name, value in settings.items()}


def nearest(sweep, value):
    return value if value in sweep else min(sweep, key=lambda position: abs(position - value))


def right(figure, experiment, **settings):
    """It shows what Python computes there, and has nothing else to say."""
    figure.settled()
    expected = {name: n.value for name, n in experiment(**figure.settings(experiment)).numbers.items()}
    assert not figure.status and figure.numbers == pytest.approx(expected, rel=1e-9)
    assert figure.settings(experiment) == experiment.defaults | settings


def heal(page, figure, experiment):
    """Everything arrives again, and the reader moves a control."""
    page.context.unroute_all()
    figure.after(lambda: by_pointer(figure, experiment.controls["servers"]))
    figure.until(tier="live")
    figure.settled()
    assert not figure.status
