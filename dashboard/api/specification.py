"""What machines may ask, as OpenAPI 3.1, from the lists that the code itself goes by. Answers no question."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dashboard.api import answers
from dashboard.api.answers import Answer
from dashboard.api.problems import STATUSES
from dashboard.files.formats import FORMATS
from dashboard.model.page import CARDS, PAGES
from dashboard.request.parameters import PARAMETERS
from dashboard.words.languages import DEFAULT, LANGUAGES
from dashboard.words.text import Text

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
CODE: Schema = {"type": "string", "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$"}
CODES: Schema = {"type": "string", "pattern": "^[a-z0-9_,-]*$"}


def _one_of(codes: Any) -> Schema:
    return {"type": "string", "enum": list(codes)}


OF_QUERY = ("too_long", "unreadable", "gone")
OF_ALL = ("not_allowed", "failed", "unavailable")


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(of: str) -> Schema:
    return {"type": [of, "null"]}


TIME: Schema = {"type": "string", "format": "date-time"}
ADDRESS: Schema = {"type": "string", "description": "An address on this site, from its root."}
NOTE: Schema = {
    **_or_null("string"),
    "description": "What the coder noted, as it was written, in whichever language.",
}
SCHEMAS: dict[str, Schema] = {
    "Quantity": {
        **_object(value=_or_null("number"), qualifier=TEXT, written=TEXT),
        "description": "A figure: its number, how exact the report says it is, and as it is written on the "
        "page. Shares are parts of 1.",
    },
    "Cell": {
        "anyOf": [_ref("Quantity"), TEXT],
        "description": "A figure; or text: a name, a note or, in a column of numbers, why there is none.",
    },
    "Row": _object(
        id={"type": "string", "description": "what the row is of, the same in every language and release"},
        code={"type": "string", "description": "row~organization that it opens on the page, or empty"},
        cells=_list(_ref("Cell")),
    ),
    "Column": _object(
        code={
            "type": "string",
            "description": "what the column is of, the same in every language and release",
        },
        label=TEXT,
        is_number={"type": "boolean"},
    ),
    "Statement": _object(
        text=TEXT, tags=_list(TEXT), who=TEXT, where=TEXT, url=_or_null("string"), note=NOTE
    ),
    "Statements": _object(heading=TEXT, items=_list(_ref("Statement"))),
    "CodedRow": _object(
        of=TEXT, who=TEXT, figure=TEXT, what=TEXT, where=TEXT, url=_or_null("string"), note=NOTE
    ),
    "Evidence": {
        **_object(n=NUMBER, n_listed=NUMBER, items=_list(_ref("CodedRow"))),
        "description": "The coded rows behind a card with document and paragraph: how many there are, and "
        "the first of them.",
    },
    "Rejected": {
        **_object(parameter=TEXT, value=TEXT),
        "description": "A part of the query that could not be applied and was passed over.",
    },
    "Provenance": _object(
        release=_object(name=TEXT, built_at=TIME),
        is_pinned={"type": "boolean"},
        query={"type": "object", "additionalProperties": TEXT},
        rejected=_list(_ref("Rejected")),
        licence=_object(name=TEXT, url=TEXT),
    ),
    "Card": _object(
        page=TEXT,
        card=TEXT,
        title=TEXT,
        subtitle=TEXT,
        lead=TEXT,
        note=TEXT,
        empty={"type": "string", "description": "Why there is nothing to show."},
        columns=_list(_ref("Column")),
        rows=_list(_ref("Row")),
        statements=_list(_ref("Statements")),
        evidence=_ref("Evidence"),
        provenance={"allOf": [_ref("Provenance"), _object(page=ADDRESS, snapshot=ADDRESS)]},
    ),
    "Pages": _object(
        pages=_list(
            _object(
                name=_one_of(PAGES),
                title=TEXT,
                address=ADDRESS,
                cards=_list(_object(name=TEXT, title=TEXT, address=ADDRESS)),
                asks_for={
                    **_or_null("string"),
                    "description": "The parameter without which the page has no cards.",
                },
            )
        ),
        provenance=_ref("Provenance"),
    ),
    "Releases": _object(
        releases=_list(_object(name=TEXT, built_at=TIME, n_rows=NUMBER, is_current={"type": "boolean"}))
    ),
    "Health": _object(status={"const": "ok"}, release=TEXT),
    "Problem": {
        **_object(type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT, instance=TEXT),
        "description": "RFC 9457, with what exists instead where that is known: pages, cards, paths, "
        "release, rejected.",
    },
}


def _answer(description: str, media_type: str, schema: Schema, is_kept: bool = True) -> Schema:
    described: Schema = {"description": description, "content": {media_type: {"schema": schema}}}
    headers = {
        "ETag": {"schema": TEXT, "required": True},
        "Cache-Control": {"schema": TEXT, "required": True},
    }
    return described | ({"headers": headers} if is_kept else {})


def _operation(
    name: str,
    summary: str,
    answer: Schema,
    problems: tuple[str, ...] = (),
    parameters: tuple[Schema, ...] = (),
    is_kept: bool = True,
) -> Schema:
    """A path that is asked with GET or HEAD."""
    kept = {"304": {"description": "It is still what If-None-Match names."}} if is_kept else {}
    failing = {
        str(STATUSES[kind]): {"$ref": f"#/components/responses/{kind}"} for kind in (*problems, *OF_ALL)
    }
    operation = {
        "summary": summary,
        "parameters": [*parameters, {"$ref": "#/components/parameters/accept-language"}],
        "responses": {"200": answer, **kept, **failing},
    }
    empty = {status: {"description": "As GET, without the body."} for status in operation["responses"]}
    return {
        "get": {"operationId": name, **operation},
        "head": {"operationId": f"{name}_head", **operation, "responses": empty},
    }


@lru_cache(maxsize=1)
def document() -> Schema:
    """The specification."""
    query = tuple({"$ref": f"#/components/parameters/{name}"} for name in PARAMETERS)
    if_none_match = {"$ref": "#/components/parameters/if-none-match"}
    which = tuple(
        {"name": name, "in": "path", "required": True, "schema": _one_of(codes), "example": example}
        for name, codes, example in (("page", PAGES, "membership"), ("card", sorted(CARDS), "ranking"))
    )
    on_page = (*query, if_none_match)
    say = Text("en")
    json, of_card = answers.JSON, (*OF_QUERY, "unknown")
    paths = {
        "/api/v1/openapi.json": _operation(
            "openapi",
            "This description.",
            _answer("It.", json, {"type": "object"}),
            parameters=(if_none_match,),
        ),
        "/api/v1/releases": _operation(
            "releases",
            "The releases that can be asked, the newest first.",
            _answer("They.", json, _ref("Releases")),
            parameters=(if_none_match,),
        ),
        "/api/v1/pages": _operation(
            "pages",
            "The pages and the cards that each has.",
            _answer("They.", json, _ref("Pages")),
            OF_QUERY,
            on_page,
        ),
        "/api/v1/pages/{page}.xlsx": _operation(
            "workbook",
            "All cards of a page as one Excel file. The query must apply as a whole.",
            _answer("It.", FORMATS["xlsx"].media_type, {}),
            of_card,
            which[:1] + on_page,
        ),
        "/api/v1/cards/{page}/{card}.json": _operation(
            "card",
            "A card with its table, evidence and provenance.",
            _answer("It.", json, _ref("Card")),
            of_card,
            which + on_page,
        ),
        **{
            f"/api/v1/cards/{{page}}/{{card}}.{form}": _operation(
                form,
                f"{file_format.description} The query must apply as a whole.",
                _answer("It.", file_format.media_type.partition(";")[0], {}),
                of_card,
                which + on_page,
            )
            for form, file_format in FORMATS.items()
        },
        "/healthz": _operation(
            "health",
            "Whether a release can be read.",
            _answer("It can.", json, _ref("Health"), is_kept=False),
            is_kept=False,
        ),
        "/metrics": _operation(
            "metrics",
            "Counts for Prometheus.",
            _answer("They.", "text/plain", TEXT, is_kept=False),
            is_kept=False,
        ),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Association reports",
            "version": "1",
            "description": "The cards of every page as data, by the query string of the page. "
            "Codes never change their meaning within a version. "
            "A parameter that stands twice is one list; a code that is not known is passed over and named "
            "under rejected. "
            f"Answers are in the language that lang names, without it in {DEFAULT}. So are the title and the "
            "detail of a problem, but without lang they are in the language that Accept-Language prefers; "
            "Content-Language says which. The type of a problem is the same in every language. "
            f"Data: {answers.LICENCE['name']}, {answers.LICENCE['url']}.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "parameters": {
                **{
                    name: {
                        "name": name,
                        "in": "query",
                        "description": parameter.description,
                        "schema": parameter.schema,
                    }
                    for name, parameter in PARAMETERS.items()
                },
                "if-none-match": {
                    "name": "If-None-Match",
                    "in": "header",
                    "description": "ETags that are held.",
                    "schema": TEXT,
                },
                "accept-language": {
                    "name": "Accept-Language",
                    "in": "header",
                    "description": "The language of a problem where the query has no lang.",
                    "schema": TEXT,
                },
            },
            "responses": {
                kind: {
                    "description": say(f"problem_{kind}"),
                    "headers": {
                        "Content-Language": {"schema": _one_of(LANGUAGES), "required": True},
                    },
                    "content": {"application/problem+json": {"schema": _ref("Problem")}},
                }
                for kind in STATUSES
            },
        },
    }


@lru_cache(maxsize=1)
def answer() -> Answer:
    """The specification as it is sent."""
    return answers.compress_answer(answers.as_json(document()), answers.JSON)
