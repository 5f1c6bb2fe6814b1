"""Chapter 06, consistency or availability: what a system gives up while its network is split."""

__all__ = ["history", "last_writer", "linearizable", "quorum", "replica", "zones"]
