"""A way back: for some seconds whoever has acted can take the act back, in one press."""
