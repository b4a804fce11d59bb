"""Read-only pages for everyone: what was published, without an account and without a script."""
