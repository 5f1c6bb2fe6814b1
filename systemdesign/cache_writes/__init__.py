"""When is a write safe? Write-through, write-behind, and what a sync costs."""

__all__ = []
