"""Questions to a store or to an endpoint elsewhere, and answers in every form."""
