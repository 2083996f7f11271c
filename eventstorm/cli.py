"""The command line: one module a command, one table.

Exit code 0: fine. 1: the input was understood and something in it is wrong. 2: it could not be understood. Nothing
heavy is imported before it is known which command runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from eventstorm.commands import (
    analyse,
    check,
    compare,
    convert,
    export_board,
    generate,
    import_board,
    migrate,
    plan,
    ready,
    schemas,
    serve,
)
from eventstorm.console import INTERRUPTED, NOT_UNDERSTOOD, NotUnderstood, close_quietly, complain

#: Every command by its name. A command's module has HELP, `add_arguments(parser)` and `run(options) -> exit code`.
COMMANDS = {
    "check": check,
    "analyse": analyse,
    "plan": plan,
    "generate": generate,
    "schemas": schemas,
    "compare": compare,
    "convert": convert,
    "serve": serve,
    "migrate": migrate,
    "ready": ready,
    "import": import_board,
    "export": export_board,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    try:
        options = _parser().parse_args(arguments)
        return int(COMMANDS[options.command].run(options))
    except NotUnderstood as error:
        complain(str(error))
        return NOT_UNDERSTOOD
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        close_quietly()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise NotUnderstood(f"{message[:1].upper()}{message[1:]}. Try: {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="eventstorm", description="From a storm on a wall to a running event-driven system.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, command in COMMANDS.items():
        command.add_arguments(commands.add_parser(name, help=command.HELP, description=command.HELP))
    return parser


if __name__ == "__main__":
    sys.exit(main())
