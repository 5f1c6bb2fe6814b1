"""Prometheus's program, out of Debian's package if need be."""

from functools import partial

from systemdesign.engines.debian.packed import Packed

PACKED = Packed(
    "Prometheus", ("prometheus",), {"prometheus": ("./usr/bin/prometheus",)},  # all that a server without a face needs
    told=r"prometheus, version v?(\d+)\.", oldest=2,  # the first took other flags
    module=__package__, brew="prometheus")

prometheus = partial(PACKED.find, "prometheus")
