"""Prometheus, which collects what others count: there is no wheel of it, but a package of Debian's."""
