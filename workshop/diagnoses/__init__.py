"""Diagnoses, and the problems they name."""
