"""What differs between two releases: every row, every derived figure, and why; told the same way each time,
and never with a traceback."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import __main__, build, change_report, changes, release
from tests.etl.folder import DataFolder, edit_release

THANH_HOA = "it-association-thanh-hoa"
KEY = ("organization_id", "term", "indicator", "source_id", "as_of")


@pytest.fixture
def folder(standing: DataFolder) -> DataFolder:
    return standing


def between(folder: DataFolder, older: Path, newer: Path) -> changes.Changes:
    return changes.between(folder.releases, older.stem, newer.stem)


def figures(found: changes.Changes) -> dict[tuple[str, str, int | None, str], tuple[object, object, str]]:
    """Returns {(mart, organization, term, measure): (old value or state, new value or state, reason)}."""

    def shown(state: changes.State | None) -> object:
        return None if state is None else state.state if state.value is None else state.value

    return {
        (f.mart, f.organization_id, f.term, f.measure): (shown(f.old), shown(f.new), f.reason)
        for f in found.figures
    }


def with_sql(monkeypatch: pytest.MonkeyPatch, target: Path, mart: str, old: str, new: str) -> None:
    """From here on builds use a copy of the SQL with one mart written otherwise."""
    shutil.copytree(release.SQL, target)
    path = target / "mart" / f"{mart}.sql"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(release, "SQL", target)
    monkeypatch.setattr(build, "MARTS", target / "mart")


def test_one_corrected_cell_is_told_with_every_figure_that_rests_on_it(folder: DataFolder) -> None:
    before = folder.build()
    line = folder.line_of("observations", organization_id=THANH_HOA, indicator="members")
    folder.edit("observations", line, value="620", qualifier="about", note="another note")
    found = between(folder, before, folder.build())
    (table,) = found.tables
    place = f"observations.csv:{line}"
    key = {
        "organization_id": THANH_HOA,
        "term": 3,
        "indicator": "members",
        "source_id": "thanh-hoa-it-congress4-news",
        "as_of": "2017-05-06",
    }
    assert (table.name, table.key, table.added, table.removed) == ("observations", KEY, (), ())
    told = {
        "value": (618, 620),
        "qualifier": ("exact", "about"),
        "note": ("also in paragraphs 8 and 9", "another note"),
    }
    assert table.changed == (changes.ChangedRow(key, told, place, place),)
    assert found.inputs == (changes.Input("data/observations.csv", "changed"),)
    assert (found.documents, found.missing) == ((), ())
    assert figures(found) == {
        ("cells", THANH_HOA, 3, "members"): (618, 620, "corrected"),
        ("derived", THANH_HOA, 3, "members_per_branch"): (618 / 15, 620 / 15, "corrected"),
        ("totals", "", None, "members"): (2318, 2320, "corrected"),
    }
    cell = found.figures[0]
    assert cell.new == changes.State("figure", 620, "about", False, (place,))
    assert cell.old is not None
    assert cell.old.qualifier == "exact"


def test_a_note_alone_changes_a_row_and_no_figure(folder: DataFolder) -> None:
    before = folder.build()
    folder.edit(
        "observations",
        folder.line_of("observations", organization_id=THANH_HOA, indicator="members"),
        note="another",
    )
    found = between(folder, before, folder.build())
    assert [len(table.changed) for table in found.tables] == [1]
    assert found.figures == ()


def test_rows_of_a_new_document_give_their_figures_that_reason_and_others_of_the_same_table_do_not(
    folder: DataFolder,
) -> None:
    before = folder.build()
    folder.append(
        "sources",
        source_id="thanh-hoa-term4",
        title="Báo cáo nhiệm kỳ IV",
        file="thanh-hoa-term4.txt",
        url="",
    )
    row = {
        "source_id": "thanh-hoa-term4",
        "organization_id": THANH_HOA,
        "term": "4",
        "as_of": "2022-10-22",
        "paragraph": "3",
        "note": "",
    }
    folder.append("observations", **row, indicator="members", value="700", qualifier="exact", basis="stated")
    folder.edit("observations", folder.line_of("observations", indicator="committee_size"), value="15")
    found = between(folder, before, folder.build())
    assert [document.key for document in found.documents] == [{"source_id": "thanh-hoa-term4"}]
    assert {
        table.name: (len(table.added), len(table.removed), len(table.changed)) for table in found.tables
    } == {
        "sources": (1, 0, 0),
        "observations": (1, 0, 1),
    }
    told = figures(found)
    assert told["cells", THANH_HOA, 4, "members"] == ("no_document", 700, "new_document")
    # The document is now there, and says nothing of branches: that too is because of it, without any coded
    # row.
    assert told["cells", THANH_HOA, 4, "branches"] == ("no_document", "not_mentioned", "new_document")
    assert told["derived", THANH_HOA, 4, "change_of_members"] == (None, 700 / 618 - 1, "new_document")
    assert told["cells", "st-union-hong-linh", 4, "committee_size"] == (14, 15, "corrected")
    assert told["totals", "", None, "committee_size"][2] == "corrected"
    assert told["totals", "", None, "members"][2] == "new_document"


def test_a_removed_row_takes_its_figures_away(folder: DataFolder) -> None:
    before = folder.build()
    lines = folder.lines("observations")
    line = folder.line_of("observations", organization_id=THANH_HOA, indicator="branches")
    folder.write("observations", lines[: line - 1] + lines[line:])
    after = folder.build()
    found = between(folder, before, after)
    (table,) = found.tables
    assert (table.added, table.changed) == ((), ())
    (row,) = table.removed
    assert (row.cells["value"], row.place) == (15, f"observations.csv:{line}")
    assert figures(found) == {
        ("cells", THANH_HOA, 3, "branches"): (15, "not_mentioned", "corrected"),
        ("derived", THANH_HOA, 3, "members_per_branch"): (618 / 15, None, "corrected"),
        ("totals", "", None, "branches"): (15, "", "corrected"),
        ("coverage", "", None, "coverage"): (pytest.approx(21 / 154), pytest.approx(20 / 154), "corrected"),
    }
    back = between(folder, after, before)
    assert [t.added for t in back.tables] == [table.removed]
    assert {k: (old, new) for k, (old, new, _) in figures(back).items()} == {
        k: (new, old) for k, (old, new, _) in figures(found).items()
    }


def test_shares_of_all_are_told_with_what_they_rest_on(folder: DataFolder) -> None:
    """A new document names one theme: its spread has other rows, that of the others another whole; two
    codings disagree less."""
    before = folder.build()
    limits = [
        row
        for row in folder.rows("limitations")
        if row["role"] == "limitation" and row["theme"] != "unspecified"
    ]
    named = {
        theme: {row["organization_id"] for row in limits if row["theme"] == theme}
        for theme in {row["theme"] for row in limits}
    }
    everyone, theme = set.union(*named.values()), "concurrent_posts"
    who = "st-union-ha-tinh"
    assert who not in everyone
    folder.append("sources", source_id="a-review", title="Báo cáo", file="a-review.txt", url="")
    folder.append(
        "terms",
        organization_id=who,
        term="1",
        start_year="2012",
        end_year="2017",
        opening_congress_on="",
        closing_congress_on="",
        note="",
    )
    folder.append(
        "limitations",
        organization_id=who,
        term="1",
        statement="1",
        theme=theme,
        role="limitation",
        summary_vi="x",
        summary_en="x",
        source_id="a-review",
        paragraph="1",
        note="",
    )
    folder.append(
        "observations",
        organization_id=who,
        term="1",
        indicator="branches",
        value="7",
        qualifier="exact",
        basis="stated",
        as_of="2017",
        source_id="a-review",
        paragraph="1",
        note="",
    )
    found = between(folder, before, folder.build())
    told = figures(found)
    assert {measure for mart, _, _, measure in told if mart == "theme_spread"} == set(named)
    for code, naming in named.items():
        shares = len(naming) / len(everyone), (len(naming) + (code == theme)) / (len(everyone) + 1)
        assert told["theme_spread", "", None, code] == (*map(pytest.approx, shares), "new_document")
    assert told["coverage", "", None, "coverage"][2] == "new_document"
    assert not any(mart == "agreement" for mart, *_ in told)
    before = folder.build()
    unit = next(row for row in folder.rows("codings") if row["coder"] == "a" and row["theme"] != theme)
    folder.edit(
        "codings",
        folder.line_of("codings", **{name: unit[name] for name in ("source_id", "record", "unit", "coder")}),
        theme=theme,
    )
    told = figures(between(folder, before, folder.build()))
    assert {mart for mart, *_ in told} == {"agreement"}
    assert {"all", unit["source_id"], unit["theme"], theme} <= {measure for _, _, _, measure in told}
    old, new, reason = told["agreement", "", None, "all"]
    assert (new < old, reason) == (True, "corrected")


def test_a_changed_rule_is_told_apart_from_a_corrected_row(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder.build()
    folder.edit(
        "observations",
        folder.line_of("observations", organization_id=THANH_HOA, indicator="members"),
        value="630",
    )
    # Retention, and what is read from it, has another rule; members per branch has other rows.
    with_sql(
        monkeypatch,
        tmp_path / "sql",
        "committee_retention",
        "(e.value - d.value) / nullif",
        "1 - (e.value - d.value) / nullif",
    )
    found = between(folder, before, folder.build())
    assert [one.name for one in found.inputs] == ["data/observations.csv", "sql/mart/committee_retention.sql"]
    told = figures(found)
    assert told["derived", "st-union-hong-linh", 4, "committee_retention"] == (
        pytest.approx(14 / 17),
        pytest.approx(3 / 17),
        "rule",
    )
    assert told["derived", THANH_HOA, 3, "members_per_branch"] == (618 / 15, 42, "corrected")
    assert told["cells", THANH_HOA, 3, "members"][2] == told["totals", "", None, "members"][2] == "corrected"
    assert len(told) == 4


def test_a_changed_rule_behind_a_mart_is_found_without_any_changed_row(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder.build()
    with_sql(
        monkeypatch, tmp_path / "sql", "terms", "len(documents) > 0 AS has_document", "false AS has_document"
    )
    found = between(folder, before, folder.build())
    assert found.tables == ()
    told = figures(found)
    assert told["cells", THANH_HOA, 3, "member_associations"] == ("not_mentioned", "no_document", "rule")
    assert {reason for _, _, reason in told.values()} == {"rule"}


def test_a_rule_that_takes_other_rows_is_no_correction(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A total of other rows than before, of which none differs; and a share whose whole has grown too."""
    before = folder.build()
    folder.append("sources", source_id="a-review", title="Báo cáo", file="a-review.txt", url="")
    new = {"organization_id": "st-union-ha-tinh", "term": "1"}
    assert new["organization_id"] not in {row["organization_id"] for row in folder.rows("limitations")}
    none = dict.fromkeys(("opening_congress_on", "closing_congress_on", "note"), "")
    folder.append("terms", **new, **none, start_year="2012", end_year="2017")
    statement = {"theme": "communication", "role": "limitation", "source_id": "a-review", "note": ""}
    folder.append(
        "limitations",
        **new,
        **statement,
        statement="1",
        paragraph="1",
    )
    with_sql(
        monkeypatch,
        tmp_path / "sql",
        "totals",
        "FROM mart.counted(chosen)",
        f"FROM mart.counted(chosen) WHERE organization_id <> '{THANH_HOA}'",
    )
    spread_sql = tmp_path / "sql" / "mart" / "theme_spread.sql"
    spread_sql.write_text(spread_sql.read_text(encoding="utf-8") + "-- the same\n", encoding="utf-8")
    told = figures(between(folder, before, folder.build()))
    assert told["totals", "", None, "members"] == (2318, 1700, "rule")
    spread = {
        measure: reason for (mart, _, _, measure), (*_, reason) in told.items() if mart == "theme_spread"
    }
    assert len(spread) > 1
    assert set(spread.values()) == {"new_document"}


def test_rows_that_only_moved_are_no_change(folder: DataFolder) -> None:
    before = folder.build()
    header, *rows = folder.lines("observations")
    folder.write("observations", [header, *reversed(rows)])
    found = between(folder, before, folder.build())
    assert (found.tables, found.figures) == ((), ())
    assert [one.name for one in found.inputs] == ["data/observations.csv"]
    assert "Files that differ: 1" in change_report.as_text(found)


@pytest.mark.parametrize("seed", range(3))
def test_every_row_is_found_that_a_comparison_of_the_files_finds(
    everything: DataFolder, shipped_releases: Path, seed: int
) -> None:
    shutil.copytree(shipped_releases, everything.releases)
    before, rows_before = everything.build(), everything.rows("observations")
    chance = random.Random(seed)
    header, *rows = everything.lines("observations")
    rows = [row for row in rows if chance.random() > 0.2]
    for row in rows:
        if row[header.index("value")] and chance.random() < 0.3:
            row[header.index("value")] = str(int(row[header.index("value")]) + 1)
    everything.write("observations", [header, *rows])
    found = between(everything, before, everything.build(accept_removals=True))
    old, new = (
        {tuple(row[c] for c in KEY): row for row in of}
        for of in (rows_before, everything.rows("observations"))
    )

    def keys(of: tuple[Any, ...]) -> set[tuple[str, ...]]:
        return {tuple("" if row.key[c] is None else str(row.key[c]) for c in KEY) for row in of}

    (table,) = found.tables
    assert keys(table.removed) == set(old) - set(new)
    assert keys(table.changed) == {key for key in set(old) & set(new) if old[key] != new[key]}
    assert len(table.changed) >= 3
    assert table.removed
    for row in table.changed:
        key = tuple("" if row.key[c] is None else str(row.key[c]) for c in KEY)
        assert row.cells == {"value": (int(old[key]["value"]), int(new[key]["value"]))}
    assert {figure.reason for figure in found.figures} == {"corrected"}
    assert between(everything, before, everything.build()) == found


def of_an_older_format(path: Path) -> None:
    """Makes a release one that has no mart of cells, no SQL, no keys, no themes and no notes of
    observations."""
    statements = (
        "DROP MACRO TABLE mart.cells",
        "DROP TABLE meta.inputs",
        "DROP TABLE meta.contents",
        "ALTER TABLE meta.tables DROP COLUMN key",
        "ALTER TABLE meta.release DROP COLUMN format",
        "DROP TABLE core.theme_groups",
        "ALTER TABLE core.islands DROP COLUMN tile_row",
    )
    edit_release(path, "; ".join(statements))


def test_what_an_older_format_lacks_is_told_and_the_rest_is_compared(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = folder.build()
    of_an_older_format(before)
    folder.edit(
        "observations",
        folder.line_of("observations", organization_id=THANH_HOA, indicator="branches"),
        value="16",
    )
    after = folder.build()
    found = between(folder, before, after)
    assert {m.what for m in found.missing if m.release == before.stem} == {"keys", "SQL", "mart.cells"}
    assert {m.release for m in found.missing} == {before.stem}
    tables = {table.name: table for table in found.tables}
    assert tables["theme_groups"].only_in == "newer"
    assert len(tables["theme_groups"].added) == len(folder.rows("theme_groups"))
    assert (tables["islands"].added_columns, tables["islands"].changed) == (("tile_row",), ())
    assert [row.cells for row in tables["observations"].changed] == [{"value": (15, 16)}]
    assert ("derived", THANH_HOA, 3, "members_per_branch") in figures(found)
    assert (
        __main__.main(["releases", "diff", before.stem, after.stem, "--releases", str(folder.releases)]) == 0
    )
    shown = capsys.readouterr().out
    assert f"Not compared: {before.stem} is of an older format and lacks keys, SQL, mart.cells." in shown
    assert "only the newer release has the column tile_row" in shown
    assert "only the newer release has this table" in shown
    # Of two that record no keys, rows are compared as wholes.
    of_an_older_format(after)
    (observations,) = between(folder, before, after).tables
    assert (observations.key, len(observations.added), len(observations.removed)) == ((), 1, 1)


def test_a_connection_with_both_attached_answers_the_same_and_stays_as_it_was(folder: DataFolder) -> None:
    before = folder.build()
    folder.edit("observations", 6, value="600")
    after = folder.build()
    with duckdb.connect() as connection:
        connection.execute(
            f"ATTACH '{before}' AS one (READ_ONLY); ATTACH '{after}' AS \"the other\" (READ_ONLY)"
        )
        assert changes.compared(connection, "one", "the other") == between(folder, before, after)
        assert connection.execute("SELECT current_database()").fetchone() == ("memory",)


def test_the_command_names_what_differs_in_text_and_for_machines(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = folder.build()
    header, *rows = folder.lines("codings")
    line = folder.line_of("observations", organization_id=THANH_HOA, indicator="members")
    folder.edit("observations", line, value="620", qualifier="about")
    folder.write("codings", [header, *rows[:-40]])
    after = folder.build(accept_removals=True)

    def told(*options: str) -> str:
        assert (
            __main__.main(
                [
                    "releases",
                    "--releases",
                    str(folder.releases),
                    "diff",
                    before.stem,
                    after.stem[:11],
                    *options,
                ]
            )
            == 0
        )
        return capsys.readouterr().out

    text = told()
    assert f"{before.stem} (built " in text
    assert (
        f"observations.csv:{line} {THANH_HOA} 3 members thanh-hoa-it-congress4-news 2017-05-06: "
        "value 618 → 620, qualifier exact → about" in text
    )
    assert f"{THANH_HOA} term 3 members: 618 → 620 (about)" in text
    assert "mart.cells, coded rows corrected: 1 differs" in text
    assert "codings: 40 removed" in text
    assert "… and 20 more of removed rows of codings; --all shows them" in text
    assert text.count("\n  - codings.csv") == 20
    assert told("--all").count("\n  - codings.csv") == 40
    found = json.loads(told("--format", "json"))
    whole = json.loads(
        json.dumps(dataclasses.asdict(between(folder, before, after)), default=lambda time: time.isoformat())
    )
    assert found == whole | {"documents": []}


def test_a_name_that_is_none_is_answered_with_the_way_out(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    name = folder.build().stem
    other = "f" * 12 if name[0] != "f" else "0" * 12
    for twin in ("a", "b"):
        copy = folder.releases / f"{other[:11]}{twin}.duckdb"
        shutil.copy(release.path_of(folder.releases, name), copy)
        edit_release(copy, "UPDATE meta.release SET name = ?", copy.stem)
    cut = release.path_of(folder.releases, "0123456789ab")
    cut.write_bytes(b"cut short")

    def answer(*arguments: str) -> str:
        assert __main__.main(["releases", *arguments, "--releases", str(folder.releases)]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.count("\n") == 1
        return shown.err

    lists_them = f"python -m etl releases --releases {folder.releases} lists them"
    for bad in ("../../etc/passwd", "", "*", "0123456789abc", "ABC"):
        assert f"is not the name of a release, nor its beginning; {lists_them}" in answer("diff", name, bad)
        assert "is not the name of a release" in answer("export", bad, str(folder.releases / "out"))
    assert (
        f"{other[:11]} is the beginning of {other[:11]}a and of {other[:11]}b; write more of the name"
        in answer("diff", name, other[:11])
    )
    assert f"{name} was named twice" in answer("diff", name, name[:6])
    said = answer("diff", name, cut.stem)
    assert said.startswith(f"{cut} is not to be used: it does not open: ")
    assert said.endswith(f"; {lists_them}\n")
    assert f"there is no release {'a' * 12} in {folder.releases}; {lists_them}" in answer(
        "diff", name, "a" * 12
    )
    for older, newer in ((name, name), (name, "../x"), (name, cut.stem), ("a" * 12, name)):
        with pytest.raises(release.ReleaseError):
            changes.between(folder.releases, older, newer)


@pytest.mark.parametrize("command", ["diff", "prune", "export"])
def test_help_below_releases_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        __main__.main(["releases", command, "--help"])
    assert done.value.code == 0
    assert f"example:\n  python -m etl releases {command} " in capsys.readouterr().out
