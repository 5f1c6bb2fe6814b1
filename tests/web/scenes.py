"""Small experiments whose charts say exactly what they are asked."""

from systemdesign.show import Axis, Bars, Chart, Choice, Heat, Line, Number, Rule, Slider, Step, experiment

SLOPES = {"random": 1.0, "round robin": 0.7, "least": 0.4}


@experiment(gap=Slider(1, 9, default=5, step=1, label="Gap", unit="s"),
            policy=Choice([*SLOPES], label="Policy", together=True))
def slopes(gap, policy):
    """How steep is each policy?"""
    rise = SLOPES[policy] * gap / 5
    return Chart("Slopes", x=Axis("Time", "s", min=0, max=10), y=Axis("Wait", "s", min=0, max=20),
                 series=[Line(policy, [0, 5, 10], [0, 5 * rise, 10 * rise]),
                         Line("theory", [0, 10], [0, 8], theory=True), Rule("gap", "x", gap, control="gap")],
                 numbers={"rise": Number(rise, label="Rise")}, reading=f"It rises by {rise:.2f}.")


@experiment(size=Slider(1, 1000, default=10, scale="log", label="Size"))
def powers(size):
    """How much is kept?"""
    return Chart("Powers", x=Axis("Size", scale="log", min=1, max=1000), y=Axis("Kept", "%", min=0, max=100),
                 series=[Step("kept", [1, 10, 100], [10, 40, 90]),
                         Line("kept", [1, 10], [20, 50], theory=True), Rule("size", "x", size, control="size")],
                 numbers={"size": Number(size, label="Size")}, reading="")


@experiment(turn=Slider(1, 3, default=1, step=1, label="Turn"))
def shares(turn):
    """Who has how much?"""
    return Chart("Shares", x=Axis("Server", scale="band"), y=Axis("Share", "%", min=0, max=100),
                 series=[Bars("now", ["a", "b"], [30 * turn, 10]), Rule("all", "y", 100)], reading="")


@experiment(turn=Slider(1, 3, default=1, step=1, label="Turn"))
def cells(turn):
    """Where is it hot?"""
    return Chart("Cells", x=Axis("Load", min=0, max=3), y=Axis("Servers", min=0, max=3),
                 series=[Heat("wait", [1, 2], [1, 2], [[turn, 2], [3, 4]])], reading="")
