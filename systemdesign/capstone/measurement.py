"""One minute of the worst day on real engines, and in the model beside."""

from dataclasses import asdict, dataclass, replace

from systemdesign.capstone.account import Account
from systemdesign.capstone.minute import modelled
from systemdesign.capstone.plan import MinutePlan
from systemdesign.capstone.real_shop import RealShop
from systemdesign.engines.measured import Result, measurement
from systemdesign.kernel.run import run

ENGINES = "haproxy", "valkey", "postgres", "http"


@dataclass(frozen=True)
class Minute(Result):
    """What came of a MinutePlan: `found` is its Account as plain data.

    `alone` has the seconds of a `read` and of a `write` on this machine, for one customer who has the shop for itself.
    """

    alone: dict
    found: dict

    @property
    def measured(self):
        """The Account of the real shop."""
        return Account(**self.found)

    @property
    def model(self):
        """The Account of the same requests in the model, which knows the plan and what was measured `alone`."""
        return run(modelled(replace(self.plan, **self.alone)), self.plan.seed)


@measurement(ENGINES, MinutePlan, Minute)
def minute(plan):
    """A minute of the worst day on real engines (MinutePlan lists the keywords): `Minute`."""
    with RealShop(plan) as shop:
        return {"alone": shop.alone(), "found": asdict(shop.run())}
