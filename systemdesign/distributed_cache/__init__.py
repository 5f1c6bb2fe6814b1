"""Chapter 18, a distributed cache: a small Redis, and what its OK is worth when something dies."""

__all__ = []
