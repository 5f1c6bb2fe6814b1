"""Chapter 08, replication: how far behind a copy is, what readers see of it, and what a failover loses."""

__all__ = ["follower", "manager", "member", "primary"]
