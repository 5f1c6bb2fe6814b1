"""Real workers that share a machine, an interpreter or a row: how much more they do than one."""

from dataclasses import dataclass
from statistics import median

from systemdesign.engines.counting.crew import count
from systemdesign.engines.measured import Plan, Result, measurement
from systemdesign.engines.postgres.pgbench import bench
from systemdesign.engines.postgres.server import Postgres

SHORT = 15  # seconds; whatever takes longer is shown from its recording unless asked for
ROWS = 1000
STRETCH = 0.1, 2  # seconds for which workers count, and how often, of which the better counts
TABLE = "create table account as select id, 0 as balance from generate_series(1, {rows}) as id"
SCRIPT = """\\set id random(1, {rows})
select pg_sleep({alone});
begin;
update account set balance = balance + 1 where id = :id;
select pg_sleep({held});
commit;
"""


@dataclass(frozen=True, kw_only=True)
class RowPlan(Plan):
    """So many `clients` at once, one number after the other, that do one job after the other for whole `seconds`.

    A job takes `alone` seconds of each client's own, then adds 1 to one of `rows` rows and holds that for `held`
    seconds. The table has 1,000 rows, whichever of them they choose from, and nobody waits for a disk.
    """

    clients: tuple = (1, 4, 16, 64)
    rows: int = 1
    seconds: int = 1
    alone: float = 0.018
    held: float = 0.002

    def __post_init__(self):
        if not 1 <= self.rows <= ROWS:
            raise ValueError(f"the table has 1 to {ROWS} rows to choose from, not {self.rows}")


@dataclass(frozen=True)
class Rates(Result):
    """What came of a RowPlan: `rates` has the commits per second for each number of clients."""

    rates: list

    @property
    def speedups(self):
        """Each rate as a multiple of the first."""
        return [rate / self.rates[0] for rate in self.rates]


@measurement("postgres", RowPlan, Rates, slow=lambda plan: len(plan.clients) * plan.seconds > SHORT)
def hot_row(plan):
    """Clients of a real PostgreSQL who all change one row, or any of many (RowPlan lists the keywords): `Rates`."""
    with Postgres(max_connections=max(plan.clients) + 10, synchronous_commit="off") as server:
        with server.connect() as connection:
            connection.execute(TABLE.format(rows=ROWS))
            connection.execute("alter table account add primary key (id)")
        script = SCRIPT.format(rows=plan.rows, alone=plan.alone, held=plan.held)
        return {"rates": [bench(server, script, clients, plan.seconds).rate for clients in plan.clients]}


@dataclass(frozen=True, kw_only=True)
class CountPlan(Plan):
    """So many `workers` at once, one number after the other, which count in each of so many `rounds`."""

    workers: tuple = (1, 2)
    rounds: int = 5


@dataclass(frozen=True)
class Counted(Result):
    """How far the workers of a CountPlan came together, as a multiple of how far one came: the median of all rounds.

    `processes` and `threads` have a number for each number of workers. `gil` says whether this Python lets only one
    thread of a process run at a time.
    """

    processes: list
    threads: list
    gil: bool


@measurement("python", CountPlan, Counted)
def counted(plan):
    """Workers that do nothing but count, as processes and as threads of one (see CountPlan): a `Counted`."""
    crews = [crew for workers in plan.workers for crew in ([1] * workers, [workers])]
    rounds = [a_round(crews) for _ in range(plan.rounds)]
    times = [median(times) for times in zip(*(times for times, _ in rounds))]
    return {"processes": times[::2], "threads": times[1::2], "gil": any(gil for _, gil in rounds)}


def a_round(crews):
    """How many times as far as one each crew comes right afterwards, for a machine's speed drifts; and is there a lock?

    A crew has a number for each process: its threads.
    """
    one, gil = count([1], *STRETCH)
    return [1.0 if crew == [1] else count(crew, *STRETCH)[0] / one for crew in crews], gil
