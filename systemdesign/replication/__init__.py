"""Chapter 08, replication: how far behind a copy is, and what becomes of that when it takes over."""

__all__ = []
