"""The command line of the data: validate, build, releases, verify, dictionary. Prints; decides nothing."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from etl import build, coverage_table, dictionary, problems, release, releases, schema, validate
from etl.problems import DataError

DATA = release.DATA


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the data has problems, or 2 the command could not be carried out."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DataError as error:
        return _report(error.problems, options, error.next_command)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (release.ReleaseError, OSError, duckdb.Error) as error:
        _progress_done()
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        _progress_done()
        is_about_releases = hasattr(options, "releases")
        said = f". {release.still_current(options.releases)}" if is_about_releases else ""
        print(f"stopped{said}", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Check the coded reports and build releases from them."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str, example: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(command=command)
        added.add_argument(
            "data",
            nargs="?",
            type=Path,
            default=DATA,
            help="the folder that holds datapackage.json (default: data)",
        )
        return added

    example = "python -m etl validate data --format json"
    checking = add("validate", _validate, "Check every rule of the contract and of the codebook.", example)
    checking.add_argument(
        "--format", choices=("text", "json"), default="text", help="text for people, json for machines"
    )
    checking.add_argument(
        "--all",
        action="store_true",
        help=f"list every problem, not the first {problems.MAX_SHOWN_PER_KIND} of a kind",
    )
    building = add("build", _build, "Check the data and build a release of it.", "python -m etl build")
    releases.folder(building, release.directory())
    building.add_argument(
        "--accept-removals",
        action="store_true",
        help="build also where many rows of the current release are gone; without it that is refused",
    )
    releases.add_to(commands)
    example = "python -m etl verify --reports ../shared/reports"
    auditing = add(
        "verify", _verify, "Look for every coded number in the paragraph that its row names.", example
    )
    auditing.add_argument(
        "--reports",
        type=Path,
        required=True,
        help="the folder of the texts, named as the documents' file column says",
    )
    text = "Write data/README.md from the contract, and what is covered into README.md."
    writing = add("dictionary", _dictionary, text, "python -m etl dictionary --check")
    writing.add_argument(
        "--check", action="store_true", help="write nothing; fail where the file is not what it would be"
    )
    return parser


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        print(f"\033[2K\r{step} …", end="", file=sys.stderr, flush=True)


def _progress_done() -> None:
    if sys.stderr.isatty():
        print("\033[2K\r", end="", file=sys.stderr, flush=True)


def _report(
    found: list[problems.Problem],
    options: argparse.Namespace,
    next_command: str = DataError.next_command,
) -> int:
    _progress_done()
    if getattr(options, "format", "text") == "json":
        print(problems.as_json(found))
    else:
        count = problems.counted(len(found), "problem")
        print(
            f"{problems.as_text(found, getattr(options, 'all', False))}\n\n"
            f"{count}. Fix {'it' if len(found) == 1 else 'them'}, "
            f"then run: {release.command(next_command, options.data)}"
        )
    return 1


def _validate(options: argparse.Namespace) -> int:
    contract = schema.load(options.data)
    _progress("checking every row")
    with build.open_workspace() as connection:
        files, found = validate.validate(connection, contract)
    if found:
        return _report(found, options)
    _progress_done()
    if options.format == "json":
        print(problems.as_json([]))
    else:
        n_rows = problems.counted(sum(f.rows or 0 for f in files), "row")
        n_files = problems.counted(len(files), "file")
        print(f"No problem in {n_rows} of {n_files}. Next: {release.command('build', options.data)}")
    return 0


def _build(options: argparse.Namespace) -> int:
    gone: list[str] = []
    path, is_new = build.build(
        options.data, options.releases, _progress, gone.append, options.accept_removals
    )
    _progress_done()
    print(f"Release {path.stem} {'built' if is_new else 'already built'}, now current: {path}")
    for sentence in gone:
        print(sentence)
    if said := releases.rebuilt(path, options.data):
        print(said)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from etl import verify  # num2words is needed here only

    if not options.reports.is_dir():
        raise release.ReleaseError(
            f"{options.reports} is not a folder; name the one that holds the texts of the reports"
        )
    contract = schema.load(options.data)
    with build.open_workspace() as connection:
        _, found = validate.validate(connection, contract)
        if found:
            return _report(found, options)
        audit = verify.audit(connection, options.reports, contract)
    for file in audit.missing_texts:
        print(f"{file} is not in {options.reports}; its rows were not looked at")
    if audit.absent:
        print(problems.as_text(audit.absent, every=True), end="\n\n")
    total = ", ".join(f"{count} {basis}" for basis, count in sorted(audit.found.items()))
    if audit.errors:
        print(problems.as_text(audit.errors, every=True))
    print(
        f"Found in their paragraphs: {total or 'none'}. Not found, and need not be: {len(audit.absent)}. "
        f"Errors: {len(audit.errors)}."
    )
    return 1 if audit.errors else 0


def _dictionary(options: argparse.Namespace) -> int:
    contract = schema.load(options.data)
    readme = contract.directory.parent / "README.md"  # the project's own, where this is the project's data
    has_block = (
        readme.is_file() and coverage_table.BLOCK.search(readme.read_text(encoding="utf-8")) is not None
    )
    if not options.check:
        print(f"Wrote {dictionary.write(contract)}")
        if has_block:
            coverage_table.write(contract, readme)
            print(f"Wrote what is covered into {readme}")
        return 0
    stale = [] if dictionary.is_current(contract) else [contract.directory / dictionary.README]
    stale += [readme] if has_block and not coverage_table.is_current(contract, readme) else []
    for path in stale:
        print(f"{path} is not what the data says. Run: {release.command('dictionary', options.data)}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
