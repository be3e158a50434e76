# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection options that every module documents."""

from __future__ import annotations


class ModuleDocFragment:
    """Stands beside ``plugins/module_utils/auth/options.py``; a unit test holds the two together."""

    DOCUMENTATION = r"""
options:
  access_token:
    description:
      - An access token to use as it is, such as the result of M(mlops.azureml.aml_token). It is never renewed.
      - Can also be set by the environment variable E(AZURE_ACCESS_TOKEN).
    type: str
  auth_source:
    description:
      - Where credentials come from.
      - V(auto), the meaning of an omitted option, takes what is set (O(access_token), O(secret),
        O(x509_certificate_path), O(federated_token_file) or O(federated_token); a task option before the environment
        before the profile), then the identity that App Service or an Azure ML compute offers, then the login of the
        Azure CLI, then, when O(subscription_id) is all that is set, the managed identity of this machine.
      - V(service_principal), V(certificate), V(workload_identity), V(token), V(msi) and V(cli) allow that one kind.
      - V(env) and V(credential_file) take O(tenant), O(client_id) and what proves them from the environment or from
        the profile alone.
      - Can also be set by the environment variable E(ANSIBLE_AZURE_AUTH_SOURCE).
    type: str
    choices:
      - auto
      - certificate
      - cli
      - credential_file
      - env
      - msi
      - service_principal
      - token
      - workload_identity
  ca_path:
    description:
      - The file or folder with the certificates of the authorities to trust, instead of those that come with
        C(requests).
      - Can also be set by the environment variable E(AZURE_CA_PATH).
    type: path
  client_id:
    description:
      - The client id of the application, or of a user-assigned managed identity with O(auth_source=msi).
      - Can also be set by the environment variable E(AZURE_CLIENT_ID).
    type: str
  cloud_environment:
    description:
      - The Azure cloud. One of V(AzureCloud), which is the meaning of an omitted option, V(AzureUSGovernment) and
        V(AzureChinaCloud), or the https URL of the metadata endpoint of a private cloud.
      - Can also be set by the environment variable E(AZURE_CLOUD_ENVIRONMENT).
    type: str
  federated_token:
    description:
      - A token of another identity provider that the application trusts, instead of O(federated_token_file).
      - There is no environment variable for it.
    type: str
  federated_token_file:
    description:
      - A file with a token of another identity provider that the application trusts. It is read for each login, because
        such files are replaced every few minutes.
      - Can also be set by the environment variable E(AZURE_FEDERATED_TOKEN_FILE).
    type: path
  profile:
    description:
      - The section of C(~/.azure/credentials) to read, V(default) when omitted. A profile that is named must be there.
      - Can also be set by the environment variable E(AZURE_PROFILE).
    type: str
  proxy:
    description:
      - The URL of the proxy for everything but the metadata service of this machine.
      - Can also be set by the environment variable E(AZURE_PROXY), else by E(HTTPS_PROXY). The hosts in E(NO_PROXY) are
        reached without it.
    type: str
  secret:
    description:
      - The client secret of the application.
      - Can also be set by the environment variable E(AZURE_SECRET) or E(AZURE_CLIENT_SECRET).
    type: str
  subscription_id:
    description:
      - The id of the Azure subscription.
      - Can also be set by the environment variable E(AZURE_SUBSCRIPTION_ID).
    type: str
  tenant:
    description:
      - The tenant of the application, as an id or a domain name.
      - Can also be set by the environment variable E(AZURE_TENANT) or E(AZURE_TENANT_ID).
    type: str
  thumbprint:
    description:
      - The SHA-1 or SHA-256 thumbprint of the certificate in hexadecimal. Needed only when the file of
        O(x509_certificate_path) holds the private key alone.
      - Can also be set by the environment variable E(AZURE_THUMBPRINT).
    type: str
  token_cache:
    description:
      - Whether tokens are kept on the disk until they expire, so that a play logs in once and not in every task. They
        are when the option is omitted.
      - The files are in a folder that only this user can read. They hold tokens, never a secret.
      - Can also be set by the environment variable E(AML_TOKEN_CACHE).
    type: bool
  validate_certs:
    description:
      - Whether the TLS certificates of the services are checked. They are when the option is omitted. Prefer O(ca_path)
        to switching this off, of which every task warns.
      - Can also be set by the environment variable E(AZURE_VALIDATE_CERTS), or by E(AZURE_CERT_VALIDATION_MODE) with
        V(validate) or V(ignore).
    type: bool
  x509_certificate_password:
    description:
      - The password of the private key in the file of O(x509_certificate_path).
      - Can also be set by the environment variable E(AZURE_CLIENT_CERTIFICATE_PASSWORD).
    type: str
  x509_certificate_path:
    description:
      - A PEM file with the RSA private key and the certificate of the application. Needs the Python package
        C(cryptography).
      - Can also be set by the environment variable E(AZURE_X509_CERTIFICATE_PATH), E(AZURE_CERTIFICATE_PATH) or
        E(AZURE_CLIENT_CERTIFICATE_PATH).
    type: path
"""
