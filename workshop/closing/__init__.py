"""Closing a round: what goes forward, the responses due to what ends, and publishing."""
