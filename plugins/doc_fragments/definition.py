# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option for definitions in the schema of Microsoft's CLI."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside ``argspec.DEFINITION``."""

    DOCUMENTATION = r"""
options:
  definition:
    description:
      - What C(az ml) takes with C(--file), in the same schema, as the path of a YAML file, as the text in one, or as a
        map.
      - A file is read where the task runs. A relative path is relative to the playbook's directory, and what a file
        names is relative to that file.
      - The other options stand above it. Maps are merged member by member, anything else is taken whole.
      - What it leaves out is left alone where the resource is there. A new resource gets the defaults of C(az ml).
      - An asset without a version is the latest one where that is as defined, else the next one. References to
        C(@latest) are looked up. What C(az ml) would register first, such as the environment of a job, comes first here
        too, and what lies on this machine is uploaded, once.
      - Keys that C(az ml) refuses are refused. Of keys that it drops the task warns.
      - In a playbook C(${{ }}) is read as a template. Mark such a text C(!unsafe), or keep it in a file.
    type: raw
"""
