"""Every error that a user can meet, each with the exit code that the command line gives it.

    CommuniqueError                 what went wrong, where, and what to do
    ├── UsageError            (2)   the call itself is off: an option, a query's parameter
    ├── InputError            (3)   an article or an RDF file cannot be read
    ├── StoreError            (3)   the store cannot be opened, read or written
    │   └── StoreInUseError   (3)   another process writes to the store
    ├── QueryError            (3)   a query does not parse, or an endpoint refuses it
    │   └── QueryRefusedError (3)   a query asks for what the endpoint does not do
    └── ServerError           (3)   the endpoint cannot start or be reached

Exit code 1 is kept for violations: the input was read, and it does not hold.
"""


class CommuniqueError(Exception):
    """Something that the user can act on: `message` says what and where, `hint` what to do."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(CommuniqueError):
    """The call itself is off: an option's value, an unknown name, a missing parameter."""

    exit_code = 2


class InputError(CommuniqueError):
    """An article or an RDF file cannot be read."""


class StoreError(CommuniqueError):
    """The store cannot be opened, read or written."""


class StoreInUseError(StoreError):
    """Another process writes to the store."""


class QueryError(CommuniqueError):
    """A query does not parse, or an endpoint refuses it."""


class QueryRefusedError(QueryError):
    """A query parses, and asks for what the endpoint does not do: an update, or to call another endpoint."""


class ServerError(CommuniqueError):
    """The endpoint cannot start, or cannot be reached."""
