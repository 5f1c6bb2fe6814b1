"""Chapter 12, API gateway: who may call, how often, and what a gateway may believe of what it is told."""

__all__ = ["bucket", "windows"]
