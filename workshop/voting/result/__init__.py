"""The result: how the rule came to it, in words, and whether it holds."""
