# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx makes the documentation site; see tests/tools/docsite.py."""

from __future__ import annotations

project = "mlops.azureml"
copyright = "2026 mlops.azureml contributors"
title = "Azure Machine Learning in Ansible playbooks"
html_short_title = project

extensions = ["myst_parser", "sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
# No page of another server is asked: what we link to there stands in labels.txt.
intersphinx_mapping = {"ansible": ("https://docs.ansible.com/projects/ansible/latest/", "labels.inv")}
nitpicky = True
default_role = "any"
highlight_language = "none"
pygments_style = "ansible"

# Links to a section of a page, in the form that the pages have where they are read in the repository.
myst_heading_anchors = 3

html_theme = "sphinx_ansible_theme"
html_show_sphinx = False
html_use_smartypants = True
html_use_modindex = False
html_use_index = False
html_copy_source = False
