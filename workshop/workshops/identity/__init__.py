"""Who is who: likely doubles, joining those that are the same, and corrections on record."""
