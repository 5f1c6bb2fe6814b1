"""Chapter 16, URL shortener: codes that nobody shares, what an edge saves, and which redirect can be taken back."""

__all__ = ["codes", "edge", "links", "report", "shortener", "urls"]
