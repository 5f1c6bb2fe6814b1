"""Half a minute of the worst day on real engines, and in the model beside."""

from dataclasses import asdict, dataclass, replace
from functools import cached_property

from systemdesign.capstone.account import GAVE_UP, SAID_NO, Account
from systemdesign.capstone.minute import modelled
from systemdesign.capstone.plan import MinutePlan
from systemdesign.capstone.real_shop import RealShop
from systemdesign.engines.measured import Result, measurement
from systemdesign.kernel.run import run

COLUMNS = {
    "in time": lambda account: f"{100 * account.within:.1f} %",
    "p99": lambda account: f"{account.p99:.2f} s",
    "tries at s1": lambda account: f"{100 * account.to_failing:.0f} %",
    SAID_NO: lambda account: account.ends.get(SAID_NO, 0),
    GAVE_UP: lambda account: account.ends.get(GAVE_UP, 0),
    "unheard": lambda account: account.unheard,
}
ENGINES = "haproxy", "valkey", "postgres", "http"


@dataclass(frozen=True)
class Minute(Result):
    """What came of a MinutePlan: `found` is its Account as plain data.

    `alone` has the seconds of a `read` and of a `write` on this machine, for one customer who has the shop for itself.
    """

    alone: dict
    found: dict

    @cached_property
    def measured(self):
        """The Account of the real shop."""
        return Account(**self.found)

    @cached_property
    def model(self):
        """The Account of the same requests in the model, which knows the plan and what was measured `alone`."""
        return run(modelled(replace(self.plan, **self.alone)), self.plan.seed)


@measurement(ENGINES, MinutePlan, Minute)
def minute(plan):
    """Half a minute of the worst day on real engines (MinutePlan lists the keywords): `Minute`."""
    with RealShop(plan) as shop:
        return {"alone": shop.alone(), "found": asdict(shop.run())}


def table(minutes):
    """The minutes' numbers, what was measured above what the model has, as text.

    "Tries at s1" is that worker's share of all while it failed; "unheard" counts the orders that the shop took, and
    whose customers had no answer.
    """
    rows = [("", "", *COLUMNS)]
    for each in minutes:
        for name, how, account in ((each.plan.design, "measured", each.measured), ("", "model", each.model)):
            rows.append((name, how, *(str(text(account)) for text in COLUMNS.values())))
    return "\n".join(f"{name:18}{how:9}" + "".join(f"{cell:>12}" for cell in cells) for name, how, *cells in rows)
