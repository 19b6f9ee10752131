"""Modules that are joined do what they did apart: the forms that are taken, those that are refused, drawn graphs."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess

import pytest

from dagplan.board.assets import ENTRIES, assets, page_assets
from dagplan.board.joining import UnjoinableError, imported, joined

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

FORMS = {
    "a.js": "export const one = 1;\nexport function two() {\n  return one + 1;\n}\nexport async function tri() {}\n",
    "b.js": 'import { one, two as double } from "./a.js";\n\nexport class Four {\n  at = double() + one;\n}\n',
    "c.js": 'import "./b.js";\nexport { one, two as deux } from "./a.js";\nexport { Four } from "./b.js";\n',
    "main.js": 'import {\n  deux,\n  Four,\n  one,\n} from "./c.js";\n'
    "globalThis.said = [one, deux(), new Four().at];\n",
}


def ran(source: str, tmp_path) -> object:
    """What a module says in Node."""
    path = tmp_path / "joined.mjs"
    path.write_text(f"{source}\nconsole.log(JSON.stringify(globalThis.said));\n", "utf-8")
    done = subprocess.run(["node", path], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


@needs_node
def test_every_form_that_is_joined_means_what_it_did(tmp_path):
    assert ran(joined("main.js", FORMS), tmp_path) == [1, 2, 3]


def test_a_module_comes_after_those_it_imports_and_once():
    whole = joined("main.js", FORMS)
    assert re.findall(r"^const \$\$(\w+) =", whole, re.MULTILINE) == ["a", "b", "c", "main"]
    assert imported(FORMS["c.js"]) == ["b.js", "a.js"]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('import x from "./a.js";\n', "import x from"),
        ('import * as x from "./a.js";\n', "import * as x"),
        ("export default 1;\n", "export default"),
        ("export let changing = 1;\n", "export let"),
        ("const x = 1;\nexport { x };\n", "export { x }"),
        ('const x = () => import("./a.js");\n', "import("),
        ('import { nothing } from "./a.js";\n', "imports nothing from a.js"),
        ('export { nothing } from "./a.js";\n', "imports nothing from a.js"),
        ('import { one } from "./gone.js";\n', "gone.js, which is not there"),
        ('import { "odd name" as x } from "./a.js";\n', "odd name"),
        ('import "./m.js";\n', "in a circle: m.js > m.js"),
        ('export const one = 1;\nexport { one } from "./a.js";\n', "twice"),
    ],
)
def test_what_is_written_otherwise_is_refused(source, why):
    with pytest.raises(UnjoinableError, match=re.escape(why)):
        joined("m.js", {**FORMS, "m.js": source})


def drawn(seed: int) -> dict[str, str]:
    """Modules that import earlier ones under other names, pass names on, and note when they are run."""
    draw = random.Random(seed)
    names: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for number in range(draw.randint(2, 9)):
        module, lines, own, terms = f"m{number}.js", [], [f"v{number}", f"f{number}"], []
        for other in draw.sample(sorted(names), draw.randint(0, len(names))):
            some = draw.sample(names[other], draw.randint(0, len(names[other])))
            if draw.random() < 0.3 and some:
                lines.append(f'export {{ {some[0]} as p{number}_{some[0]} }} from "./{other}";')
                own.append(f"p{number}_{some[0]}")
            elif some:
                lines.append(f'import {{ {", ".join(f"{one} as x_{one}" for one in some)} }} from "./{other}";')
                terms += [f"(typeof x_{one} === 'function' ? x_{one}() : x_{one})" for one in some]
            else:
                lines.append(f'import "./{other}";')
        names[module] = own
        lines += [
            f'(globalThis.said ??= []).push("{module}");',
            f"export const v{number} = {' + '.join(['1', *terms])};",
            f"export function f{number}() {{\n  return v{number} * 2;\n}}",
            f"globalThis.said.push(v{number});",
        ]
        found[module] = "\n".join(lines) + "\n"
    imports = "".join(f'import "./{one}";\n' for one in draw.sample(sorted(found), draw.randint(1, len(found))))
    return {**found, "main.js": imports or 'import "./m0.js";\n'}


@needs_node
def test_drawn_modules_say_the_same_joined_and_apart(tmp_path):
    """In the same order too, in one process for all."""
    for seed in range(40):
        folder = tmp_path / str(seed)
        folder.mkdir()
        for name, text in (modules := drawn(seed)).items():
            (folder / name).write_text(text, "utf-8")
        (folder / "joined.js").write_text(joined("main.js", modules), "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    script = tmp_path / "run.js"
    script.write_text(
        "const said = [];\n"
        "for (let seed = 0; seed < 40; seed += 1)\n"
        "  for (const entry of ['main', 'joined']) {\n"
        "    globalThis.said = [];\n"
        "    await import(`./${seed}/${entry}.js`);\n"
        "    said.push(globalThis.said);\n"
        "  }\n"
        "console.log(JSON.stringify(said));\n",
        "utf-8",
    )
    done = subprocess.run(["node", script], capture_output=True, text=True, check=True, timeout=60)
    said = json.loads(done.stdout)
    assert said[::2] == said[1::2]
    assert sum(map(len, said[::2])) > 200


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_page_asks_for_one_module_that_has_all_of_its_own(entry, tmp_path):
    whole = page_assets()[f"page.{entry}"]
    assert whole.media_type.startswith("text/javascript")
    assert whole.compressed[:2] == b"\x1f\x8b"
    assert b'from "./' not in whole.body
    # Every module but those of the other pages is in one of them.
    everything = "".join(page_assets()[f"page.{one}"].body.decode() for one in ENTRIES)
    named = set(re.findall(r"^const \$\$(\w+) =", everything, re.MULTILINE))
    unused = {name.removesuffix(".js") for name in assets() if name.endswith(".js")} - named
    assert unused == set()
    if shutil.which("node"):
        (tmp_path / "page.mjs").write_bytes(whole.body)
        subprocess.run(["node", "--check", tmp_path / "page.mjs"], check=True, timeout=60)
