"""The rules of the house that a reader of the code relies on, checked on the code itself."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [PROJECT / "app.py", *sorted((PROJECT / "pages").glob("*.py"))]
DASHBOARD = sorted((PROJECT / "dashboard").rglob("*.py"))
ETL = sorted((PROJECT / "etl").rglob("*.py"))
CODE = PAGES + DASHBOARD + ETL


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, and every name that it takes from one, dotted."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inside(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a file with their lines, parts of f-strings too, docstrings left out."""
    tree = tree_of(path)
    scopes = [
        tree,
        *(
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ),
    ]
    docstrings = {
        id(scope.body[0].value) for scope in scopes if scope.body and isinstance(scope.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_there_is_code_to_check() -> None:
    """The lists that the tests below run over are not empty."""
    assert len(PAGES) >= 2
    assert len(DASHBOARD) >= 10
    assert len(ETL) >= 8


# One direction


@each(ETL)
def test_the_etl_knows_no_dashboard(path: Path) -> None:
    """etl imports neither the dashboard nor what draws it."""
    assert [
        module
        for module in imports(path)
        if inside(module, "streamlit", "plotly", "dashboard", "pages", "app")
    ] == []


@each(DASHBOARD)
def test_the_dashboard_knows_no_page(path: Path) -> None:
    """What pages share imports no page."""
    assert [module for module in imports(path) if inside(module, "pages", "app")] == []


# The rooms of the dashboard, from the top down: a room imports those below it and itself, never one above or
# beside it.
FLOORS = (
    ("web",),
    ("api", "view"),
    ("cards",),
    ("files",),
    ("model",),
    ("release", "elements"),
    ("request",),
    ("words",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# What only these rooms import. Of the ETL, the warehouse alone imports what builds and compares releases.
ONLY_IN = {
    "streamlit": {"web", "view"},
    "plotly": {"view"},
    "duckdb": {"release", "api"},
    "pandas": set[str](),
    "etl": {"release"},
}


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "dashboard" and len(parts) > 1 else ""


def room(path: Path) -> str:
    return path.relative_to(PROJECT / "dashboard").parts[0]


def test_every_room_has_a_floor() -> None:
    """No folder stands beside the plan, and no module outside a room."""
    folders = {path.name for path in (PROJECT / "dashboard").iterdir() if any(path.glob("*.py"))}
    assert folders == set(FLOOR_OF)
    assert [path.name for path in (PROJECT / "dashboard").glob("*.py")] == ["__init__.py"]


@each([path for path in DASHBOARD if path.parent.name != "dashboard"])
def test_arrows_go_down_only(path: Path) -> None:
    """A room imports itself and rooms on floors below; a library of certain rooms is imported by no other."""
    own = room(path)
    above = [
        module
        for module in imports(path)
        if (other := room_of(module)) and other != own and FLOOR_OF[other] <= FLOOR_OF[own]
    ]
    assert above == []
    foreign = [
        module
        for module in imports(path)
        for library, rooms in ONLY_IN.items()
        if inside(module, library) and own not in rooms
    ]
    assert foreign == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not within a room either, and not hidden from the run by TYPE_CHECKING."""
    names = {".".join(path.relative_to(PROJECT).with_suffix("").parts): path for path in DASHBOARD}
    graph = {
        module: {m for found in imports(path) for m in (found, found.rpartition(".")[0]) if m in names}
        for module, path in names.items()
    }
    assert graph["dashboard.view.frame"]
    assert list(TopologicalSorter(graph).static_order())


@each(DASHBOARD)
def test_only_the_warehouse_builds_and_opens_releases(path: Path) -> None:
    """Only the warehouse reaches into the ETL and connects to a database."""
    code = path.read_text(encoding="utf-8")
    assert re.search(r"duckdb\.connect\(", code) is None
    if path.name == "warehouse.py":
        assert "etl.build.build" in set(imports(path))
        assert "release.open_readonly(" in code
    else:
        assert [module for module in imports(path) if inside(module, "etl")] == []


@each(PAGES)
def test_a_page_goes_through_the_dashboard(path: Path) -> None:
    """A page imports the dashboard, Streamlit and the standard library; no release, frame or other page."""
    foreign = {"etl", "duckdb", "pandas", "plotly", "pages", "app", "numpy", "sqlite3"}
    assert sorted({module for module in imports(path) if module.split(".")[0] in foreign}) == []
    opening = ("dashboard.release.warehouse", "dashboard.release.opened")
    assert [module for module in imports(path) if inside(module, *opening)] == []


@each([path for path in DASHBOARD if room(path) in {"request", "words"} and path.parent.name != "dashboard"])
def test_what_is_pure_stays_pure(path: Path) -> None:
    """What is asked for and how it is worded needs no server and no data to be tried out."""
    foreign = ("streamlit", "duckdb", "plotly", "etl")
    assert [module for module in imports(path) if inside(module, *foreign)] == []


@each([path for path in DASHBOARD if path.parent.name != "dashboard"])
def test_public_signatures_have_no_any(path: Path) -> None:
    """Types say what rooms hand to each other: only untyped values from outside may be Any, and inside."""
    found = [
        f"{node.lineno} {node.name}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
        for annotation in annotations(node)
        if re.search(r"\bAny\b", ast.unparse(annotation))
    ]
    assert found == []


def annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    """The types of everything that a function takes and of what it returns."""
    of = node.args
    for argument in (*of.posonlyargs, *of.args, of.vararg, *of.kwonlyargs, of.kwarg):
        if argument is not None and argument.annotation is not None:
            yield argument.annotation
    if node.returns is not None:
        yield node.returns


# A key that has one of these has the release, and so all that answers depend on.
KEYS = {"Page", "Release", "Question", "Card", "Chart"}
# What is kept by other keys, and depends on nothing that a reader may not know.
KEPT_FOR_ALL = {
    "api/specification.py document",
    "api/specification.py answer",
    "cards/history.py _entry",
    "cards/history.py _findings",
    "cards/province_map.py _shapes",
    "release/opened.py _answer",
    "release/warehouse.py changes",
    "release/warehouse.py _listed",
    "web/server.py _compressed",
    "words/text.py _notation",
    "words/text.py _date",
}


def test_what_is_kept_is_kept_by_its_release() -> None:
    """A cached function takes a release or what holds one; what does not is named above."""
    found = {
        f"{path.relative_to(PROJECT / 'dashboard').as_posix()} {node.name}"
        for path in DASHBOARD
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and any(re.match(r"(lru_)?cache\b", ast.unparse(d)) for d in node.decorator_list)
        and not KEYS & {ast.unparse(a.annotation) for a in node.args.args if a.annotation}
    }
    assert found == KEPT_FOR_ALL


# What a page does not hold

SQL = re.compile(
    r"\b(select|from|where|group by|order by|join|insert|create)\b.*\b(mart|core|meta)\.",
    re.IGNORECASE | re.DOTALL,
)


@each([path for path in PAGES + DASHBOARD if path.parent.name not in ("queries", "release")])
def test_sql_stands_in_queries_alone(path: Path) -> None:
    """No other module asks the release in SQL."""
    assert [text for _, text in literals(path) if SQL.search(text)] == []
    assert [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("execute", "sql", "executemany")
    ] == []


@each(PAGES)
def test_a_page_holds_no_sentence(path: Path) -> None:
    """Words that a reader sees are sentences or data: a page's literals are keys, codes and separators."""
    prose = [f"{line}: {text}" for line, text in literals(path) if re.search(r"\w\s+\w|[^\x00-\x7f]", text)]
    assert prose == []


@each(PAGES)
def test_a_page_does_no_arithmetic_on_figures(path: Path) -> None:
    """A page derives nothing but counts: it neither multiplies nor divides, and averages nothing."""
    operations = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.Mult | ast.FloorDiv | ast.Pow)
    ]
    assert operations == []
    assert (
        re.search(r"\.(sum|mean|groupby|pivot\w*|merge|agg|cumsum|round)\(", path.read_text(encoding="utf-8"))
        is None
    )


@each([path for path in CODE if path.name != "theme.py"])
def test_colours_stand_in_the_theme_alone(path: Path) -> None:
    """No other module decides a colour."""
    found = [
        text
        for _, text in literals(path)
        if re.search(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b|\brgba?\(|\bhsla?\(", text)
    ]
    assert found == []


@each(sorted((PROJECT / "dashboard").rglob("*.css")))
def test_styles_take_their_colours_from_the_theme(path: Path) -> None:
    """A style names no colour of its own, so that it follows light and dark."""
    assert (
        re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\([^)]*\)|\bhsla?\([^)]*\)", path.read_text(encoding="utf-8"))
        == []
    )


# What no module does


@each(CODE)
def test_no_raw_html_from_data(path: Path) -> None:
    """Nothing switches off Streamlit's escaping, and st.html is given nothing but the style."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            assert "unsafe_allow_html" not in {keyword.arg for keyword in node.keywords}
            assert "unsafe_allow_javascript" not in {keyword.arg for keyword in node.keywords}
            if ast.unparse(node.func) == "st.html":
                assert [ast.unparse(argument) for argument in node.args] == ["STYLE"]


@each(sorted((PROJECT / "dashboard").rglob("*.js")))
def test_scripts_make_text_never_markup(path: Path) -> None:
    """The elements never parse text as HTML, run it, or ask another host: they fetch from the site only."""
    text = re.sub(r"fetch\([\"`]/fonts/|import\(new URL\(\"/scripts/", "", path.read_text(encoding="utf-8"))
    assert (
        re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|fetch\("
            r"|XMLHttpRequest|import\(",
            text,
        )
        == []
    )
    # The name of SVG's namespace is no address that anything is asked of.
    assert set(re.findall(r"https?://[\w./]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xhtml",
    }


@each(CODE)
def test_no_plotly_express_and_no_streamlit_v1_components(path: Path) -> None:
    """Figures are plain dicts, which cost nothing to make; no iframe is opened."""
    assert [
        module for module in imports(path) if inside(module, "plotly.express", "streamlit.components.v1")
    ] == []
    assert (
        re.search(
            r"\bst\.(write_stream|experimental_\w+|dataframe|data_editor|map|components\.v1)\b",
            path.read_text(encoding="utf-8"),
        )
        is None
    )


@each(CODE)
def test_no_check_is_switched_off_in_pages_and_dashboard(path: Path) -> None:
    """No error is swallowed without a word: no bare except, and no “except … pass”."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{name(path)}:{node.lineno}"
            if path in PAGES + DASHBOARD:
                assert not (len(node.body) == 1 and isinstance(node.body[0], ast.Pass)), (
                    f"{name(path)}:{node.lineno}"
                )


@each(CODE)
def test_a_module_says_what_it_owns(path: Path) -> None:
    """Every module, and every public function and class in it, has a docstring."""
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name(path)}:{node.lineno} {node.name}"


def test_every_page_is_registered() -> None:
    """Files in pages/ and the registry are the same: each is in the menu, its shell in the right language."""
    from dashboard.model.page import PAGES as REGISTERED

    assert sorted(REGISTERED.values()) == sorted(name(path) for path in PAGES)
    for key, path in REGISTERED.items():
        assert f'frame.start("{key}")' in (PROJECT / path).read_text(encoding="utf-8")


# Settings

SETTINGS = {
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.showSidebarNavigation": False,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.showEmailPrompt": False,
    "browser.gatherUsageStats": False,
}


@pytest.mark.parametrize(("setting", "value"), SETTINGS.items())
def test_the_settings_that_matter(setting: str, value: object) -> None:
    """The settings of Streamlit that keep readers safe, and reruns fast.

    No traceback and no link to elsewhere reaches a reader, nothing is sent home, a request from another
    site is refused, and a rerun pays for no collection.
    """
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    section, key = setting.split(".")
    assert config[section][key] == value


def test_streamlit_takes_every_setting() -> None:
    """No setting is misspelt: each is an option that this Streamlit knows."""
    from streamlit import config as options

    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    known = set(options.get_config_options())
    unknown = [
        f"{section}.{key}"
        for section, keys in config.items()
        if section != "theme"
        for key in keys
        if f"{section}.{key}" not in known
    ]
    themed = [
        f"theme.{key}"
        for key, value in config["theme"].items()
        if not isinstance(value, dict) and f"theme.{key}" not in known
    ]
    assert unknown + themed == []


def test_an_address_is_set_so_that_no_host_is_asked_for_it() -> None:
    """Without an address of its own a headless server asks another host for its public one."""
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"].get("serverAddress") or config["server"].get("address")


# What is installed


@pytest.mark.parametrize("file", ["run.in", "dev.in"])
def test_every_requirement_is_pinned_and_says_why(file: str) -> None:
    """A line names one exact version and its reason."""
    lines = [
        line
        for line in (PROJECT / "requirements" / file).read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "-r"))
    ]
    assert lines
    for line in lines:
        assert re.fullmatch(r'[A-Za-z0-9_-]+==\d+(\.\d+)+( ; sys_platform != "\w+")? +# \w.*', line), line


def test_what_the_code_imports_is_required() -> None:
    """Every package that the code imports is in requirements/run.in, or comes with Streamlit."""
    import sys

    required = {
        line.split("==")[0].lower()
        for line in (PROJECT / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    ours = {"app", "pages", "dashboard", "etl"}
    with_streamlit = {"starlette", "uvicorn"}
    imported = (
        {module.split(".")[0] for path in CODE for module in imports(path)}
        - set(sys.stdlib_module_names)
        - ours
        - with_streamlit
    )
    assert sorted(imported - required) == []
