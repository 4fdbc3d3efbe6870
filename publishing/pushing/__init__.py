"""The graphs on another SPARQL server: what it lacks, and what it takes to make it the same."""
