"""Chaos: people keep talking on four platforms while everything below them dies; at the end nothing is lost or double.

`python -m tests.chaos --minutes 10 --seed 7` (see `__main__`); tests/durability/test_chaos.py runs a short one.
"""
