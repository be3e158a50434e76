# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A page of ``docs`` becomes one of the site: its links lead to the site's pages, and names to their modules."""

from __future__ import annotations

import zlib

import docsite

GUIDES = {"inventory"}
DOCUMENTED = {"aml_token_module.rst", "aml_token_lookup.rst", "team_role.rst"}
OPENING = """\
..
  A licence

.. _ansible_collections.mlops.azureml.docsite.inventory:

Inventory and fleets
====================

Hosts, by :ansplugin:`mlops.azureml.aml#inventory`.
"""


def test_links_and_names_lead_to_the_pages_of_the_site() -> None:
    text = "See [a](inventory.md#x) and [b](doctor.md), `aml_token` or the lookup `aml_token`,"
    text += " [c](../roles/team/README.md).\n"

    assert docsite.linked(text, GUIDES, DOCUMENTED) == (
        "See [a](/plugins/docsite/inventory.md#x) and [b](/pages/doctor.md),"
        " [`aml_token`](/plugins/aml_token_module.rst) or the lookup [`aml_token`](/plugins/aml_token_lookup.rst),"
        " [c](/plugins/team_role.rst).\n"
    )


def test_what_is_no_name_of_ours_or_is_code_stays() -> None:
    text = "`aml_other`, [`aml_token`](https://x.example/)\n```yaml\n- `aml_token`: [a](doctor.md)\n```\n"

    assert docsite.linked(text, GUIDES, DOCUMENTED) == text


def test_a_guide_begins_with_its_own_title_label_and_words() -> None:
    page = docsite.guide(OPENING, "<!-- made -->\n# Another title\n\nText.\n")

    assert page == (
        "(ansible_collections.mlops.azureml.docsite.inventory)=\n\n# Inventory and fleets\n\n"
        "```{eval-rst}\nHosts, by :ansplugin:`mlops.azureml.aml#inventory`.\n```\n\nText.\n"
    )


def test_the_inventory_has_the_names_in_the_form_of_sphinx() -> None:
    head, _line, packed = docsite.inventory("# A comment\nlabel a.b c.html\n").rpartition(b"zlib.\n")

    assert head.startswith(b"# Sphinx inventory version 2\n")
    assert zlib.decompress(packed) == b"a.b std:label -1 c.html b\n"
