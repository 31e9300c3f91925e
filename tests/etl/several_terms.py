"""Terms, figures and themes that are added to the five reports, so that there is something to compare over
time."""

from __future__ import annotations

from tests.etl.folder import DataFolder

LA, TH, HL, HT, ICT, PARTY = (
    "it-association-long-an",
    "it-association-thanh-hoa",
    "st-union-hong-linh",
    "st-union-ha-tinh",
    "youth-union-ict-department",
    "party-it-committee-ha-tinh",
)


def with_several_terms(folder: DataFolder) -> DataFolder:
    """Adds, made up, an earlier term of one organization and a later one of another with figures and themes;
    returns the folder."""
    folder.append(
        "sources",
        source_id="hong-linh-term3",
        kind="self_review",
        title="x",
        publisher="",
        published_on="2018-01-05",
        language="vi",
        is_draft="false",
        url="",
        file="",
        note="",
    )
    folder.append(
        "sources",
        source_id="long-an-term3",
        kind="summary_report",
        title="x",
        publisher="",
        published_on="",
        language="vi",
        is_draft="false",
        url="",
        file="",
        note="",
    )
    folder.append(
        "terms",
        organization_id=HL,
        term="3",
        start_year="2013",
        end_year="2018",
        opening_congress_on="",
        closing_congress_on="",
        note="",
    )
    folder.append(
        "terms",
        organization_id=LA,
        term="3",
        start_year="2021",
        end_year="",
        opening_congress_on="",
        closing_congress_on="",
        note="",
    )
    for indicator, value, qualifier in (
        ("members", "850", "exact"),
        ("member_associations", "20", "exact"),
        ("consultations", "4", "exact"),
    ):
        observe(folder, HL, "3", indicator, value, "hong-linh-term3", qualifier=qualifier)
    for number, theme in enumerate(("funding", "weak_direction", "communication"), 1):
        limit(folder, HL, "3", number, theme, "hong-linh-term3")
    for number, theme in enumerate(("funding", "communication"), 1):
        limit(folder, LA, "3", number, theme, "long-an-term3")
    return folder


def with_three_repeating(folder: DataFolder) -> DataFolder:
    """Adds to these a third organization that names limitations in two terms, one of them in both; returns
    the folder."""
    folder.append(
        "terms",
        organization_id=TH,
        term="2",
        start_year="",
        end_year="",
        opening_congress_on="",
        closing_congress_on="",
        note="",
    )
    limit(folder, TH, "2", 1, "communication", "thanh-hoa-it-congress4-news")
    limit(folder, TH, "3", 2, "funding", "thanh-hoa-it-congress4-news")
    folder.edit(
        "limitations",
        folder.line_of("limitations", organization_id=TH, theme="unspecified"),
        theme="communication",
    )
    return folder


def observe(
    folder: DataFolder,
    organization: str,
    term: str,
    indicator: str,
    value: str,
    source: str,
    as_of: str = "",
    qualifier: str = "exact",
) -> int:
    return folder.append(
        "observations",
        organization_id=organization,
        term=term,
        indicator=indicator,
        value=value,
        qualifier=qualifier,
        basis="stated",
        as_of=as_of,
        source_id=source,
        paragraph="1",
        note="",
    )


def limit(folder: DataFolder, organization: str, term: str, number: int, theme: str, source: str) -> int:
    return folder.append(
        "limitations",
        organization_id=organization,
        term=term,
        statement=str(number),
        theme=theme,
        role="limitation",
        summary_vi="x",
        summary_en="x",
        source_id=source,
        paragraph="1",
        note="",
    )
