"""Chapter 02, scalability: one big machine or many small ones."""

__all__ = ["fleet", "machine"]
