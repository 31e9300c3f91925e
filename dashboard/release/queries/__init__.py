"""One function per question: selects, filters and sorts marts, and returns data frames. No arithmetic, no widgets.

Every function takes a cursor on a release and codes, a Selection first; each frame's grain stands in its docstring.
"""

from dashboard.release.queries.awards import (
    award_figures,
    award_ranking,
    award_rows,
    award_sorts,
    award_totals,
    unnumbered_awards,
)
from dashboard.release.queries.comparing import (
    best_reported,
    compared_awards,
    compared_measures,
    compared_themes,
    peers,
    province_peers,
)
from dashboard.release.queries.documents import (
    all_documents,
    document_figures,
    document_statements,
    documents,
    undocumented_provinces,
)
from dashboard.release.queries.exporting import codes_explained, columns_explained, record_titles
from dashboard.release.queries.figures import (
    cells,
    change_between,
    changes,
    coded_rows,
    coverage,
    disputed,
    figure_sources,
    headline_places,
    kin,
    lacking,
    overview,
    points,
    ranking,
    region_totals,
    series,
    shares,
    sources,
    structures,
    total_places,
    totals,
    units,
)
from dashboard.release.queries.places import place_organizations, province_measures
from dashboard.release.queries.profile import (
    most_coded,
    organization_facts,
    own_awards,
    own_cells,
    own_derived,
    own_kinds,
    own_measures,
    own_organizations,
    own_statements,
    own_terms,
    own_themes,
    province_facts,
    relatives,
)
from dashboard.release.queries.releases import (
    confined,
    directory,
    entries,
    facts,
    islands,
    known,
    labels,
    provinces,
    successors,
    term_years,
    year_span,
)
from dashboard.release.queries.themes import (
    agreement,
    coded_statements,
    findings,
    statements,
    theme_answers,
    theme_causes,
    theme_cells,
    theme_lessons,
    theme_pairs,
    theme_persistence,
    theme_spread,
    theme_terms,
    themes,
)
