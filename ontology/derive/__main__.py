"""`python -m communique.ontology.derive SOURCES_DIR`: write `ontology/reference/*.ttl` anew.

SOURCES_DIR holds the reference files that `sources.py` names. The output depends on them and on
`ontology/curated/` alone: the same input gives the same bytes.
"""

import argparse
import sys
from pathlib import Path

from communique.errors import CommuniqueError
from communique.ontology.derive.graphs import derive
from communique.ontology.register import REFERENCE


def main() -> int:
    """Parse the arguments and write; 0 if all is well, 3 if a source cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m communique.ontology.derive", description=__doc__)
    parser.add_argument("sources", type=Path, metavar="SOURCES_DIR", help="folder of the reference files")
    parser.add_argument("--into", type=Path, default=REFERENCE, help="folder to write to")
    arguments = parser.parse_args()
    try:
        graphs = derive(arguments.sources)
    except CommuniqueError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    for name, turtle in graphs.items():
        (arguments.into / name).write_bytes(turtle)
    return 0


if __name__ == "__main__":
    sys.exit(main())
