"""A stack: creates, updates, rolls back, cleans up and deletes its resources in CloudFormation's order.

What is documented of that order is here, and nothing of the parallel work or of the waiting:
resources are created and updated after what they need; a changed create-only property creates the new resource before anything
that refers to it is updated, and the old one is deleted at the very end, with what the template no longer has; a failure takes
everything back.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

import random
import string
import traceback
from dataclasses import dataclass, field
from datetime import datetime, timezone
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from . import registry
from .resources import HANDLERS
from .service_model import RequestRefused, call
from .template import Evaluator, TemplateError, order, parse

RETAINED = ("Retain", "RetainExceptOnCreate")


class ResourceFailed(Exception):
    pass


@dataclass
class Resource:
    logical_id: str
    type: str
    properties: dict
    physical_id: str
    attributes: dict
    definition: dict = field(repr=False)


class Context:
    """What a handler may know: where it is, and what CloudFormation would call a thing without a name."""

    def __init__(self, stack: "Stack", logical_id: str):
        self.region = stack.region
        self.account = stack.account
        self.partition = "aws"
        self.tags = stack.tags
        self._stack = stack.name
        self._logical_id = logical_id

    def call(self, service: str, operation: str, **parameters):
        return call(service, self.region, operation, **parameters)

    def name(self, longest: int = 128, lower: bool = False) -> str:
        """Stack, logical id and a random end, both shortened until it fits."""
        suffix = "".join(random.choices(string.ascii_letters + string.digits, k=12))
        room = longest - len(suffix) - 2
        logical_id = self._logical_id[: max(room - len(self._stack), room // 2)]
        name = f"{self._stack[: room - len(logical_id)]}-{logical_id}-{suffix}"
        return name.lower() if lower else name


class Stack:
    def __init__(self, name: str, account: str, region: str):
        self.name = name
        self.account = account
        self.region = region
        self.id = f"arn:aws:cloudformation:{region}:{account}:stack/{name}/{uuid4()}"
        self.status = "REVIEW_IN_PROGRESS"
        self.reason: str | None = None
        self.created = datetime.now(timezone.utc)
        self.updated: datetime | None = None
        self.template_body = ""
        self.template: dict = {}
        self.given: dict = {}
        self.parameters: dict = {}
        self.tags: list = []
        self.capabilities: list = []
        self.termination_protection = False
        self.resources: dict[str, Resource] = {}
        self.needs: dict[str, set] = {}
        self.events: list[dict] = []
        self.outputs: list[dict] = []

    # -- what is asked of it

    def check(self, body: str, given: dict) -> dict:
        """The template, where nothing is wrong with it that can be seen before anything is done."""
        template = parse(body)
        extra = sorted(set(given) - set(template.get("Parameters", {})))
        if extra:
            raise TemplateError(f"Parameters: {extra} do not exist in the template")
        order(template)
        evaluator = self._evaluator(template, self._parameters(template, given))
        evaluator.check_rules()
        present = [resource for resource in template.get("Resources", {}).values() if evaluator.condition(resource.get("Condition"))]
        unknown = sorted({resource["Type"] for resource in present} - set(HANDLERS))
        if unknown:
            raise TemplateError(f"Template format error: Unrecognized resource types: {unknown}")
        return template

    def deploy(self, body: str, given: dict, tags: list) -> None:
        create = self.status == "REVIEW_IN_PROGRESS"
        verb = "CREATE" if create else "UPDATE"
        template = self.check(body, given)
        self.updated = None if create else datetime.now(timezone.utc)
        self._set_status(f"{verb}_IN_PROGRESS", "User Initiated")
        before = (dict(self.resources), self.tags)
        self.tags = tags
        undo: list = []
        try:
            old = self._apply(template, self._parameters(template, given), undo)
            self._set_outputs(template, self._parameters(template, given))
        except (ResourceFailed, TemplateError) as error:
            self._set_status("ROLLBACK_IN_PROGRESS" if create else "UPDATE_ROLLBACK_IN_PROGRESS", str(error))
            failed = [not step() for step in reversed(undo)]
            self.resources, self.tags = before
            end = "ROLLBACK" if create else "UPDATE_ROLLBACK"
            self._set_status(f"{end}_{'FAILED' if any(failed) else 'COMPLETE'}", str(error))
            if create:
                self.template_body, self.template = body, template
            return
        self.template_body, self.template, self.given = body, template, given
        self.parameters = self._parameters(template, given)
        if not create:
            self._set_status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        for resource in old:
            # CloudFormation does not fail for what it cannot clean up: whoever looks at what is left finds it.
            self._delete(resource)
        self._set_status(f"{verb}_COMPLETE")

    def delete(self) -> None:
        self._set_status("DELETE_IN_PROGRESS", "User Initiated")
        for name in reversed(list(self.needs)):
            resource = self.resources.get(name)
            if resource is None or resource.definition.get("DeletionPolicy") in RETAINED:
                continue
            if not self._delete(resource):
                self._set_status("DELETE_FAILED", f"The following resource(s) failed to delete: [{name}]")
                return
            del self.resources[name]
        self._set_status("DELETE_COMPLETE")

    def changes(self, template: dict) -> list[dict]:
        before, after = self.template.get("Resources", {}), template.get("Resources", {})

        def change(action: str, name: str, definition: dict) -> dict:
            known = self.resources.get(name)
            return {
                "Type": "Resource",
                "ResourceChange": {
                    "Action": action,
                    "LogicalResourceId": name,
                    "ResourceType": definition["Type"],
                    **({"PhysicalResourceId": known.physical_id} if known else {}),
                    **({"Replacement": "Conditional", "Scope": ["Properties"], "Details": []} if action == "Modify" else {}),
                },
            }

        return [
            *(change("Remove", name, before[name]) for name in before if name not in after),
            *(change("Add", name, after[name]) for name in after if name not in before),
            *(change("Modify", name, after[name]) for name in after if name in before and after[name] != before[name]),
        ]

    # -- how it does it

    def _apply(self, template: dict, parameters: dict, undo: list) -> list[Resource]:
        """Creates and updates. Returns what is left to delete."""
        evaluator = self._evaluator(template, parameters)
        needs = order(template)
        before, needed_before = dict(self.resources), self.needs
        replaced: dict[str, Resource] = {}
        present = []
        for name in needs:
            definition = template["Resources"][name]
            if not evaluator.condition(definition.get("Condition")):
                continue
            present.append(name)
            old = before.get(name)
            try:
                properties = evaluator.value(definition.get("Properties", {}))
            except TemplateError as error:
                self._event(name, definition["Type"], "UPDATE_FAILED" if old else "CREATE_FAILED", "", str(error))
                raise ResourceFailed(f"The following resource(s) failed: [{name}]. {error}") from error
            if old is None:
                self._create(name, definition, properties, undo)
            elif old.type != definition["Type"] or registry.replaces(self.region, old.type, old.properties, properties):
                new = self._create(name, definition, properties, undo)
                # The one that is there now is the old one under other properties: nothing of it may be cleaned up.
                if new.physical_id != old.physical_id:
                    replaced[name] = old
            elif old.properties != properties:
                self._update(old, definition, properties, undo)
            else:
                self.resources[name] = Resource(name, old.type, properties, old.physical_id, old.attributes, definition)
        removed = {name: self.resources.pop(name) for name in before if name not in present}
        self.needs = needs
        old = [
            *((name, replaced[name], "UpdateReplacePolicy") for name in needed_before if name in replaced),
            *((name, removed[name], "DeletionPolicy") for name in needed_before if name in removed),
        ]
        # What needed another thing before it goes before that.
        places = {name: i for i, name in enumerate(needed_before)}
        old.sort(key=lambda entry: -places[entry[0]])
        return [resource for _, resource, policy in old if resource.definition.get(policy) not in RETAINED]

    def _create(self, name: str, definition: dict, properties: dict, undo: list) -> Resource:
        kind = definition["Type"]
        self._event(name, kind, "CREATE_IN_PROGRESS", "")
        with self._reported(name, kind, "CREATE_FAILED", ""):
            self._check_properties(kind, properties)
            physical_id, attributes = HANDLERS[kind].create(Context(self, name), properties)
        resource = Resource(name, kind, properties, physical_id, attributes, definition)
        self.resources[name] = resource
        self._event(name, kind, "CREATE_COMPLETE", physical_id)
        undo.append(lambda: self._delete(resource))
        return resource

    def _update(self, old: Resource, definition: dict, properties: dict, undo: list) -> None:
        name, kind = old.logical_id, old.type
        self._event(name, kind, "UPDATE_IN_PROGRESS", old.physical_id)

        def take_back() -> bool:
            try:
                HANDLERS[kind].update(Context(self, name), old.physical_id, old.properties, properties)
                return True
            except Exception as error:
                self._event(name, kind, "UPDATE_FAILED", old.physical_id, str(error))
                return False

        with self._reported(name, kind, "UPDATE_FAILED", old.physical_id):
            self._check_properties(kind, properties)
            attributes = HANDLERS[kind].update(Context(self, name), old.physical_id, properties, old.properties)
        self.resources[name] = Resource(name, kind, properties, old.physical_id, {**old.attributes, **(attributes or {})}, definition)
        self._event(name, kind, "UPDATE_COMPLETE", old.physical_id)
        undo.append(take_back)

    def _delete(self, resource: Resource) -> bool:
        name, kind, physical_id = resource.logical_id, resource.type, resource.physical_id
        self._event(name, kind, "DELETE_IN_PROGRESS", physical_id)
        try:
            HANDLERS[kind].delete(Context(self, name), physical_id, resource.properties)
        except Exception as error:
            self._event(name, kind, "DELETE_FAILED", physical_id, f"{type(error).__name__}: {error}")
            return False
        self._event(name, kind, "DELETE_COMPLETE", physical_id)
        return True

    def _check_properties(self, kind: str, properties: dict) -> None:
        faults = registry.faults(self.region, kind, properties)
        if faults:
            raise RequestRefused(f"Properties validation failed with message: {'; '.join(faults)}")

    def _reported(self, name: str, kind: str, status: str, physical_id: str):
        stack = self

        class Reported:
            def __enter__(self):
                return None

            def __exit__(self, _type, error, trace):
                if error is None:
                    return False
                if not isinstance(error, (ClientError, BotoCoreError, RequestRefused)):
                    # A fault of this model, and nothing that AWS would say: its whole story is wanted.
                    traceback.print_exception(error)
                reason = f"Resource handler returned message: \"{error}\""
                stack._event(name, kind, status, physical_id, reason)
                raise ResourceFailed(f"The following resource(s) failed: [{name}]. {reason}") from error

        return Reported()

    def _parameters(self, template: dict, given: dict) -> dict:
        values = {}
        for name, parameter in template.get("Parameters", {}).items():
            value = given.get(name, parameter.get("Default"))
            if value is None:
                raise TemplateError(f"Parameters: [{name}] must have values")
            if "AllowedValues" in parameter and value not in parameter["AllowedValues"]:
                raise TemplateError(f"Parameter '{name}' must be one of AllowedValues")
            if parameter["Type"].startswith("AWS::SSM::Parameter::Value"):
                value = call("ssm", self.region, "get_parameter", Name=value)["Parameter"]["Value"]
            elif parameter["Type"] in ("CommaDelimitedList", "List<String>"):
                value = value.split(",") if value else [""]
            values[name] = value
        return values

    def _evaluator(self, template: dict, parameters: dict) -> Evaluator:
        pseudo = {
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.name,
            "AWS::StackId": self.id,
        }
        return Evaluator(template, parameters, pseudo, self.resources)

    def _set_outputs(self, template: dict, parameters: dict) -> None:
        evaluator = self._evaluator(template, parameters)
        self.outputs = [
            {"OutputKey": name, "OutputValue": str(evaluator.value(output["Value"])), "Description": output.get("Description", "")}
            for name, output in template.get("Outputs", {}).items()
            if evaluator.condition(output.get("Condition"))
        ]

    # -- what it says

    def _set_status(self, status: str, reason: str | None = None) -> None:
        self.status, self.reason = status, reason
        self._event(self.name, "AWS::CloudFormation::Stack", status, self.id, reason)

    def _event(self, logical_id: str, kind: str, status: str, physical_id: str, reason: str | None = None) -> None:
        self.events.append(
            {
                "StackId": self.id,
                "StackName": self.name,
                "EventId": str(uuid4()),
                "LogicalResourceId": logical_id,
                "PhysicalResourceId": physical_id,
                "ResourceType": kind,
                "Timestamp": datetime.now(timezone.utc),
                "ResourceStatus": status,
                **({"ResourceStatusReason": reason} if reason else {}),
            }
        )
