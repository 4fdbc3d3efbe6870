"""Who says what: cues, their sources, and what they introduce."""
