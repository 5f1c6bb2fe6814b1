"""A multi-version store: rows in versions, row locks, three isolation levels, as PostgreSQL has them."""

__all__ = ["database", "errors", "locks", "transaction"]
