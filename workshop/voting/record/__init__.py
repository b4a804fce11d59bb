"""The record of a contest, by which outsiders check it; the two scrutineers."""
