"""Agreement: how far each organization supports a proposal as it now stands."""
