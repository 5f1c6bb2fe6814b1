"""Chapter 18, distributed cache: a small Redis, and what its OK is worth when something dies."""

__all__ = ["engine", "replies", "wire"]
