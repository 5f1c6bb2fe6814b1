"""redis-cli and redis-benchmark, out of Debian's package if need be, with the libraries that they bring along."""

from functools import partial

from systemdesign.engines.debian.packed import Packed

LIBRARY = "./usr/lib/*/lib{}.so*"
PACKED = Packed(
    "redis-tools", ("redis-cli", "redis-benchmark"),
    {"redis-tools": ("./usr/bin/redis-cli", "./usr/bin/redis-benchmark"), "liblzf1": (LIBRARY.format("lzf"),),
     "libjemalloc2": (LIBRARY.format("jemalloc"),), "libatomic1": (LIBRARY.format("atomic"),)},
    told=r"(?:redis|valkey)-(?:cli|benchmark) (\d+)\.", oldest=6,  # the first that speaks RESP3
    module=__package__, brew="redis")

cli, benchmark = partial(PACKED.find, "redis-cli"), partial(PACKED.find, "redis-benchmark")
