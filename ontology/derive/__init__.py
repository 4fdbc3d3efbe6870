"""From the reference files and our own curated tables to `ontology/reference/*.ttl`; see `__main__`."""
