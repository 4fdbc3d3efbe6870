"""Times, durations and sums in a text."""
