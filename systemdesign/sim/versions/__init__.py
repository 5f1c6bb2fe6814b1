"""A multi-version store: rows in versions, row locks, three isolation levels, as PostgreSQL has them."""

from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.errors import Conflict, Deadlock, Duplicate, Failed

__all__ = ["Conflict", "Database", "Deadlock", "Duplicate", "Failed"]
