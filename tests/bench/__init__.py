"""Benchmarks: ratios measured side by side in one run, never assertions of time. `make bench` runs them all."""
