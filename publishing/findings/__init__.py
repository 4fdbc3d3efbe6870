"""What a check found, told to people, programs and tools: one model, several forms, always in one order."""
