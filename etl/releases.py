"""The commands below python -m etl releases: list, diff, prune, export. Prints; decides nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from etl import change_report, changes, export, metadata, problems, release, schema

MAX_NAMED_FILES = 5  # differing files that a sentence names


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its subcommands to the command line."""
    text = "List the releases, or compare, prune or export them."
    shown = argparse.RawDescriptionHelpFormatter
    listing = commands.add_parser(
        "releases",
        help=text,
        description=text,
        epilog="example:\n  python -m etl releases",
        formatter_class=shown,
    )
    listing.set_defaults(command=_list)
    folder(listing, release.directory())
    below = listing.add_subparsers(metavar="command below")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str, example: str
    ) -> argparse.ArgumentParser:
        added = below.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example:\n  python -m etl releases {example}",
            formatter_class=shown,
        )
        added.set_defaults(command=command)
        folder(added, argparse.SUPPRESS)  # else its default would hide what was given before
        return added

    comparing = add(
        "diff",
        _diff,
        "Name every row and derived figure that differs between two releases, and why.",
        "diff 33660 9f011",
    )
    comparing.add_argument("older", help="the name of a release, or its beginning")
    comparing.add_argument("newer", help="the release to compare it with")
    comparing.add_argument(
        "--format", choices=("text", "json"), default="text", help="text for people, json for machines"
    )
    comparing.add_argument(
        "--all",
        action="store_true",
        help=f"list everything, not the first {problems.MAX_SHOWN_PER_KIND} of a kind",
    )
    text = "Remove old releases; what each says of itself stays as a small file."
    pruning = add("prune", _prune, text, "prune --keep 10")
    pruning.add_argument(
        "--keep",
        type=_count,
        required=True,
        metavar="N",
        help="how many of the newest to keep; the current one is kept too",
    )
    text = "Write a release as plain files: what it was built from, and its tables as CSV and Parquet."
    exporting = add("export", _export, text, "export 9f011 ../association-reports")
    exporting.add_argument("name", help="the name of a release, or its beginning")
    exporting.add_argument("folder", type=Path, help="the folder to write, which is not there yet or empty")


def folder(command: argparse.ArgumentParser, default: object) -> None:
    """Add the option that names the folder of releases."""
    command.add_argument(
        "--releases",
        type=Path,
        default=default,
        help="the folder of releases (default: RELEASES_DIR, else releases)",
    )


def rebuilt(path: Path, data: Path) -> str:
    """A sentence on a release that was built from an export and got another name; empty for any other."""
    known = export.origin(data)
    if known is None or known.name == path.stem:
        return ""
    differing = export.differing(known, release.hashes(schema.load(data)))
    return (
        f"The folder was exported from {known.name}; what is built from it now has another name, "
        f"since these differ: {_named(differing)}."
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _named(files: Sequence[str]) -> str:
    return ", ".join(files[:MAX_NAMED_FILES]) + (
        f" and {len(files) - MAX_NAMED_FILES} more" if len(files) > MAX_NAMED_FILES else ""
    )


def _list(options: argparse.Namespace) -> int:
    found = release.listing(options.releases)
    for one in found:
        print(f"{_line(one)}{'  current' if one.is_current else ''}")
    for path, fault in release.faults(options.releases).items():
        print(f"{path.stem}  not used: {fault}")
    if not found:
        next_command = release.command("build", releases=options.releases)
        print(f"No release in {options.releases}. Next: {next_command}")
    return 0


def _line(one: release.ListedRelease | metadata.Metadata) -> str:
    rows = f"{one.n_rows:>9,} row{' ' if one.n_rows == 1 else 's'}"
    return f"{one.name}  {one.built_at:%Y-%m-%d %H:%M}Z  {rows}"


def _diff(options: argparse.Namespace) -> int:
    older, newer = (release.named(options.releases, name) for name in (options.older, options.newer))
    found = changes.between(options.releases, older, newer)
    print(
        change_report.as_json(found)
        if options.format == "json"
        else change_report.as_text(found, options.all)
    )
    return 0


def _prune(options: argparse.Namespace) -> int:
    pruned = release.prune(options.releases, options.keep)
    for one in pruned:
        print(f"{_line(one)}  pruned; {one.name}.json keeps its metadata")
    left = problems.counted(len(release.listing(options.releases)), "release")
    print(f"{len(pruned) or 'Nothing'} pruned; {left} left.")
    return 0


def _export(options: argparse.Namespace) -> int:
    name = release.named(options.releases, options.name)
    done = export.export(options.releases, name, options.folder)
    print(f"Release {name} exported: {problems.counted(done.n_files, 'file')} in {done.path}")
    build = release.command("build", options.folder, options.releases)
    if done.rebuilt_as == name:
        print(f"The same release is built from it: {build}")
    else:
        print(f"{build} names it {done.rebuilt_as} here, since these differ: {_named(done.differing)}.")
    return 0
