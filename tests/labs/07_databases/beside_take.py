"""The student's `take` in a transaction that is ended here: reports what was committed before and after."""

from systemdesign.kernel import run
from systemdesign.sim.ledger import Ledger


def taken(rows, isolation, items):
    async def main():
        ledger = Ledger(rows, isolation)
        tx, found = ledger.begin(), {"error": None}
        try:
            await book.take(tx, items)
        except (NotImplementedError, NameError, TypeError, AttributeError):
            raise
        except Exception as error:
            found["error"] = type(error).__name__
        found["before"] = ledger.rows
        try:
            if found["error"]:
                tx.rollback()
            else:
                await tx.commit()
        except Exception as error:
            found["error"] = type(error).__name__
        return {**found, "after": ledger.rows}

    return run(main)
