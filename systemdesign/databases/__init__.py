"""Chapter 07, databases: which promise a row needs, and who keeps it."""

__all__ = ["promises", "shop"]
