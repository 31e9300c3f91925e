"""Addresses of rows: which are sound, in SQL as in Python, and what is said of the others."""

from __future__ import annotations

import re

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl import addresses, schema
from etl.problems import DataError
from tests.etl.folder import SHIPPED, DataFolder, resource

SOUND = [
    "http://vusta.vn",
    "https://vusta.vn/",
    "https://vusta.vn?a=b#c",
    "https://vusta.vn/Bai_Viet.PDF",
    "https://vusta.vn/bai-viet,Phu-Yen:-(1)/x;y=z~@'!$&*+?id=3&b=",
    "https://vusta.vn:8080/b%C3%A0i%20vi%E1%BA%BFt#/a?b",
    "https://vusta.vn:65535/",
    "https://806421.142mz.group/chitiet.php?id=629",
    "https://vietnamnet.vn./tin",
    "https://xn--hi-79s.vn/",
    "https://a.xn--p1ai",
    "https://local.vn/localhost",
    "https://" + ".".join(["a" * 63] * 3) + ".vn/",
]

# The fault and what to do, or what to write instead.
REFUSED = {
    "HTTPS://vusta.vn/Bai_Viet.PDF": "in its scheme or host; write https://vusta.vn/Bai_Viet.PDF",
    "https://VUSTA.vn/A": "has capital letters in its scheme or host; write https://vusta.vn/A",
    "https://gov.vn@evil.vn/": "names a user, gov.vn, and leads to evil.vn; write it without",
    "https://a:b@vusta.vn/": "names a user, a:b, and leads to vusta.vn",
    "http://[": "has square brackets that hold no host",
    "https://%00/": "has the host %00, which is no public name",
    "http://169.254.169.254/": "names a computer by its number, 169.254.169.254; write the name of the site",
    "http://127.0.0.1.:80/": "names a computer by its number",
    "http://[::1]/": "names a computer by its number, ::1",
    "http://2130706433/": "names a computer by its number",
    "http://0x7f.1/": "names a computer by its number",
    "http://localhost:8501/": "leads to localhost, and names in .localhost are of one network or reserved",
    "http://app.LOCALHOST./": "are of one network or reserved",
    "http://printer.local": "are of one network or reserved",
    "http://metadata.google.internal/x": "are of one network or reserved",
    "https://evil.example/": "are of one network or reserved",
    "http://intranet/": "has the host intranet, which is no public name; a host is words of a-z",
    "https://x_y.vn/": "which is no public name",
    "https://-x.vn/": "which is no public name",
    "https://x..vn/": "which is no public name",
    "https://x.v1/": "which is no public name",
    f"https://{'a' * 64}.vn/": "which is no public name",
    f"https://{'.'.join(['a' * 63] * 4)}.vn/": "which is no public name",
    "https://hội.vn/bài": "that are not ASCII; write https://xn--hi-79s.vn/b%C3%A0i",
    "https://vusta。vn/": "that are not ASCII; write https://vusta.vn/",
    "https://１２７.0.0.1/": "that are not ASCII; write the ASCII form of the host",
    "https://vusta.vn/bài": "holds “à”, which an address writes with %; write https://vusta.vn/b%C3%A0i",
    "https://vusta.vn/a b": "holds a blank at character 19; write https://vusta.vn/a%20b",
    "https://vusta.vn/a\nb": "holds U+000A, a control character, at character 19; copy the address",
    "https://vusta.vn\\@evil.vn/": "holds a backslash at character 17; copy the address",
    "https://vusta.vn/[a]|": "holds “[”, which an address writes with %; write https://vusta.vn/%5Ba%5D%7C",
    'https://vusta.vn/"><b>': 'holds “"”, which an address writes with %; write https://vusta.vn/%22%3E%3Cb%3E',
    "https://vusta.vn/%0a": "holds %0a, which stands for a control character; remove it",
    "https://vusta.vn/%7F": "holds %7F, which stands for a control character",
    "https://vusta.vn/%C2%85": "holds %C2%85, which stands for a control character",
    "https://vusta.vn/100%": "has a % without two hexadecimal digits after it; write %25 for the sign itself",
    "https://vusta.vn/#a#b": "has more than one #; write %23",
    "https://vusta.vn:0/": "has “0” for a port; a port is a number from 1 to 65535",
    "https://vusta.vn:65536/": "has “65536” for a port",
    "https://vusta.vn:080/": "has “080” for a port",
    "https://vusta.vn:/": "has “” for a port",
    "https://vusta.vn:80:90/": "has “80:90” for a port",
    "https://": "names no host",
    "https:///vusta.vn": "names no host",
    "https:vusta.vn": "does not begin with http:// or https://",
    "vusta.vn/bai": "does not begin with http:// or https://; write https://vusta.vn/bai",
    "//vusta.vn": "does not begin with http:// or https://; write https://vusta.vn",
    "ftp://vusta.vn": "begins with ftp://; write an address of the web",
    "javascript:alert(1)": "does not begin with http:// or https://; copy the address",
    "javascript://vusta.vn/%0aalert(1)": "begins with javascript://; write an address of the web",
    "https://vusta.vn/" + "a" * 2000: "is 2017 characters long; an address has at most 2000",
}


@pytest.mark.parametrize("address", SOUND)
def test_a_sound_address_is_linked(address: str) -> None:
    assert addresses.linked(address) == address


@pytest.mark.parametrize("address", REFUSED, ids=lambda a: a[:40])
def test_another_is_not_linked_and_its_fault_said(address: str) -> None:
    assert addresses.linked(address) is None
    said = addresses.explain(address)
    assert REFUSED[address] in said
    if written := re.search(r"; write (https?://\S+)$", said):
        assert addresses.linked(written[1]) == written[1]


def test_nothing_is_no_link() -> None:
    assert addresses.linked(None) is addresses.linked("") is None


NEAR = st.lists(
    st.sampled_from(
        ["http", "https", "://", ":", "/", "@", "a", "vn", ".", "-", "%", "0", "1", "9", "[", "local"]
    ),
    max_size=12,
).map("".join)


@given(st.lists(st.one_of(NEAR, NEAR.map("https://".__add__), st.text(max_size=20)), max_size=20))
@example([*SOUND, *REFUSED])
def test_sql_and_python_agree(written: list[str]) -> None:
    """What a check of whole tables lets through is what a page links; what is refused has a sentence."""
    written = [text.replace("\0", "") for text in written]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest(?::VARCHAR[]) AS url", [written])
        rows = connection.execute(f"SELECT url, {addresses.sound('url')} FROM t").fetchall()
    for url, is_sound in rows:
        assert is_sound == (addresses.linked(url) is not None), url
        assert is_sound or "; " in addresses.explain(url)


@pytest.mark.parametrize(
    "address", ["https://gov.vn@evil.vn/", "http://[", "https://%00/", "HTTPS://vusta.vn/A"]
)
def test_validate_names_an_address_at_its_cell(folder: DataFolder, address: str) -> None:
    folder.edit("sources", 2, url=address)
    (problem,) = folder.problems()
    assert (problem.file, problem.line, problem.column) == ("data/sources.csv", 2, "url")
    assert problem.message == addresses.explain(address)


def test_every_column_of_addresses_is_declared_as_one() -> None:
    """A column in which a shipped row has an address alone, or whose name says that it holds one."""
    contract = schema.load(SHIPPED)
    declared = {(t.name, f.name) for t in contract.tables for f in t.fields if f.format == "uri"}
    folder = DataFolder(SHIPPED)
    meant = {
        (table.name, field.name)
        for table in contract.tables
        for field in table.fields
        if re.search(r"ur[il]|link|doi|address", field.name)
        or any(re.match(r"https?:|doi:|www\.", row[field.name]) for row in folder.rows(table.name))
    }
    assert declared == meant == {("sources", "url")}


@pytest.mark.parametrize(("column", "format_"), [("url", "email"), ("is_draft", "uri")])
def test_a_format_that_is_not_checked_is_refused(folder: DataFolder, column: str, format_: str) -> None:
    def declare(package: dict[str, object]) -> None:
        fields = resource(package, "sources")["schema"]["fields"]
        next(f for f in fields if f["name"] == column)["format"] = format_

    folder.edit_contract(declare)
    with pytest.raises(DataError) as refused:
        schema.load(folder.path)
    assert f"field {column}: format {format_} is not checked" in str(refused.value.problems[0])
