"""The calls of CloudFormation that the CDK command line makes."""

from datetime import datetime, timezone
from urllib.parse import unquote, urlparse
from uuid import uuid4

from moto.cloudformation import urls
from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from .service_model import call
from .stack import Stack
from .template import TemplateError

_stacks: list[Stack] = []
_change_sets: dict[str, dict] = {}


class ChangeSetNotFound(CloudFormationError):
    # The command line deletes the last one and waits for this.
    code = "ChangeSetNotFound"


def install() -> None:
    urls.url_paths["{0}/$"] = Stacks.dispatch


class Stacks(CloudFormationResponse):
    # Answers are given here in the words of the service model.
    RESPONSE_KEY_PATH_TO_TRANSFORMER: dict = {}

    def create_change_set(self) -> ActionResult:
        name = self._get_param("StackName")
        kind = self._get_param("ChangeSetType", "UPDATE")
        stack = self._find(name)
        if kind == "CREATE" and stack is None:
            stack = Stack(name, self.current_account, self.region)
            _stacks.append(stack)
        if stack is None:
            raise ValidationError(name)
        if (kind == "CREATE") != (stack.status == "REVIEW_IN_PROGRESS"):
            raise ValidationError(message=f"Stack {name} is in {stack.status} state and can not be changed by a change set of type {kind}")
        if stack.status.startswith("ROLLBACK_") or stack.status.endswith("_FAILED"):
            raise ValidationError(message=f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
        body = stack.template_body if self._get_bool_param("UsePreviousTemplate", False) else self._body()
        given = {
            parameter["ParameterKey"]: stack.given.get(parameter["ParameterKey"])
            if parameter.get("UsePreviousValue")
            else parameter["ParameterValue"]
            for parameter in self._get_param("Parameters", [])
        }
        given = {key: value for key, value in given.items() if value is not None}
        try:
            template = stack.check(body, given)
        except TemplateError as error:
            raise ValidationError(message=str(error))
        change_set_name = self._get_param("ChangeSetName")
        changed = kind == "CREATE" or template != stack.template or given != stack.given
        reason = "The submitted information didn't contain changes. Submit different information to create a change set."
        change_set = {
            "ChangeSetName": change_set_name,
            "ChangeSetId": f"arn:aws:cloudformation:{self.region}:{self.current_account}:changeSet/{change_set_name}/{uuid4()}",
            "StackId": stack.id,
            "StackName": stack.name,
            "Description": self._get_param("Description"),
            "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
            "CreationTime": datetime.now(timezone.utc),
            "ExecutionStatus": "AVAILABLE" if changed else "UNAVAILABLE",
            "Status": "CREATE_COMPLETE" if changed else "FAILED",
            "Changes": stack.changes(template),
            "Tags": self._get_param("Tags", []),
            "Capabilities": self._get_param("Capabilities", []),
            **({} if changed else {"StatusReason": reason}),
        }
        _change_sets[change_set["ChangeSetId"]] = {**change_set, "body": body, "given": given}
        return ActionResult({"Id": change_set["ChangeSetId"], "StackId": stack.id})

    def describe_change_set(self) -> ActionResult:
        return ActionResult({key: value for key, value in self._change_set().items() if key not in ("body", "given")})

    def delete_change_set(self) -> ActionResult:
        name, stack = self._get_param("ChangeSetName"), self._get_param("StackName")
        for change_set in [*_change_sets.values()]:
            if is_change_set(change_set, name, stack):
                del _change_sets[change_set["ChangeSetId"]]
        return EmptyResult()

    def execute_change_set(self) -> ActionResult:
        change_set = self._change_set()
        if change_set["ExecutionStatus"] != "AVAILABLE":
            raise ValidationError(message=f"ChangeSet [{change_set['ChangeSetId']}] cannot be executed in its current status")
        stack = self._stack(change_set["StackId"])
        del _change_sets[change_set["ChangeSetId"]]
        stack.capabilities = change_set["Capabilities"]
        stack.deploy(change_set["body"], change_set["given"], change_set["Tags"])
        return EmptyResult()

    def describe_stacks(self) -> ActionResult:
        name = self._get_param("StackName")
        stacks = [self._stack(name)] if name else [stack for stack in _stacks if stack.status != "DELETE_COMPLETE"]
        return ActionResult({"Stacks": [describe(stack) for stack in stacks]})

    def describe_stack_events(self) -> ActionResult:
        return ActionResult({"StackEvents": self._stack(self._get_param("StackName")).events[::-1]})

    def describe_events(self) -> ActionResult:
        name = self._get_param("StackName") or self._get_param("ChangeSetName")
        found = [stack for stack in _stacks if name in (stack.id, stack.name)]
        return ActionResult({"OperationEvents": [event for stack in found for event in stack.events[::-1]]})

    def list_stacks(self) -> ActionResult:
        wanted = self._get_param("StackStatusFilter", [])
        stacks = [stack for stack in _stacks if not wanted or stack.status in wanted]
        return ActionResult({"StackSummaries": [describe(stack) for stack in stacks]})

    def list_stack_resources(self) -> ActionResult:
        return ActionResult({"StackResourceSummaries": resources(self._stack(self._get_param("StackName")))})

    def describe_stack_resources(self) -> ActionResult:
        stack, one = self._stack(self._get_param("StackName")), self._get_param("LogicalResourceId")
        return ActionResult({"StackResources": [r for r in resources(stack) if one in (None, r["LogicalResourceId"])]})

    def get_template(self) -> ActionResult:
        return ActionResult({"TemplateBody": self._stack(self._get_param("StackName")).template_body})

    def delete_stack(self) -> ActionResult:
        stack = self._find(self._get_param("StackName"))
        if stack is not None and stack.termination_protection:
            raise ValidationError(message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
        if stack is not None and stack.status != "DELETE_COMPLETE":
            stack.delete()
        return EmptyResult()

    def update_termination_protection(self) -> ActionResult:
        stack = self._stack(self._get_param("StackName"))
        stack.termination_protection = self._get_bool_param("EnableTerminationProtection", False)
        return ActionResult({"StackId": stack.id})

    def create_stack(self) -> ActionResult:
        raise ValidationError(message="The CDK command line works with change sets: nothing else is here")

    update_stack = create_stack

    def _find(self, name: str) -> Stack | None:
        return next((s for s in _stacks[::-1] if name == s.id or (name == s.name and s.status != "DELETE_COMPLETE")), None)

    def _stack(self, name: str) -> Stack:
        stack = self._find(name)
        if stack is None:
            raise ValidationError(name)
        return stack

    def _change_set(self) -> dict:
        name, stack = self._get_param("ChangeSetName"), self._get_param("StackName")
        for change_set in _change_sets.values():
            if is_change_set(change_set, name, stack):
                return change_set
        raise ChangeSetNotFound(f"ChangeSet [{name}] does not exist")

    def _body(self) -> str:
        url = self._get_param("TemplateURL")
        if url is None:
            return self._get_param("TemplateBody")
        where = urlparse(url)
        path = unquote(where.path).lstrip("/")
        # Either s3.region.amazonaws.com/bucket/key or bucket.s3.region.amazonaws.com/key
        by_path = where.netloc.startswith("s3") or "amazonaws" not in where.netloc
        bucket, key = path.split("/", 1) if by_path else (where.netloc.split(".s3")[0], path)
        return call("s3", self.region, "get_object", Bucket=bucket, Key=key)["Body"].read().decode()


def is_change_set(change_set: dict, name: str, stack: str | None) -> bool:
    """Whether it is meant by a name or an id, of any stack where none is said."""
    named = name in (change_set["ChangeSetId"], change_set["ChangeSetName"])
    return named and stack in (None, change_set["StackName"], change_set["StackId"])


def describe(stack: Stack) -> dict:
    answer = {
        "StackId": stack.id,
        "StackName": stack.name,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "Parameters": [{"ParameterKey": key, "ParameterValue": str(value)} for key, value in stack.given.items()],
        "Outputs": stack.outputs,
        "Tags": stack.tags,
        "Capabilities": stack.capabilities,
        "DisableRollback": False,
        "EnableTerminationProtection": stack.termination_protection,
        "NotificationARNs": [],
    }
    return {key: value for key, value in answer.items() if value is not None}


def resources(stack: Stack) -> list[dict]:
    return [
        {
            "StackName": stack.name,
            "StackId": stack.id,
            "LogicalResourceId": resource.logical_id,
            "PhysicalResourceId": resource.physical_id,
            "ResourceType": resource.type,
            "ResourceStatus": "CREATE_COMPLETE",
            "Timestamp": stack.updated or stack.created,
            "LastUpdatedTimestamp": stack.updated or stack.created,
        }
        for resource in stack.resources.values()
    ]
