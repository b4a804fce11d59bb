"""Contests, the roll, ballots, counting rules and results."""
