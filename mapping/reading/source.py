"""The bytes of a file, or an error that tells the user what is the matter with it."""

from pathlib import Path

from communique.errors import InputError


def read_bytes(path: Path) -> bytes:
    """What the file holds.

    Raises InputError where there is no such file, it is a folder, it may not be read, or it is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", "Check the path.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a directory", "Name the articles in it one by one.") from error
    except PermissionError as error:
        raise InputError(f"{path}: permission denied", "Make the file readable for this user.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}", "Check the path and the disk.") from error
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f\v"):
        raise InputError(f"{path} is empty", "Save the article again; there is no text in this file.")
    return data
