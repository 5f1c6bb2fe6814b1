"""Vouchers that may be used once, each tried by many at the same time, behind three guards."""

import asyncio

from systemdesign.kernel import run
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.errors import Conflict, Deadlock, Duplicate
from systemdesign.sim.workload import poisson

GUARDS = "count", "lock the voucher", "unique key"


async def redeem(tx, voucher, guard, who, think):
    """Use the voucher if nobody has: whether it was used. `think` passes between the look and the write."""
    if guard == "lock the voucher":
        await tx.lock(("voucher", voucher))
    if await tx.count(("use", voucher)):
        return False
    await think()
    await tx.insert(("use", voucher, "once" if guard == "unique key" else who), True)
    return True


async def attempt(database, voucher, guard, who, think):
    """Try in a transaction, and again after a conflict: whether it was redeemed."""
    while True:
        tx = database.begin()
        try:
            used = await redeem(tx, voucher, guard, who, think)
            await tx.commit()
            return used
        except Duplicate:
            return False
        except (Conflict, Deadlock):
            pass


async def tried(rate, think, guard, isolation, vouchers):
    """(how often each voucher was redeemed, the transactions that were aborted), one voucher after the other."""
    gaps, redeemed, aborts = poisson(rate), [], 0
    for voucher in range(vouchers):
        database, tries = Database(isolation, {("voucher", voucher): True}), []
        async with asyncio.TaskGroup() as group:
            while ("use", voucher) not in [key[:2] for key in database.versions]:
                await asyncio.sleep(next(gaps))
                tries.append(group.create_task(
                    attempt(database, voucher, guard, len(tries), lambda: asyncio.sleep(think))))
        redeemed.append(sum(task.result() for task in tries))
        aborts += database.aborts
    return redeemed, aborts


def redemptions(rate, think, guard, isolation, vouchers, seed):
    """(redemptions of each voucher, transactions that were aborted) on average, under this seed."""
    redeemed, aborts = run(tried(rate, think, guard, isolation, vouchers), seed)
    return sum(redeemed) / vouchers, aborts / vouchers
