"""Parse an update, and do nothing else.

The engine has no call that only parses. A store that is open to be read refuses an update after the engine
has parsed it and before anything of it runs, whatever it says; so it is put to an empty one.
"""

from functools import cache
from tempfile import TemporaryDirectory
from typing import Final

import pyoxigraph as ox

from communique.errors import StoreError

_NOWHERE: Final = "http://example.org/"


def parse_update(update: str) -> None:
    """Raise SyntaxError where an update does not parse. Raises StoreError."""
    store = _empty()
    try:
        store.update(update, base_iri=_NOWHERE)
    except RuntimeError:
        return


@cache
def _empty() -> ox.Store:
    try:
        with TemporaryDirectory(prefix="communique-") as folder:
            ox.Store(folder).flush()
            return ox.Store.read_only(folder)  # it needs its files no more once it is open
    except OSError as error:
        raise StoreError(
            f"Updates cannot be checked: {error}.", "Set TMPDIR to a folder that can be written to."
        ) from None
