"""What is asked when something is looked into."""

from systemdesign.distributed_cache.commands.server import unknown
from systemdesign.distributed_cache.commands.table import reads
from systemdesign.distributed_cache.memory import size
from systemdesign.distributed_cache.replies import OK, Error


@reads("memory", -2, keys=(2, 2, 1))
def memory(engine, what, *words):
    """MEMORY USAGE key: by our rule."""
    if what.upper() != b"USAGE" or not words:
        raise unknown("MEMORY", what)
    value = engine.find(words[0])
    return None if value is None else size(words[0], value)


@reads("debug", -2, keys=(0, 0, 0))
def debug(engine, what, *words):
    """DEBUG SET-ACTIVE-EXPIRE 0: the dead are found only when somebody asks for them."""
    if what.upper() != b"SET-ACTIVE-EXPIRE" or words not in ((b"0",), (b"1",)):
        raise Error("ERR DEBUG here knows SET-ACTIVE-EXPIRE 0 or 1")
    engine.searching = words == (b"1",)
    return OK
