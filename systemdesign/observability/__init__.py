"""Chapter 15, observability: what a system is doing, as four witnesses of one stall tell it."""

__all__ = ["metrics", "promql", "series", "watched"]
