"""Tokens and their file: what is kept, what is refused, and that no line is lost."""

from multiprocessing import get_context
from pathlib import Path

import pytest

from communique.errors import CommuniqueError, InputError, UsageError
from communique.publishing.serving.tokens import Tokens, exposed, new_token


def test_only_the_hash_of_a_token_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    token = new_token("editor", file)
    assert token not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    tokens = Tokens.load(None, {"COMMUNIQUE_TOKENS": file.read_text().strip() + ","})
    assert tokens.holder(f"Bearer {token}") == "editor"
    assert tokens.holder(f"Bearer {token}x") is None
    assert not Tokens.load(None, {})


@pytest.mark.parametrize(
    ("name", "line", "error"),
    [("editor", "editor sha256:12", InputError), ("x", "secret", InputError), ("x", "\udcff", InputError)],
)
def test_what_is_no_token(tmp_path: Path, name: str, line: str, error: type[CommuniqueError]) -> None:
    (tmp_path / "tokens").write_text(line, errors="surrogateescape")
    with pytest.raises(error):
        new_token(name, tmp_path / "tokens")


NO_NAMES = [
    "",
    "#c",
    "#",
    "two words",
    " x",
    "a,b",
    "a\nb",
    "a\tb",
    "a\x85b",
    "a\u2028b",
    "a\x00",
    "\ufeffa",
    "\udcff",
]


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_names_that_could_not_be_read_back(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no name of a token"):
        new_token(name, tmp_path / "tokens")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a", "c#", "-x", "élise@example.org", "sha256:", "a/b", "記者"])
def test_names_that_are_read_back(tmp_path: Path, name: str) -> None:
    token = new_token(name, tmp_path / "tokens")
    written = (tmp_path / "tokens").read_text(encoding="utf-8")
    for tokens in (Tokens.load(tmp_path / "tokens", {}), Tokens.load(None, {"COMMUNIQUE_TOKENS": written})):
        assert tokens.holder(f"Bearer {token}") == name


KEPT = f"old sha256:{'0' * 64}"
FILES = {
    "whole lines": f"{KEPT}\n",
    "no line end at its end": KEPT,
    "a comment at its end": f"{KEPT}\n# mine",
    "line ends of another system": f"{KEPT}\r\n",
}


@pytest.mark.parametrize("before", FILES.values(), ids=FILES)
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644], ids=oct)
def test_a_file_keeps_its_lines_and_its_mode(tmp_path: Path, before: str, mode: int) -> None:
    file = tmp_path / "tokens"
    file.write_bytes(before.encode())
    file.chmod(mode)
    (tmp_path / "link").symlink_to("tokens")
    new_token("new", tmp_path / "link")
    assert file.read_bytes().startswith(before.encode())
    assert set(Tokens.load(file, {}).hashes) == {"old", "new"}
    assert file.stat().st_mode & 0o777 == mode
    assert {path.name for path in tmp_path.iterdir()} == {"tokens", "link"}


def test_those_who_make_tokens_at_once_lose_none(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(24)]
    with get_context("spawn").Pool(4) as pool:
        pool.starmap(new_token, [(name, tmp_path / "tokens") for name in names], chunksize=1)
    assert set(Tokens.load(tmp_path / "tokens", {}).hashes) == set(names)


def test_a_file_that_cannot_be_written_as_a_whole_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    new_token("first", tmp_path / "tokens")
    before = (tmp_path / "tokens").read_bytes()
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        new_token("second", tmp_path / "tokens")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("tokens", before)]


UNWRITABLE: dict[str, tuple[str, str]] = {
    "a folder": (".", "is no file"),
    "no such folder": ("nowhere/tokens", "cannot be written: No such file or directory"),
    "below a file": ("file/tokens", "cannot be written: Not a directory"),
    "a device": ("/dev/null", "is no file"),
}


@pytest.mark.parametrize(("name", "words"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_what_is_no_file_of_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    with pytest.raises(InputError, match=words) as raised:
        new_token("x", Path(name))
    assert "Errno" not in str(raised.value)


MODES = [(0o600, ""), (0o640, ""), (0o644, "can read it"), (0o604, "can read it"), (0o660, "can write to it")]


@pytest.mark.parametrize(("mode", "words"), MODES, ids=[oct(mode) for mode, _ in MODES])
def test_what_others_may_do_is_told(tmp_path: Path, mode: int, words: str) -> None:
    (tmp_path / "tokens").touch()
    (tmp_path / "tokens").chmod(mode)
    told = exposed(tmp_path / "tokens")
    assert (words in told, bool(told)) == (True, bool(words))
