"""Watching the running site: figures, its log, the probes, the doctor."""
