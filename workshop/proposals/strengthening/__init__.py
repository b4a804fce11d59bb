"""Strengthening: suggestions to better a proposal, and the answers to them."""
