"""What builds and tests the book. A package of its own, lest another one called `tools` be found before it."""
