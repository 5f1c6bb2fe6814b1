"""What is measured. A package of its own, lest another one called `benchmarks` be found before it."""
