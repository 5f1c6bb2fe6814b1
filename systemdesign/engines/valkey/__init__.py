"""Valkey, from its wheel: one server, or a cluster."""
