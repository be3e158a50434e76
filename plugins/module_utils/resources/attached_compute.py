# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The computes that a workspace does not make but attaches: what is to be said of each kind (contract 4, features 2.3).

They live on when they are detached.
"""

from __future__ import annotations

from ..schema import Field

INNER = "properties.properties."
AKS, DATABRICKS, FACTORY, HDINSIGHT = "AKS", "Databricks", "DataFactory", "HDInsight"
KUBERNETES, LAKE, SYNAPSE, MACHINE = "Kubernetes", "DataLakeAnalytics", "SynapseSpark", "VirtualMachine"
ATTACHED = (AKS, DATABRICKS, FACTORY, HDINSIGHT, KUBERNETES, LAKE, SYNAPSE, MACHINE)

FIELDS = (
    Field("resource_id", "properties.resourceId", same="id", create_only=True, variants=ATTACHED),
    # A cluster of the old inference, which the service may also make itself.
    Field("agent_count", INNER + "agentCount", type="int", variants=(AKS,)),
    Field("agent_vm_size", INNER + "agentVmSize", same="casefold", create_only=True, variants=(AKS,)),
    Field("cluster_fqdn", INNER + "clusterFqdn", same="casefold", create_only=True, variants=(AKS,)),
    Field(
        "cluster_purpose",
        INNER + "clusterPurpose",
        choices=("DenseProd", "DevTest", "FastProd"),
        same="casefold",
        create_only=True,
        unset_means="FastProd",
        variants=(AKS,),
    ),
    Field(
        "ssl",
        INNER + "sslConfiguration",
        type="dict",
        create_only=True,
        variants=(AKS,),
        union="status",
        no_log=False,
        fields=(
            Field("status", "status", choices=("Auto", "Disabled", "Enabled"), same="casefold", required=True),
            Field("certificate", "cert", write_only=True, required=True, variants=("Enabled",)),
            Field("key", "key", write_only=True, required=True, variants=("Enabled",)),
            Field("cname", "cname", same="casefold"),
            Field("leaf_domain_label", "leafDomainLabel", same="casefold"),
            Field("overwrite_existing_domain", "overwriteExistingDomain", type="bool", unset_means=False),
        ),
    ),
    Field(
        "networking",
        INNER + "aksNetworkingConfiguration",
        type="dict",
        create_only=True,
        variants=(AKS,),
        fields=(
            Field("subnet_id", "subnetId", same="id", id_of="Microsoft.Network/virtualNetworks/subnets"),
            Field("service_cidr", "serviceCidr"),
            Field("dns_service_ip", "dnsServiceIP"),
            Field("docker_bridge_cidr", "dockerBridgeCidr"),
        ),
    ),
    Field(
        "load_balancer_type",
        INNER + "loadBalancerType",
        choices=("InternalLoadBalancer", "PublicIp"),
        same="casefold",
        create_only=True,
        unset_means="PublicIp",
        variants=(AKS,),
    ),
    Field("load_balancer_subnet", INNER + "loadBalancerSubnet", create_only=True, variants=(AKS,)),
    Field("system_services", INNER + "systemServices", type="list", read_only=True, variants=(AKS,)),
    # A cluster with the extension of Azure ML. The extension fills in what is not given.
    Field("namespace", INNER + "namespace", create_only=True, variants=(KUBERNETES,), unset_means="default"),
    Field("default_instance_type", INNER + "defaultInstanceType", variants=(KUBERNETES,)),
    Field("instance_types", INNER + "instanceTypes", type="dict", same="tree", variants=(KUBERNETES,)),
    Field("vc_name", INNER + "vcName", create_only=True, variants=(KUBERNETES,)),
    Field("extension_principal_id", INNER + "extensionPrincipalId", same="casefold", variants=(KUBERNETES,)),
    Field("extension_release_train", INNER + "extensionInstanceReleaseTrain", same="casefold", variants=(KUBERNETES,)),
    Field("relay_connection_string", INNER + "relayConnectionString", write_only=True, variants=(KUBERNETES,)),
    Field(
        "service_bus_connection_string", INNER + "serviceBusConnectionString", write_only=True, variants=(KUBERNETES,)
    ),
    # A machine that is logged in to.
    Field("address", INNER + "address", same="casefold", create_only=True, variants=(HDINSIGHT, MACHINE)),
    Field("ssh_port", INNER + "sshPort", type="int", create_only=True, variants=(HDINSIGHT, MACHINE), unset_means=22),
    Field(
        "administrator_account",
        INNER + "administratorAccount",
        type="dict",
        variants=(HDINSIGHT, MACHINE),
        unshown=True,
        required=True,
        no_log=False,
        fields=(
            Field("user_name", "username", required=True),
            Field("password", "password", write_only=True),
            Field("public_key", "publicKeyData", write_only=True),
            Field("private_key", "privateKeyData", write_only=True),
        ),
    ),
    Field("virtual_machine_size", INNER + "virtualMachineSize", same="casefold", create_only=True, variants=(MACHINE,)),
    Field("notebook_server_port", INNER + "notebookServerPort", type="int", create_only=True, variants=(MACHINE,)),
    Field(
        "is_notebook_instance",
        INNER + "isNotebookInstanceCompute",
        type="bool",
        create_only=True,
        unset_means=False,
        variants=(MACHINE,),
    ),
    Field("workspace_url", INNER + "workspaceUrl", same="casefold", create_only=True, variants=(DATABRICKS,)),
    Field(
        "databricks_access_token",
        INNER + "databricksAccessToken",
        write_only=True,
        required=True,
        variants=(DATABRICKS,),
    ),
    Field("data_lake_store_account_name", INNER + "dataLakeStoreAccountName", create_only=True, variants=(LAKE,)),
    # A pool of Synapse. Its own service changes it.
    Field("synapse_subscription_id", INNER + "subscriptionId", same="casefold", create_only=True, variants=(SYNAPSE,)),
    Field("synapse_resource_group", INNER + "resourceGroup", same="casefold", create_only=True, variants=(SYNAPSE,)),
    Field("synapse_workspace", INNER + "workspaceName", same="casefold", create_only=True, variants=(SYNAPSE,)),
    Field("pool_name", INNER + "poolName", same="casefold", create_only=True, variants=(SYNAPSE,)),
    Field("spark_version", INNER + "sparkVersion", create_only=True, variants=(SYNAPSE,)),
    Field("node_count", INNER + "nodeCount", type="int", create_only=True, variants=(SYNAPSE,)),
    Field("node_size", INNER + "nodeSize", same="casefold", create_only=True, variants=(SYNAPSE,)),
    Field("node_size_family", INNER + "nodeSizeFamily", same="casefold", create_only=True, variants=(SYNAPSE,)),
    Field(
        "auto_scale",
        INNER + "autoScaleProperties",
        type="dict",
        create_only=True,
        variants=(SYNAPSE,),
        fields=(
            Field("enabled", "enabled", type="bool", unset_means=False),
            Field("min_nodes", "minNodeCount", type="int", at_most="max_nodes"),
            Field("max_nodes", "maxNodeCount", type="int"),
        ),
    ),
    Field(
        "auto_pause",
        INNER + "autoPauseProperties",
        type="dict",
        create_only=True,
        variants=(SYNAPSE,),
        fields=(
            Field("enabled", "enabled", type="bool", unset_means=False),
            Field("delay_in_minutes", "delayInMinutes", type="int"),
        ),
    ),
)
