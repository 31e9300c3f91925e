"""The command line of the data: validate, build, releases, verify, dictionary. Prints; decides nothing."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
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
    checking.add_argument(
        "--strict", action="store_true", help="fail also where only questions are open, which a note answers"
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
    questions: Sequence[problems.Problem] = (),
) -> int:
    _progress_done()
    if getattr(options, "format", "text") == "json":
        print(problems.as_json(found, questions))
    else:
        blocks = [problems.as_text(found, getattr(options, "all", False)), _asked(questions)]
        count = problems.counted(len(found), "problem")
        also = f" and {problems.counted(len(questions), 'question')}" if questions else ""
        # Checking asks for no folder of releases.
        releases = None if next_command == "validate" else options.releases
        is_one = len(found) + len(questions) == 1
        print(
            "\n\n".join(block for block in blocks if block),
            f"{count}{also}. Fix {'it' if is_one else 'them'}, "
            f"then run: {release.command(next_command, options.data, releases)}",
            sep="\n\n",
        )
    return 1


def _asked(questions: Sequence[problems.Problem]) -> str:
    """All questions as text, under a heading; empty where none is open."""
    return f"Questions:\n\n{problems.as_text(questions, every=True)}" if questions else ""


def _validate(options: argparse.Namespace) -> int:
    contract = schema.load(options.data)
    _progress("checking every row")
    with build.open_workspace() as connection:
        files, found = validate.validate(connection, contract)
        questions = validate.questions(connection, contract, found)
    if found:
        return _report(found, options, questions=questions)
    _progress_done()
    if options.format == "json":
        print(problems.as_json([], questions))
    else:
        n_rows = problems.counted(sum(f.rows or 0 for f in files), "row")
        n_files = problems.counted(len(files), "file")
        if questions:
            print(_asked(questions), end="\n\n")
        for path in _stale(contract):
            if path.exists():
                print(_renew(path, options.data))
        also = f", {problems.counted(len(questions), 'question')}" if questions else ""
        following = "validate --strict" if questions and options.strict else "build"
        print(f"No problem in {n_rows} of {n_files}{also}. Next: {release.command(following, options.data)}")
    return 1 if questions and options.strict else 0


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
    if not options.check:
        print(f"Wrote {dictionary.write(contract)}")
        if dictionary.list_files(contract):
            print(f"Wrote the files of each table into {contract.directory / schema.CONTRACT}")
        if readme := _project_readme(contract):
            coverage_table.write(contract, readme)
            print(f"Wrote what is covered into {readme}")
        return 0
    stale = _stale(contract)
    for path in stale:
        print(_renew(path, options.data))
    return 1 if stale else 0


def _project_readme(contract: schema.Contract) -> Path | None:
    """The project's own README, where this is the project's data and it says what is covered."""
    readme = contract.directory.parent / "README.md"
    has_block = (
        readme.is_file() and coverage_table.BLOCK.search(readme.read_text(encoding="utf-8")) is not None
    )
    return readme if has_block else None


def _stale(contract: schema.Contract) -> list[Path]:
    """The written files that are not what the data says; the data has no problem."""
    readme = _project_readme(contract)
    is_current = {
        contract.directory / dictionary.README: dictionary.is_current(contract),
        contract.directory / schema.CONTRACT: dictionary.lists_files(contract),
    }
    if readme:
        is_current[readme] = coverage_table.is_current(contract, readme)
    return [path for path, current in is_current.items() if not current]


def _renew(path: Path, data: Path) -> str:
    return f"{path} is not what the data says. Run: {release.command('dictionary', data)}"


if __name__ == "__main__":
    sys.exit(main())
