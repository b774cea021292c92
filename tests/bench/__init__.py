"""Benchmarks: `make bench`, or `python -m tests.bench NAME`. Figures, never a pass or fail."""
