"""`plan FILE --out DIR`: the migration playbook as Markdown, with its data as JSON beside it."""

from __future__ import annotations

import argparse
import json

from eventstorm.console import FINE, WRONG
from eventstorm.files import add_file, read_board, write_artifacts

HELP = "the migration playbook as Markdown, with its data as JSON beside it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help="the directory to write into")


def run(options: argparse.Namespace) -> int:
    from codegen.artifacts import Artifact
    from modeling.analysis import analyse
    from modeling.playbook import plan, render_markdown

    imported = read_board(options.file)
    playbook = plan(imported.model, analyse(imported.model))
    data = json.dumps(playbook.to_json(), ensure_ascii=False, indent=1) + "\n"
    artifacts = [Artifact(path, text) for path, text in render_markdown(playbook).items()]
    artifacts.append(Artifact("playbook.json", data))
    report = write_artifacts(artifacts, options.out)
    return FINE if report.clean and not imported.losses else WRONG
