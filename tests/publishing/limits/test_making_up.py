"""A writer that was ended at its commit: the next one makes up for it, however long that takes."""

import signal
import subprocess
import sys
import time
from typing import Any

import httpx

from communique.publishing.answering.limits import Limits

MANY = 150_000
"""Quads that take longer to be written anew than a job may take."""
ENDED = f"""
import os, signal, sys
from pathlib import Path
import pyoxigraph as ox
from communique.publishing.storage.snapshots import Snapshots
store, node = ox.Store(sys.argv[1]), ox.NamedNode
with Snapshots(Path(sys.argv[1])).announced():
    quads = (ox.Quad(node(f"urn:{{n}}"), node("urn:p"), ox.Literal(n), node("urn:g")) for n in range({MANY}))
    store.extend(quads)
    os.kill(os.getpid(), signal.SIGKILL)
"""
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s ?p ?o } }"


def test_what_was_ended_at_its_commit_does_not_stop_others(serve: Any) -> None:
    endpoint = serve(Limits(seconds=0.7, readers=1))
    ended = subprocess.run([sys.executable, "-c", ENDED, str(endpoint.store)], check=False)
    assert ended.returncode == -signal.SIGKILL

    deadline, statuses = time.monotonic() + 60, [0]
    while statuses[-1] != 204 and time.monotonic() < deadline:
        answer = httpx.post(
            f"{endpoint.address}/sparql",
            content="INSERT DATA { <urn:after> <urn:p> 1 }",
            headers={"authorization": endpoint.bearer, "content-type": "application/sparql-update"},
            timeout=60,
        )
        assert answer.status_code in (204, 503)
        assert answer.status_code == 204 or "whole, or not" in answer.text or "others wrote" in answer.text
        statuses.append(answer.status_code)
    assert (statuses[1], statuses[-1]) == (503, 204), "it took longer than a job may, and came to an end"
    told = httpx.get(f"{endpoint.address}/sparql", params={"query": COUNT}, timeout=60).json()
    assert told["results"]["bindings"][0]["n"]["value"] == str(MANY)
