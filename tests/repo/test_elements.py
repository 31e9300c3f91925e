"""The scripts of the elements keep the contracts that Python writes by, and are what Streamlit can take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.view import elements
from tests.elements import declarations

FOLDER = Path(declarations.FILE).parents[1]
SCRIPTS = sorted((FOLDER / "js").glob("*.js"))
MOUNTED = [path.stem for path in SCRIPTS if "export default mount(" in path.read_text(encoding="utf-8")]
JS = [*SCRIPTS, *sorted((FOLDER.parent / "scripts").glob("*.js"))]
DECLARED = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)


def test_both_sides_have_the_same_contracts() -> None:
    """The declarations that the scripts are checked against are those of the Python types.

    After a change of them: python -m tests.elements.declarations, then make lint-js.
    """
    assert declarations.FILE.read_text(encoding="utf-8") == declarations.declarations()


def test_every_contract_is_taken_by_a_script() -> None:
    """No contract of a whole element is written for nobody: a script names it."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    contents = re.findall(r"interface (\w+Content) \{", declarations.declarations())
    assert len(contents) >= len(MOUNTED)
    assert [name for name in contents if not re.search(rf"@import .*\b{name}\b", scripts)] == []


@pytest.mark.parametrize("name", MOUNTED)
def test_an_element_is_one_module_that_imports_nothing(name: str) -> None:
    """What it imports stands before it; no name is declared twice, and nothing but the code is sent."""
    script = elements.script(name)
    assert re.findall(r"^import\b.*", script, re.MULTILINE) == []
    own = (FOLDER / "js" / f"{name}.js").read_text(encoding="utf-8")
    modules = [name, *re.findall(r'^.*from "\./(\w+)\.js";$', own, re.MULTILINE)]
    texts = [(FOLDER / "js" / f"{module}.js").read_text(encoding="utf-8") for module in modules]
    declared = [found for text in texts for found in DECLARED.findall(text)]
    assert len(declared) == len(set(declared)) > 5
    assert script.count("export default mount(") == 1
    assert script.index("export const mount =") < script.index("export default mount(")
    assert "/**" not in script


@pytest.mark.parametrize("name", MOUNTED)
def test_an_element_has_a_style_and_is_drawn(name: str) -> None:
    """Every script that can be mounted is, with a style of its own after what all share."""
    assert (FOLDER / "css" / f"{name}.css").exists()
    assert elements.style(name).startswith(".root {")
    code = Path(elements.__file__).read_text(encoding="utf-8")
    assert f'_register("{name}")' in code


@pytest.mark.parametrize("path", JS, ids=lambda path: path.stem)
def test_lines_of_scripts_can_be_read_side_by_side(path: Path) -> None:
    """No line is longer than the formatter allows code to be, comments included."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [n for n, line in enumerate(lines, 1) if len(line) > 110] == []
