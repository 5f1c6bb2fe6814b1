"""Chapter 11, messaging: work that is handed over, and what becomes of it when nobody waits for the answer."""

__all__ = ["broker", "group", "orders", "worker"]
