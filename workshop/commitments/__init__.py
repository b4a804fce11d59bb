"""Commitments: their records field by field, from draft to published, and their milestones."""
