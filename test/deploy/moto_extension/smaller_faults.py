"""What else of moto stands in the way of a deployment."""

from moto.cloudtrail.responses import CloudTrailResponse
from moto.codebuild import responses as codebuild
from moto.iam.access_control import IAMPolicyStatement, PermissionResult

_is_permitted = IAMPolicyStatement.is_action_permitted
_checks = {name: getattr(codebuild, name) for name in ("_validate_required_params_source", "_validate_required_params_artifacts")}


def install() -> None:
    IAMPolicyStatement.is_action_permitted = is_action_permitted
    for name in _checks:
        setattr(codebuild, name, but_for_pipelines(name))
    # The command line looks there for what a failed deployment was denied; without an answer it tries for long.
    CloudTrailResponse.lookup_events = lambda self: '{"Events": []}'


def is_action_permitted(self, *arguments, **named):
    """The loopback counts as a secure transport: the bootstrap bucket denies all others, and moto looks at no condition."""
    insecure = self._statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
    return PermissionResult.NEUTRAL if insecure else _is_permitted(self, *arguments, **named)


def but_for_pipelines(name: str):
    """What comes from a pipeline and goes to one has no location."""

    def check(part: dict) -> None:
        if part["type"] != "CODEPIPELINE":
            _checks[name](part)

    return check
