# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: aml_redact
short_description: Mask secrets in a document
version_added: 0.1.0
description:
  - Returns the document with its secrets masked, as results of the modules are. Secrets are what the name of its key
    says is one, what has the form of a token, a signature or a private key, and the texts in O(secrets).
  - Use it for what no module returned, such as an answer of M(ansible.builtin.uri) or a file, before it is shown.
author:
  - mlops.azureml contributors (@mlops-azureml)
positional: _input
options:
  _input:
    description:
      - Text or any document.
    type: raw
    required: true
  secrets:
    description:
      - Secrets that are known, each of at least six characters. They are found as they are, and as JSON, URLs, base64
        and hexadecimal digits spell them.
    type: list
    elements: str
    default: []
seealso:
  - module: mlops.azureml.aml_rest
"""

EXAMPLES = r"""
---
- name: Show an answer without what is secret in it
  ansible.builtin.debug:
    msg: "{{ answer | mlops.azureml.aml_redact(secrets=[endpoint_key]) }}"
  vars:
    answer:
      target: "https://churn-score.example/score?code={{ endpoint_key }}"
      credentials:
        key: "{{ openai_key }}"
"""

RETURN = r"""
---
_value:
  description:
    - The document with each secret as C(********).
  type: raw
  sample:
    target: https://churn-score.example/score?code=********
    credentials:
      key: "********"
"""

from ansible_collections.mlops.azureml.plugins.plugin_utils.expressions import plugin
from ansible_collections.mlops.azureml.plugins.plugin_utils.masking import redacted


class FilterModule:
    """The filter ``aml_redact``."""

    def filters(self):
        return {"aml_redact": plugin(redacted)}
