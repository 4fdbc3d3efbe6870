"""Linked data: a document for every IRI below the base, for people and for programs.

    places.py       where an IRI leads on this server, and which IRI an address stands for
    forms.py        the forms of a document, by suffix and by negotiation
    questions.py    the queries behind the pages, put to the readers
    things.py       things with their properties, as the answers tell them
    excerpts.py     the words that support a thing, marked in what stands around them
    cards.py        statements, commitments, meetings and disagreements with all that a page shows of them
    layout.py       which facts and which lists the page of each kind has (layout.toml)
    pages.py        a thing's page, the lists of a kind, the search
    documents.py    the same as RDF
    vocabulary.py   the ontology and its documentation
    dataset.py      VoID and DCAT
    gone.py         what was there once
    problems.py     what to say where there is nothing
    routes.py       the addresses of all this

After “Cool URIs for the Semantic Web” (W3C, 2008), section 4.2: the IRI of a thing answers 303 and leads to
one document, `/doc/…`, whose form is negotiated and has addresses of its own with a suffix.
"""
