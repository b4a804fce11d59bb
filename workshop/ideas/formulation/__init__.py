"""Formulation: ideas written individually and revealed together."""
