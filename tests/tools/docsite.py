# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make docs`` ends with this: the documentation site, in ``tests/output/site``, made without any other server.

antsibull-docs writes a page for each module and plugin. A page of ``docs`` becomes a page of the site, or goes below
the guide of its name in ``docs/docsite/rst``. Every warning of Sphinx is a failure.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path

import environment
import tree

HERE = environment.ROOT / "tests" / "docsite"
BUILD = environment.WORK / "site"
SITE = environment.OUTPUT / "site"
REQUIREMENTS = ("tests/docsite/requirements.txt",)
KINDS = ("module", "filter", "lookup", "test", "role")

CODE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"((?:filter|lookup|test|role) )?(?<![\[`])`(?:mlops\.azureml\.)?(\w+)`(?![\]`])")
OPENING = re.compile(r"^\.\. _(.+):\n\n(.+)\n=+\n\n(.*)", re.MULTILINE | re.DOTALL)
ROLE = re.compile(r"\]\(\.\./roles/(\w+)/README\.md\)")
LINK = re.compile(r"\]\((\w+)\.md(#[\w-]+)?\)")


def main() -> int:
    """Return the exit status."""
    began = time.monotonic()
    try:
        tools = environment.ensure("docsite", Path(sys.executable), REQUIREMENTS)
        collection = tree.copy("docsite")
        began = time.monotonic()
        build(tools, collection)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"the site could not be made: {error}", file=sys.stderr)
        return 1
    pages = len(list(SITE.rglob("*.html")))
    print(f"{pages} pages in {time.monotonic() - began:.0f} s: {SITE.relative_to(environment.ROOT)}/index.html")
    return 0


def build(tools: Path, collection: Path) -> None:
    """Make the site of the copied ``collection``. :raises subprocess.CalledProcessError: when a tool is not content."""
    shutil.rmtree(BUILD, ignore_errors=True)
    shutil.rmtree(SITE, ignore_errors=True)
    source = BUILD / "source"
    environment.HOME.mkdir(parents=True, exist_ok=True)
    (source / "pages").mkdir(parents=True)
    (source / "plugins").mkdir(mode=0o700)  # antsibull-docs takes no folder that others may write to.
    variables = environment.variables(tools, ANSIBLE_COLLECTIONS_PATH=str(tree.collections_path(collection)))
    antsibull = ("antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error")
    subprocess.run([*antsibull, "--dest-dir", source / "plugins", "mlops.azureml"], env=variables, check=True)

    documented = {path.name for path in (source / "plugins").glob("*.rst")}
    guides = {path.stem: path.read_text("utf-8") for path in (collection / "docs" / "docsite" / "rst").glob("*.rst")}
    for path in sorted((collection / "docs").glob("*.md")):
        text = linked(path.read_text("utf-8"), set(guides), documented)
        if path.stem in guides:
            (source / "plugins" / "docsite" / f"{path.stem}.rst").unlink()
            (source / "plugins" / "docsite" / path.name).write_text(guide(guides[path.stem], text), "utf-8")
        else:
            (source / "pages" / path.name).write_text(text, "utf-8")
    for folder in ("plugins/docsite", "pages"):
        shutil.copytree(collection / "docs" / "examples", source / folder / "examples")
        for path in (collection / "docs").glob("*.svg"):
            shutil.copy(path, source / folder)
    shutil.copy(HERE / "conf.py", source)
    shutil.copy(HERE / "index.rst", source)
    (source / "labels.inv").write_bytes(inventory((HERE / "labels.txt").read_text(encoding="utf-8")))
    sphinx = ("sphinx-build", "--quiet", "--fail-on-warning", "--keep-going", "--builder", "html")
    subprocess.run([*sphinx, "--doctree-dir", BUILD / "doctrees", source, SITE], env=variables, check=True)


def linked(text: str, guides: set[str], documented: set[str]) -> str:
    """A page of ``docs`` with its links as they are in the site, and each name of a module or plugin a link as well."""

    def to_page(found: re.Match[str]) -> str:
        name, section = found[1], found[2] or ""
        return f"](/plugins/docsite/{name}.md{section})" if name in guides else f"](/pages/{name}.md{section})"

    def to_module(found: re.Match[str]) -> str:
        before, name = found[1] or "", found[2]
        for kind in (before.strip(), *KINDS):
            if f"{name}_{kind}.rst" in documented:
                return f"{before}[`{name}`](/plugins/{name}_{kind}.rst)"
        return found[0]

    parts = CODE.split(text)
    return "".join(
        part if number % 2 else NAME.sub(to_module, LINK.sub(to_page, ROLE.sub(r"](/plugins/\1_role.rst)", part)))
        for number, part in enumerate(parts)
    )


def guide(opening: str, page: str) -> str:
    """A page of ``docs`` that begins with what its guide in rst says: label, title and first words."""
    label, title, words = OPENING.search(opening).groups()
    below = re.split(r"^# .*\n", page, maxsplit=1, flags=re.MULTILINE)[-1]
    return f"({label})=\n\n# {title}\n\n```{{eval-rst}}\n{words}```\n{below}"


def inventory(labels: str) -> bytes:
    """Lines of kind, name and page as the inventory that Sphinx looks names up in."""
    rows = [line.split() for line in labels.splitlines() if line and not line.startswith("#")]
    lines = [f"{name} std:{kind} -1 {page} {name.rpartition('.')[2]}\n" for kind, name, page in rows]
    head = "# Sphinx inventory version 2\n# Project: Ansible\n# Version: \n"
    head += "# The remainder of this file is compressed using zlib.\n"
    return head.encode() + zlib.compress("".join(lines).encode())


if __name__ == "__main__":
    sys.exit(main())
