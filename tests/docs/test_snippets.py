"""The Python that README and the first steps show runs as it stands."""

import re
import shutil

import pytest

from tests.places import EXAMPLES, ROOT


def snippets(page):
    return re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("page", ["README.md", "docs/getting-started.md"])
def test_it_plans_and_the_plan_conforms(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    shutil.copy(EXAMPLES / "asthma.request.json", tmp_path / "week.json")
    (snippet,) = snippets(page)
    exec(compile(snippet, page, "exec"), {})
    assert capsys.readouterr().out == "optimal 0.0\n"
