"""LOAD: refused before anything runs, unless it names a document that is allowed, exactly as it is."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from communique.cli import app as cli
from communique.errors import QueryRefusedError, UsageError
from communique.publishing.answering.federation import checked_sources, may_load
from communique.publishing.answering.updates import check_update
from communique.publishing.storage.store import GraphStore

ONE = "http://one.example/a.ttl"
TWO = "http://[::1]:8890/b?format=ttl"
BELOW = "http://many.example/data/"
SOURCES = (ONE, TWO, BELOW, "http://odd.example/x?y=/")


@pytest.mark.parametrize(
    "update",
    [
        f"LOAD <{ONE}>",
        f"load silent <{TWO}>",
        f"LOAD<{ONE}>",
        f"LOAD\n\tSILENT\n<{ONE}>\nINTO\nGRAPH\n<urn:g>",
        f"lOaD <{ONE}> into graph <urn:g> ;",
        f"PREFIX g: <urn:> LOAD <{ONE}> INTO GRAPH g:g",
        f"BASE <urn:x> LOAD <{ONE}> INTO GRAPH <#g>",
        f"LOAD <{ONE}> # <http://evil.example/>\n INTO # LOAD\n GRAPH <urn:g>",
        f"# LOAD <http://evil.example/>\n LOAD <{ONE}>",
        f"LOAD <{ONE}> ; LOAD <{TWO}> ; LOAD SILENT <{BELOW}c> INTO GRAPH <urn:g>",
        f"INSERT DATA {{ <urn:s> <urn:p> 'LOAD <http://evil.example/>'@en-load }} ; LOAD <{ONE}>",
        f"PREFIX load: <http://evil.example/> LOAD <{ONE}> ; INSERT DATA {{ load:LOAD load:x load: }}",
        "PREFIX LOAD: <http://evil.example/> INSERT DATA { LOAD:x LOAD: _:LOAD }",
        f"LOAD <{BELOW}>",
        f"LOAD <{BELOW}x/y.z/A_b~c(1),d=e:f@g>",
        f"LOAD <{BELOW}x/>",
        f"LOAD <{ONE}> ; DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    ],
)
def test_allowed(update: str) -> None:
    check_update(update, SOURCES)


@pytest.mark.parametrize(
    "target",
    [
        "<http://evil.example/>",
        "<http://evil.example@one.example/a.ttl>",
        "<http://one.example@evil.example/a.ttl>",
        "<http://one.example:80/a.ttl>",
        "<https://one.example/a.ttl>",
        "<HTTP://one.example/a.ttl>",
        "<http://ONE.example/a.ttl>",
        "<http://one.example./a.ttl>",
        "<http://one.example/a.ttl/>",
        "<http://one.example/a.ttl/b>",
        "<http://one.example/a.ttl?>",
        "<http://one.example/a.ttl#>",
        "<http://one.example/%61.ttl>",
        "<http://one.example/A.ttl>",
        "<http://one.example/x/../a.ttl>",
        "<http://one.example/\\u0061.ttl>",
        "<http://one.example/>",
        "<http://[::1]:8890/b>",
        "<http://[0:0:0:0:0:0:0:1]:8890/b?format=ttl>",
        "<http://127.0.0.1:8890/b?format=ttl>",
        "<http://many.example/data>",
        "<http://many.example/data/../x>",
        "<http://many.example/data/x/..>",
        "<http://many.example/data/./x>",
        "<http://many.example/data/x/../../y>",
        "<http://many.example/data/%2e%2e/x>",
        "<http://many.example/data/..%2fx>",
        "<http://many.example/data/%2E%2E%5Cx>",
        "<http://many.example/data/%252e%252e/x>",
        "<http://many.example/data/..;/x>",
        "<http://many.example/data/x;/y>",
        "<http://many.example/data//etc>",
        "<http://many.example/data/.git/config>",
        "<http://many.example/data/x?y>",
        "<http://many.example/data/x#y>",
        "<http://many.example/data/\\u002e\\u002e/x>",
        "<http://many.example/data/ä>",
        "<http://many.example.evil.example/data/x>",
        "<http://odd.example/x?y=/z>",
        "<//one.example/a.ttl>",
        "</a.ttl>",
        "<a.ttl>",
        "<>",
        "one:a.ttl",
        "one:",
        f"# LOAD <{ONE}>\n <http://evil.example/>",
        f"# a comment\n <{ONE}>",
        "<file:///etc/passwd>",
        "<ftp://one.example/a.ttl>",
        "<data:text/turtle,>",
    ],
)
@pytest.mark.parametrize("silent", ["", "SILENT "])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "{} INTO GRAPH <urn:g>",
        f"LOAD <{ONE}> ; {{}}",
        f"{{}} ; LOAD <{ONE}>",
        f"INSERT DATA {{{{ <urn:s> <urn:p> 'LOAD <{ONE}>' }}}} ; {{}}",
        f"# LOAD <{ONE}>\n{{}}",
    ],
    ids=["plain", "into", "after", "before", "after a string", "after a comment"],
)
def test_refused(target: str, silent: str, around: str) -> None:
    load = around.format(f"LOAD {silent}{target}")
    with pytest.raises(QueryRefusedError, match="loads only some documents"):
        check_update(f"BASE <http://one.example/x> PREFIX one: <http://one.example/> {load}", SOURCES)


@pytest.mark.parametrize(
    "update",
    [
        f"LOADSILENT<{ONE}>",
        f"LOAD <{ONE}> INTOGRAPH <urn:g>",
        f"LOAD # x\n SILENT <{ONE}>",
        f"LOAD SILENT # x\n <{ONE}>",
    ],
)
def test_spellings_that_are_not_read(update: str) -> None:
    with pytest.raises(QueryRefusedError):
        check_update(update, SOURCES)


@pytest.mark.parametrize("update", [f"LOAD <{ONE}>", f"LOAD SILENT <{ONE}> INTO GRAPH <urn:g>"])
def test_none_is_allowed_by_itself(update: str) -> None:
    with pytest.raises(QueryRefusedError, match="loads no documents"):
        check_update(update)


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_service_in_an_update_stays_refused(silent: str) -> None:
    update = f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {silent}<{ONE}> {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryRefusedError, match="SERVICE is refused"):
        check_update(f"LOAD <{ONE}> ; {update}", SOURCES)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "one.example",
        "file:///etc/",
        "http://",
        "http://user:word@one.example/",
        "http://one.example/a/../",
    ],
)
def test_no_address_of_documents(address: str) -> None:
    with pytest.raises(UsageError, match="is not the address of documents"):
        checked_sources([address])


def test_the_command_says_so(tmp_path: Path) -> None:
    with GraphStore(ox.Store(str(tmp_path / "s")), tmp_path / "s"):
        pass
    done = CliRunner().invoke(cli, ["serve", "--store", str(tmp_path / "s"), "--allow-load", "file:///x"])
    assert done.exit_code != 0
    assert isinstance(done.exception, UsageError)


def test_nothing_is_below_a_document() -> None:
    assert not may_load(f"{ONE}/x", [ONE])
