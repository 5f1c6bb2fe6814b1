"""Chapter 09, sharding: where a key lives, today and when a node joins."""

__all__ = ["database", "handover", "hot_keys", "jump", "modulo", "placement", "rendezvous", "ring", "slots"]
