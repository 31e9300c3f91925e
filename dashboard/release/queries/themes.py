"""Questions about limitations and lessons by theme, and the statements behind them. Derives nothing."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.release.opened import Release, kept
from dashboard.release.queries.filtering import (
    AT_PLACES,
    CHOSEN,
    MAX_SHOWN,
    MAX_SOURCES,
    MAX_STATEMENTS,
    as_parameters,
    line_numbers,
)
from dashboard.request.selection import Filters

UNSPECIFIED = "unspecified"  # the theme of limitations that are admitted and not named
MAX_NAMED = 6  # organizations that are named; the others are counted
MAX_OVER_TERMS = 12  # organizations side by side, each with several terms
_NAMED = f"coalesce(s.organizations[:{MAX_NAMED}], []) AS organizations"

# Statements as Statement; a question adds its conditions and its order.
STATEMENTS = """SELECT s.*, t.first_year, t.last_year, count(*) OVER () AS n_all
FROM mart.statements s
JOIN (SELECT organization_id, term, first_year, last_year, position FROM mart.terms) t
    ON t.organization_id = s.organization_id AND t.term = s.term
JOIN core.organizations o ON o.organization_id = s.organization_id"""
# Of the terms selected only.
SELECTED_STATEMENTS = f"""{STATEMENTS}
SEMI JOIN mart.selected_terms({CHOSEN}) c ON c.organization_id = s.organization_id AND c.term = s.term"""


class Statement(NamedTuple):
    """A coded limitation or lesson with the years of its term and its document. Grain: quasi-sentence.

    `record` is "limitation" or "lesson", `role` that of a limitation; `n_all` is how many the question finds,
    of which it may list the first only. `extent` is "part" of a document that was read in part.
    """

    record: str
    role: str | None
    organization_id: str
    term: int
    first_year: int | None
    last_year: int | None
    theme: str
    summary_vi: str
    summary_en: str
    source_id: str
    title: str
    is_draft: bool
    url: str | None
    paragraph: int | None
    evidence: str
    n_all: int
    note: str | None = None
    extent: str | None = None

    @property
    def named_as(self) -> str:
        """What it was coded as: "limitation", "cause" or "lesson"."""
        return self.role or self.record


class Theme(NamedTuple):
    """A theme and its group. Grain: theme."""

    theme: str
    theme_group: str


class ThemeSpread(NamedTuple):
    """How many organizations name a theme as a limitation, of how many that name any. Grain: theme.

    `spread` (0 to 1) is None where nobody names any, and where limitations are admitted only. `rank` counts
    among the specific themes or among the others, the same for those that as many name; `n_rows` is the
    limitations of all of these. `organizations` are the first MAX_NAMED, `evidence` the first MAX_SOURCES.
    `n_admitting` more organizations only admit that there are some, `n_silent` with a document say nothing,
    `n_not_read` say nothing in the part that was read; the first two are None of a release from before causes
    were counted apart.
    """

    theme: str
    n_named: int
    n_organizations: int
    spread: float | None
    n_limitations: int
    is_specific: bool
    organizations: list[str]
    evidence: list[str]
    n_rows: int
    rank: int
    n_admitting: int | None = None
    n_silent: int | None = None
    n_not_read: int = 0


class Carriers(NamedTuple):
    """How few documents carry what is counted: `n_carried` of `n_statements` are of `n_carriers` documents.

    These are the three that give most; `is_carried` where they give half or more, and not one each.
    Grain: measure of themes.
    """

    n_statements: int
    n_carriers: int
    n_carried: int
    is_carried: bool


class ThemeAnswers(NamedTuple):
    """How many organizations answer a theme by a lesson, or draw a lesson on it alone. Grain: theme.

    `n_organizations` name any limitation, `n_with_lessons` draw any lesson, of all themes.
    """

    theme: str
    n_named: int
    n_answered: int
    n_unanswered: int
    n_lesson_only: int
    n_organizations: int
    n_with_lessons: int
    evidence: list[str]


class ThemePersistence(NamedTuple):
    """How many organizations name a theme in two consecutive coded terms. Grain: theme.

    `n_organizations` have two such terms, `n_comparable` of them name any limitation in both;
    `is_rankable` where these are enough. `organizations` are the first MAX_NAMED.
    """

    theme: str
    n_persistent: int
    n_organizations: int
    n_comparable: int
    organizations: list[str]
    evidence: list[str]
    is_rankable: bool = True


class ThemeTerm(NamedTuple):
    """The state of a theme in a coded term. Grain: organization, term, theme.

    `n_limitations` is None in every state but "figure"; `n_all` is how many organizations there are.
    """

    organization_id: str
    term: int
    first_year: int | None
    last_year: int | None
    theme: str
    state: str
    n_limitations: int | None
    n_all: int


class ThemeCause(NamedTuple):
    """A theme named as a cause and a limitation that the same document names beside it. Grain: theme, effect.

    `n_organizations` name both, `n_in_one_paragraph` in one paragraph; `n_naming` name the theme as a cause,
    `n_with_causes` any theme, `n_with_any` name any limitation. `organizations` are the first MAX_NAMED.
    """

    theme: str
    effect: str
    n_organizations: int
    n_in_one_paragraph: int
    n_naming: int
    n_with_causes: int
    n_with_any: int
    organizations: list[str]
    evidence: list[str]


class ThemePair(NamedTuple):
    """Two themes that organizations name both, of `n_with_any` that name any limitation. Grain: pair.

    `is_rankable` where enough do. `organizations` are the first MAX_NAMED; `n_all` is how many pairs there
    are.
    """

    theme: str
    other_theme: str
    n_organizations: int
    n_with_any: int
    organizations: list[str]
    evidence: list[str]
    n_all: int
    is_rankable: bool = True


class Finding(NamedTuple):
    """What stands out in a selection: `n` of `n_of`. Grain: finding, subject.

    `subject` is a theme, an indicator, a derived measure or "". What a finding does not speak of is None;
    `organizations` are the first MAX_NAMED, where it names any. `n_admitting` more organizations only admit
    limitations; it is None of a release from before causes were counted apart, too.
    """

    finding: str
    subject: str
    n: int
    n_of: int
    n_back: int | None
    n_back_of: int | None
    n_with_lessons: int | None
    n_more: int | None
    n_same: int | None
    n_less: int | None
    value: float | None
    qualifier: str | None
    organizations: list[str]
    n_admitting: int | None = None
    n_unclear: int | None = None


class ThemeCell(NamedTuple):
    """The state of a theme in an organization over its terms. Grain: organization, theme.

    `n_limitations` is None where the theme is not named at all, and 0 where causes or lessons alone name it.
    """

    organization_id: str
    theme: str
    state: str
    n_limitations: int | None


@kept
def themes(release: Release) -> list[Theme]:
    """The themes in the order of the list. Grain: theme."""
    return release.rows(
        Theme,
        """SELECT theme, theme_group FROM core.themes JOIN core.theme_groups g USING (theme_group)
        ORDER BY g.position, themes.position""",
    )


@kept
def theme_spread(release: Release, filters: Filters) -> list[ThemeSpread]:
    """The themes with how many organizations name each, the most named first. Grain: theme."""
    return release.rows(
        ThemeSpread,
        f"""SELECT s.* REPLACE ({_NAMED}, s.evidence[:{MAX_SOURCES}] AS evidence), t.is_specific,
            sum(n_limitations) OVER (PARTITION BY t.is_specific)::INTEGER AS n_rows,
            rank() OVER (PARTITION BY t.is_specific ORDER BY n_named DESC) AS rank
        FROM mart.theme_spread({CHOSEN}) s JOIN core.themes t USING (theme)
        ORDER BY n_named DESC, n_limitations DESC, t.position""",
        as_parameters(filters),
    )


@kept
def carriers(release: Release, filters: Filters, mart: str) -> Carriers | None:
    """How few documents carry what a mart of themes counts.

    None where it counts nothing, and of a release from before that was asked.
    """
    if not release.has_mart("theme_carriers"):
        return None
    return release.one(
        Carriers,
        f"""SELECT n_statements, n_carriers, n_carried, is_carried FROM mart.theme_carriers({CHOSEN})
        WHERE measure = $mart""",
        as_parameters(filters) | {"mart": mart},
    )


@kept
def theme_answers(release: Release, filters: Filters) -> list[ThemeAnswers]:
    """The specific themes that any limitation or lesson names, the most named first. Grain: theme."""
    return release.rows(
        ThemeAnswers,
        f"""SELECT s.theme, n_named, n_answered, n_unanswered, n_lesson_only, n_organizations, n_with_lessons,
            evidence
        FROM mart.theme_answered({CHOSEN}) s JOIN core.themes t USING (theme)
        WHERE t.is_specific AND n_named + n_lesson_only > 0
        ORDER BY n_named DESC, n_lesson_only DESC, t.position""",
        as_parameters(filters),
    )


@kept
def theme_lessons(release: Release, filters: Filters, themes: tuple[str, ...]) -> list[Statement]:
    """The lessons on some themes, the first MAX_STATEMENTS. Grain: quasi-sentence."""
    return release.rows(
        Statement,
        f"""{SELECTED_STATEMENTS}
        WHERE s.record = 'lesson' AND list_contains($themes, s.theme)
        ORDER BY o.name_vi COLLATE vi, s.term DESC, s.source_id, s.statement LIMIT {MAX_STATEMENTS}""",
        as_parameters(filters) | {"themes": list(themes)},
    )


@kept
def theme_persistence(release: Release, filters: Filters) -> list[ThemePersistence]:
    """The themes with how many organizations name each in two consecutive terms, most first. Grain: theme."""
    return release.rows(
        ThemePersistence,
        f"""SELECT s.* REPLACE ({_NAMED})
        FROM mart.theme_persistence({CHOSEN}) s JOIN core.themes t USING (theme)
        ORDER BY n_persistent DESC, t.position""",
        as_parameters(filters),
    )


@kept
def theme_terms(release: Release, filters: Filters) -> list[ThemeTerm]:
    """Every theme in the coded terms of organizations with limitations in several.

    Grain: organization, term, theme; the first MAX_OVER_TERMS organizations by name.
    """
    return release.rows(
        ThemeTerm,
        f"""WITH shown AS (
            SELECT organization_id, count(*) OVER () AS n_all,
                row_number() OVER (ORDER BY o.name_vi COLLATE vi, organization_id) AS place
            FROM (SELECT DISTINCT organization_id FROM mart.theme_terms({CHOSEN}))
            JOIN core.organizations o USING (organization_id)
            QUALIFY place <= {MAX_OVER_TERMS}
        )
        SELECT organization_id, s.term, s.first_year, s.last_year, s.theme, s.state, s.n_limitations, h.n_all
        FROM mart.theme_terms({CHOSEN}) s JOIN shown h USING (organization_id)
        ORDER BY h.place, s.position""",
        as_parameters(filters),
    )


@kept
def theme_causes(release: Release, filters: Filters) -> list[ThemeCause]:
    """The themes named as causes with the limitations named beside them. Grain: theme, effect.

    The theme that most name as a cause stands first, and of its effects those in one paragraph with it.
    """
    return release.rows(
        ThemeCause,
        f"""SELECT s.theme, s.effect, s.n_organizations, s.n_in_one_paragraph, s.n_naming, s.n_with_causes,
            s.n_with_any, {_NAMED}, s.evidence
        FROM mart.theme_causes({CHOSEN}) s
        JOIN core.themes t ON t.theme = s.theme JOIN core.themes e ON e.theme = s.effect
        ORDER BY n_naming DESC, t.position, n_in_one_paragraph DESC, s.n_organizations DESC, e.position""",
        as_parameters(filters),
    )


@kept
def theme_pairs(release: Release, filters: Filters) -> list[ThemePair]:
    """The pairs of themes that two organizations or more name both, the first MAX_SHOWN. Grain: pair."""
    return release.rows(
        ThemePair,
        f"""SELECT s.* REPLACE ({_NAMED}), count(*) OVER () AS n_all
        FROM mart.theme_pairs({CHOSEN}) s
        JOIN core.themes t ON t.theme = s.theme JOIN core.themes o ON o.theme = s.other_theme
        WHERE n_organizations > 1 ORDER BY n_organizations DESC, t.position, o.position LIMIT {MAX_SHOWN}""",
        as_parameters(filters),
    )


@kept
def findings(release: Release, filters: Filters) -> list[Finding]:
    """What stands out in a selection, in the order of the mart. Grain: finding, subject."""
    return release.rows(
        Finding,
        f"""SELECT s.* EXCLUDE (evidence) REPLACE ({_NAMED})
        FROM mart.findings({CHOSEN}) s ORDER BY weight""",
        as_parameters(filters),
    )


@kept
def theme_cells(release: Release, filters: Filters) -> list[ThemeCell]:
    """Every theme of the MAX_SHOWN organizations that name most. Grain: organization, theme.

    Those that name most themes stand first, those without a document last, else they are sorted by name.
    """
    # Asked for first, so that no more cells are made than are shown.
    shown = release.codes(
        f"""WITH named AS (
            SELECT organization_id, count(*) AS n FROM mart.theme_counts GROUP BY organization_id
        )
        SELECT o.organization_id FROM mart.selected({CHOSEN}) o LEFT JOIN named USING (organization_id)
        ORDER BY named.n DESC NULLS LAST, o.name_vi COLLATE vi LIMIT {MAX_SHOWN}""",
        as_parameters(filters),
    )
    return release.rows(
        ThemeCell,
        f"""SELECT c.organization_id, c.theme, c.state, c.n_limitations
        FROM mart.theme_cells({CHOSEN}) c JOIN core.organizations o USING (organization_id)
        ORDER BY count(*) FILTER (c.state = 'figure') OVER (PARTITION BY c.organization_id) DESC,
            bool_or(c.state = 'no_document') OVER (PARTITION BY c.organization_id),
            o.name_vi COLLATE vi, c.organization_id""",
        as_parameters(filters) | {"organizations": shown},
    )


@kept
def theme_state(release: Release, filters: Filters, theme: str, organization: str) -> str | None:
    """The state of a theme in one organization, also beyond `theme_cells`; None outside the filters."""
    selected = release.codes(
        f"SELECT organization_id FROM mart.selected({CHOSEN}) WHERE organization_id = $organization",
        as_parameters(filters) | {"organization": organization},
    )
    if not selected:
        return None
    [state] = release.codes(
        f"SELECT state FROM mart.theme_cells({CHOSEN}) WHERE theme = $theme",
        as_parameters(filters) | {"organizations": selected, "theme": theme},
    )
    return state


@kept
def statements(release: Release, filters: Filters, theme: str, organization: str) -> list[Statement]:
    """The limitations, the causes, then the lessons, on a theme, of one organization or ("") of all selected.

    Grain: quasi-sentence; the first MAX_STATEMENTS.
    """
    return release.rows(
        Statement,
        f"""{SELECTED_STATEMENTS}
        WHERE s.theme = $theme AND ($organization = '' OR s.organization_id = $organization)
        ORDER BY s.record DESC, s.role DESC, o.name_vi COLLATE vi, s.term DESC, s.source_id, s.statement
        LIMIT {MAX_STATEMENTS}""",
        as_parameters(filters) | {"theme": theme, "organization": organization},
    )


@kept
def coded_statements(release: Release, evidence: tuple[str, ...]) -> list[Statement]:
    """The statements coded at these places: limitations, causes, lessons. Grain: quasi-sentence."""
    return release.rows(
        Statement,
        f"""{STATEMENTS} WHERE {AT_PLACES.format(line_numbers(evidence))}
        ORDER BY s.record DESC, s.role DESC, s.organization_id, s.term DESC, s.statement""",
        {"evidence": list(evidence)},
    )
