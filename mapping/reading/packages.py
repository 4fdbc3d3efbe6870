"""What packages refer to: items of the same source, wherever in it they stand, and items that it has not."""

from collections.abc import Iterator

from communique.mapping.reading.document import Package, Read, Result, Skipped

_REMEMBERED = 100_000  # identifiers of items, so that memory has a bound


class References:
    """The items that a source has, and those that its packages refer to."""

    def __init__(self) -> None:
        self._items: dict[str, None] = {}
        self._packages: list[Package] = []
        self._whole = True

    def met(self, result: Result | Package) -> Result:
        """Note what was met; a package is told as skipped, since its items are read by themselves."""
        self._remember(result)
        if not isinstance(result, Package):
            return result
        self._packages.append(result)
        reason = f"{result.source} is a package ({result.title}) of {len(result.items)} items"
        return Skipped(result.source, reason, "The items are read by themselves.")

    def missing(self) -> Iterator[Skipped]:
        """The items that packages refer to and the source has not, once it is read to its end.

        Nothing where documents were left unread because they are known: the items may be in them.
        """
        for package in self._packages if self._whole else ():
            for item in package.items:
                if item not in self._items:
                    reason = f"{item} is not here, though {package.source} refers to it"
                    yield Skipped(item, reason, "Read it from where the package comes from.")

    def _remember(self, result: Result | Package) -> None:
        self._whole = self._whole and not (isinstance(result, Skipped) and result.known)
        identifier = result.article.identifier if isinstance(result, Read) else _after_hash(result.source)
        if identifier:
            self._items[identifier] = None
        if len(self._items) > _REMEMBERED:
            del self._items[next(iter(self._items))]


def _after_hash(source: str) -> str:
    return source.rpartition("#")[2] if "#" in source else ""
