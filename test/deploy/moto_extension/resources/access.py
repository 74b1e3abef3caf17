"""Roles and their policies."""

import json

from .handler import Handler


class Role(Handler):
    PLAIN = ("Description", "MaxSessionDuration", "Path", "PermissionsBoundary", "Tags")

    def create(self, context, properties):
        name = properties.get("RoleName") or context.name(64)
        assumed = json.dumps(properties["AssumeRolePolicyDocument"])
        request = {key: properties[key] for key in self.PLAIN if key in properties}
        role = context.call("iam", "create_role", RoleName=name, AssumeRolePolicyDocument=assumed, **request)["Role"]
        self._policies(context, name, properties, {})
        return name, {"Arn": role["Arn"], "RoleId": role["RoleId"]}

    def update(self, context, physical_id, properties, before):
        assumed = json.dumps(properties["AssumeRolePolicyDocument"])
        context.call("iam", "update_assume_role_policy", RoleName=physical_id, PolicyDocument=assumed)
        self._policies(context, physical_id, properties, before)

    def delete(self, context, physical_id, properties):
        self._policies(context, physical_id, {}, properties)
        # IAM refuses where anybody else's policy is still in it.
        context.call("iam", "delete_role", RoleName=physical_id)

    def _policies(self, context, name, properties, before):
        new, old = ({policy["PolicyName"]: policy for policy in each.get("Policies", [])} for each in (properties, before))
        for policy in old:
            if policy not in new:
                context.call("iam", "delete_role_policy", RoleName=name, PolicyName=policy)
        for policy, definition in new.items():
            document = json.dumps(definition["PolicyDocument"])
            context.call("iam", "put_role_policy", RoleName=name, PolicyName=policy, PolicyDocument=document)
        managed, managed_before = ([*each.get("ManagedPolicyArns", [])] for each in (properties, before))
        for arn in managed_before:
            if arn not in managed:
                context.call("iam", "detach_role_policy", RoleName=name, PolicyArn=arn)
        for arn in managed:
            if arn not in managed_before:
                context.call("iam", "attach_role_policy", RoleName=name, PolicyArn=arn)


class Policy(Handler):
    """An inline policy of roles; users and groups are none of the library's matter."""

    def create(self, context, properties):
        self._put(context, properties)
        return context.name(32), {}

    def update(self, context, physical_id, properties, before):
        self._put(context, properties)
        for role in before.get("Roles", []):
            if role not in properties.get("Roles", []) or before["PolicyName"] != properties["PolicyName"]:
                context.call("iam", "delete_role_policy", RoleName=role, PolicyName=before["PolicyName"])

    def delete(self, context, physical_id, properties):
        for role in properties.get("Roles", []):
            context.call("iam", "delete_role_policy", RoleName=role, PolicyName=properties["PolicyName"])

    def _put(self, context, properties):
        for kind in ("Users", "Groups"):
            if kind in properties:
                raise NotImplementedError(f"policies of {kind}")
        for role in properties.get("Roles", []):
            document = json.dumps(properties["PolicyDocument"])
            context.call("iam", "put_role_policy", RoleName=role, PolicyName=properties["PolicyName"], PolicyDocument=document)


ACCESS = {
    "AWS::IAM::Role": Role(),
    "AWS::IAM::Policy": Policy(),
}
