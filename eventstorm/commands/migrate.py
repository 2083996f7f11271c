"""`migrate`: brings the database up to date while others use it."""

from __future__ import annotations

import argparse

from eventstorm.console import FINE, WRONG, complain, emit

HELP = "the database brought up to date, without holding up those who use it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lock-seconds", type=float, default=2.0, help="how long a change may wait for a busy table")
    parser.add_argument("--statement-seconds", type=float, default=60.0, help="how long a single statement may take")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds after which it gives up")


def run(options: argparse.Namespace) -> int:
    from eventstorm.database import set_up, usable

    set_up()
    from eventstorm.migrating import Bounds, CannotMigrate, migrate

    bounds = Bounds(options.lock_seconds, options.statement_seconds, options.patience)
    try:
        with usable():
            migrate(bounds, complain)
    except CannotMigrate as error:
        complain(str(error))
        return WRONG
    emit("The database is up to date.")
    return FINE
