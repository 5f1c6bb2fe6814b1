"""Chapter 09, sharding: where a key lives, today and when a node joins."""
