"""Reconfiguration: merging, splitting and leaving out; the list that is voted on."""
