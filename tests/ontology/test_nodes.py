from pathlib import Path

from communique.ontology.nodes import read_nodes

TURTLE = """
@prefix : <https://example.org/> .
:a a :Thing ; :name "A"@en , "a"@en ; :knows :b , [ :name "nobody" ] .
:b a :Thing , :Other ; :size 3 .
"""


def test_properties_by_subject(tmp_path: Path) -> None:
    (tmp_path / "things.ttl").write_text(TURTLE, encoding="utf-8")
    nodes = read_nodes([tmp_path / "things.ttl"])
    a, b = "https://example.org/a", "https://example.org/b"
    assert nodes.typed("https://example.org/Thing") == [a, b]
    assert nodes.typed("https://example.org/Other") == [b]
    assert nodes.all(a, "https://example.org/name") == ("A", "a")
    assert nodes.all(a, "https://example.org/knows") == (b,)
    assert nodes.one(b, "https://example.org/size") == "3"
    assert nodes.first(b, "https://example.org/name") is None
    assert nodes.typed("https://example.org/Missing") == []
