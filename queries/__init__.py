"""Named SPARQL queries: one definition for the command line, the endpoint's forms and the tests."""
