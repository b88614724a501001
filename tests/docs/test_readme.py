"""What the README shows is what the product gives."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_example_stands_in_the_checked_in_results():
    example = re.search(r"```json\n(.*?)```", README, re.DOTALL)[1].splitlines()
    results = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "outputs").glob("[!_]*.json"))
    assert len(example) > 3
    assert [line for line in example if line not in results] == []


def test_program_gives_what_it_says():
    program, said = re.search(r"```python\n(.*)\n(.*?  # .*)\n```", README, re.DOTALL).groups()
    names = {}
    exec(program, names)
    expression, result = said.split("  # ")
    assert repr(eval(expression, names)) == f"({result})"


def test_first_two_shell_lines_set_up_and_test():
    blocks = re.findall(r"```(?:sh|shell|bash)\n(.*?)```", README, re.DOTALL)
    assert blocks[0].startswith("python3 -m venv .venv && ")
    assert blocks[1].startswith(".venv/bin/pip install ")


def test_every_link_leads_somewhere():
    for page in (README, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page):
            assert (ROOT / target).exists() or (ROOT / "docs" / target).exists(), target
