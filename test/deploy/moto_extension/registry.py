"""The resource schemas of the CloudFormation registry, which cfn-lint ships: what replaces a resource, and what it may look like."""

import json
from functools import lru_cache
from pathlib import Path

import cfnlint
import jsonschema

_SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"


@lru_cache
def types(region: str) -> dict:
    return json.loads((_SCHEMAS / "providers" / f"{region}.json").read_text())


@lru_cache
def schema(region: str, resource_type: str) -> dict:
    if resource_type == "AWS::CDK::Metadata":
        # Known to CloudFormation itself, and in no registry.
        return {}
    return json.loads((_SCHEMAS / "resources" / f"{types(region)[resource_type]}.json").read_text())


def replaces(region: str, resource_type: str, before: dict, after: dict) -> bool:
    """Whether one of the properties has changed that CloudFormation cannot change in place."""
    paths = [path.removeprefix("/properties/").split("/") for path in schema(region, resource_type).get("createOnlyProperties", [])]
    return any(at(before, path) != at(after, path) for path in paths)


def at(value, path: list):
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def faults(region: str, resource_type: str, properties: dict) -> list[str]:
    """What the registry refuses before a handler is called at all."""
    validator = _validator(region, resource_type)
    return [f"#/{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(properties)]


@lru_cache
def _validator(region: str, resource_type: str):
    return jsonschema.Draft7Validator(_in_python(schema(region, resource_type)))


def _in_python(value):
    """Without patterns and formats, which are Java's, and without the keywords that say nothing of a value."""
    if isinstance(value, dict):
        dropped = {"pattern", "format", "$schema", "$id", "sourceUrl", "handlers", "tagging"}
        # A property may have the name of a keyword: then it is a schema, and not a text.
        return {key: _in_python(item) for key, item in value.items() if key not in dropped or isinstance(item, dict) and key == "pattern"}
    return [_in_python(item) for item in value] if isinstance(value, list) else value
