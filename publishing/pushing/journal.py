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
        self._path = store / FOLDER / f"{hashlib.sha256(target.encode()).hexdigest()[:16]}.jsonl"
        self._file: IO[str] | None = None
        self.graphs: dict[str, str | None] = {}

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(exist_ok=True)
            self._file = self._path.open("a+", encoding="utf-8")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._close()
            raise StoreError(f"Another push to {self._target} is under way.", "Wait for it.") from None
        except OSError as error:
            raise StoreError(
                f"{self._path} cannot be written: {error.strerror}.",
                "A push notes in the store what it has done: check the folder's rights.",
            ) from None
        self.graphs = self._read()
        self._begin()
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
        self._file.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told))
        self._sync()

    def _sync(self) -> None:
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())

    def _read(self) -> dict[str, str | None]:
        """What the lines come to; one that was cut off by a kill tells nothing."""
        assert self._file is not None
        self._file.seek(0)
        graphs: dict[str, str | None] = {}
        for line in self._file:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if told.get("gone"):
                graphs.pop(told["graph"], None)
            elif "graph" in told:
                graphs[told["graph"]] = told["digest"]
        return graphs

    def _begin(self) -> None:
        """A line of its own, so that one which was cut off ends before the next."""
        assert self._file is not None
        self._file.write("\n")
        self._add([{"target": self._target}])

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None
