"""Chapter 05, writes through a cache: when a write is safe, and what a crash leaves behind."""

__all__ = ["behind", "ledger", "through"]
