"""Commands that wait until there is something: refused, for a request here is answered when it comes."""

from systemdesign.distributed_cache.commands.table import COMMANDS
from systemdesign.distributed_cache.replies import Error

INSTEAD = {"blpop": "LPOP", "brpop": "RPOP", "blmove": "LMOVE", "brpoplpush": "RPOPLPUSH", "blmpop": "LMPOP",
           "bzpopmin": "ZPOPMIN", "bzpopmax": "ZPOPMAX", "bzmpop": "ZMPOP"}


def refusal(name, instead):
    """The command of this name, which points to the one that does not wait."""
    @COMMANDS.add(name, -2)
    def refuse(engine, *words):
        raise Error(f"ERR {name.upper()} waits, which this server does not do: ask with {instead}, and again later")


for name, instead in INSTEAD.items():
    refusal(name, instead)
