"""States, organisations, offices and leaders as Turtle; written by `communique.ontology.derive`."""
