"""What was pushed where, as far as the server said so: a file in the store for each address.

Lines of JSON, only ever added to while a push runs and on disk before it goes on, so that a push that was
killed goes on where it stopped. A graph without a digest is one of which part may be there.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Final, Self

from communique.errors import StoreError

FOLDER: Final = "pushed"


class Journal:
    """The graphs that were pushed to an address, each with the digest of what was pushed.

    A context manager that only one process can be in for a store and an address.
    """

    def __init__(self, store: Path, target: str) -> None:
        self._target = target
        name = hashlib.sha256(target.encode()).hexdigest()[:16]
        self._path = store / FOLDER / f"{name}.jsonl"
        self._lock: IO[str] | None = None
        self._file: IO[str] | None = None
        self.graphs: dict[str, str | None] = {}

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(exist_ok=True)
            self._lock = self._path.with_suffix(".lock").open("w", encoding="ascii")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.graphs = self._read()
            self._file = self._begun_anew()
        except BlockingIOError:
            self._close()
            raise StoreError(f"Another push to {self._target} is under way.", "Wait for it.") from None
        except OSError as error:
            self._close()
            raise StoreError(
                f"{self._path} cannot be written: {error.strerror}.",
                "A push notes in the store what it has done: check the folder's rights.",
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def note(self, digests: Mapping[str, str | None]) -> None:
        """These graphs are there now, with these digests; None where that is not sure."""
        self.graphs.update(digests)
        self._add({"graph": graph, "digest": digest} for graph, digest in digests.items())

    def forget(self, graphs: Iterable[str]) -> None:
        """These graphs are no longer there."""
        gone = list(graphs)
        for graph in gone:
            self.graphs.pop(graph, None)
        self._add({"graph": graph, "gone": True} for graph in gone)

    def _add(self, told: Iterable[Mapping[str, object]]) -> None:
        assert self._file is not None
        _write(self._file, told)

    def _read(self) -> dict[str, str | None]:
        """What the lines come to; one that was cut off by a kill tells nothing."""
        graphs: dict[str, str | None] = {}
        if not self._path.exists():
            return graphs
        for line in self._path.read_text("utf-8", errors="replace").split("\n"):
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if told.get("gone"):
                graphs.pop(told["graph"], None)
            elif "graph" in told:
                graphs[told["graph"]] = told["digest"]
        return graphs

    def _begun_anew(self) -> IO[str]:
        """The file with a line for each graph and no more, in place of all that was ever added."""
        fresh = self._path.with_suffix(".new")
        file = fresh.open("w", encoding="utf-8")
        _write(file, [{"target": self._target}])
        _write(file, ({"graph": graph, "digest": digest} for graph, digest in self.graphs.items()))
        fresh.replace(self._path)
        return file

    def _close(self) -> None:
        for file in (self._file, self._lock):
            if file is not None:
                file.close()
        self._file = self._lock = None


def _write(file: IO[str], told: Iterable[Mapping[str, object]]) -> None:
    """Durably."""
    file.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told))
    file.flush()
    os.fsync(file.fileno())
