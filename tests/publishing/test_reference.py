from communique.mapping.iris import Base
from communique.ontology.register import load_register
from communique.ontology.vocabulary import CMQ, ORG, RDF, SCHEMA
from communique.publishing.storage import reference


def test_the_mapping_and_the_reference_graph_call_everybody_the_same() -> None:
    base, register = Base(), load_register()
    typed = [
        quad for quad in reference.quads(reference.turtle_files(), base) if quad.predicate.value == RDF.type
    ]
    for kind, names in [
        (CMQ.State, {base.state(key) for key in register.states}),
        (ORG.Organization, {base.organisation(key) for key in register.organisations}),
        (SCHEMA.Person, {base.person(key) for key in register.persons}),
    ]:
        assert {quad.subject.value for quad in typed if getattr(quad.object, "value", "") == kind} == names  # type: ignore[union-attr]


def test_the_version_depends_on_the_files_and_the_base() -> None:
    files = reference.turtle_files()
    versions = {
        reference.version(files, Base()),
        reference.version({**files, "more.ttl": b""}, Base()),
        reference.version(files, Base("https://example.org/")),
    }
    assert len(versions) == 3
    assert reference.version(dict(files), Base()) in versions


def test_instances_move_with_the_base_and_terms_stay() -> None:
    base = Base("https://example.org/record/")
    quads = list(reference.quads(reference.turtle_files(), base))
    names = {getattr(term, "value", "") for quad in quads for term in (quad.subject, quad.object)}
    assert not any(name.startswith("https://w3id.org/communique/id/") for name in names)
    assert base.state("GB") in names
    assert CMQ.State in names
