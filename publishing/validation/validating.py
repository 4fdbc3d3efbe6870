"""The command that checks files: which of them, how, and in what form the findings are told."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from communique.errors import UsageError
from communique.publishing.console.display import console
from communique.publishing.findings import adoption
from communique.publishing.findings.forms import FORMS
from communique.publishing.findings.model import Checked, in_order
from communique.publishing.findings.text import print_text
from communique.publishing.validation.checking import Checks
from communique.publishing.validation.files import validate_files
from communique.shapes.check import Engine
from communique.shapes.compiled import Unsupported
from communique.shapes.library import Library, shapes_in
from communique.shapes.report import Severity


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asks of `communique validate`."""

    published: date | None = None
    form: str = "text"
    fail_on: Severity = "violation"
    baseline: Path | None = None
    write_baseline: Path | None = None
    changed_since: str | None = None
    shapes: Path | None = None
    engine: Engine = "compiled"


def validate_shown(paths: Sequence[Path], wanted: Wanted, ontology: bool = False) -> int:
    """Check the files and tell what was found; the exit code."""
    if not paths and not ontology:
        raise UsageError("There is nothing to check.", "Name files, or give --ontology.")
    checked = _checked(paths, wanted)
    if ontology:
        from communique.publishing.validation.ontology_check import check_ontology

        checked += check_ontology()
    if wanted.write_baseline:
        count = adoption.write_baseline(wanted.write_baseline, checked)
        console().print(f"{wanted.write_baseline}: {count} findings", markup=False, soft_wrap=True)
        return 0
    told = in_order(adoption.without_known(wanted.baseline, checked) if wanted.baseline else checked)
    _tell(told, wanted.form)
    return max((one.exit_code_at(wanted.fail_on) for one in told), default=0)


def _checked(paths: Sequence[Path], wanted: Wanted) -> list[Checked]:
    more = _more(wanted)
    if wanted.changed_since is not None:
        paths = adoption.changed_since(wanted.changed_since, paths)
    return validate_files(paths, Checks(wanted.published, wanted.engine, more)) if paths else []


def _more(wanted: Wanted) -> Library | None:
    """The user's shapes; a word to stderr where they need pyshacl."""
    if wanted.shapes is None:
        return None
    more = shapes_in(wanted.shapes)
    if wanted.engine == "compiled" and isinstance(more.compiled, Unsupported):
        console(error=True).print(
            f"{wanted.shapes}: pyshacl runs these shapes, as {more.compiled} is not compiled.",
            markup=False,
            soft_wrap=True,
        )
    return more


def _tell(checked: Sequence[Checked], form: str) -> None:
    if form == "text":
        print_text(console(), checked)
        return
    sys.stdout.buffer.write(FORMS[form](checked).encode())
    sys.stdout.flush()
