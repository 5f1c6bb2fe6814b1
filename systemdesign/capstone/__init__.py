"""Chapter 19, capstone: keep a shop up on its worst day."""

__all__ = ["database", "instance", "payment", "shop"]
