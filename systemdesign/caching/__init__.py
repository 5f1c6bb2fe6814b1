"""Chapter 04, caching: what a time to live buys, and what it costs."""

__all__ = ["aside", "eviction", "remote", "writers"]
