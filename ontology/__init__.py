"""What can be said: the ontology, the reference data, and the register that reads it."""
