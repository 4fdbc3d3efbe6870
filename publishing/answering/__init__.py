"""Who does the work of an answer: readers in processes of their own, the one writer, and their limits."""
