"""Requests to moto's services as the AWS SDK for Python sends them, checked against the service models that botocore ships.

botocore itself refuses unknown members, missing ones, wrong types and what is too small. Enumerations, patterns and maxima it
leaves to AWS, and moto leaves them to nobody: here they are checked, too.
"""

import re
import threading
from functools import lru_cache

import boto3
from botocore.config import Config

_endpoint = ""
_lock = threading.Lock()
_clients: dict = {}


class RequestRefused(Exception):
    """What AWS would answer, or the service model does not allow."""


def serve_at(endpoint: str) -> None:
    global _endpoint
    _endpoint = endpoint


def client(service: str, region: str):
    with _lock:
        if (service, region) not in _clients:
            _clients[service, region] = boto3.client(
                service,
                region_name=region,
                endpoint_url=_endpoint,
                aws_access_key_id="testing",
                aws_secret_access_key="testing",
                config=Config(retries={"total_max_attempts": 1}, read_timeout=30, s3={"addressing_style": "path"}),
            )
        return _clients[service, region]


def call(service: str, region: str, operation: str, **parameters):
    """Answers as the service does; what it refuses is an error of its class, as boto3 raises it."""
    parameters = {name: value for name, value in parameters.items() if value is not None}
    its_client = client(service, region)
    name = its_client.meta.method_to_api_mapping[operation]
    shape = its_client.meta.service_model.operation_model(name).input_shape
    faults = list(violations(shape, parameters, name)) if shape is not None else []
    if faults:
        raise RequestRefused(f"{len(faults)} validation error(s) detected: {'; '.join(faults)}")
    return getattr(its_client, operation)(**parameters)


def call_all(service: str, region: str, operation: str, **parameters) -> dict:
    """All pages of a list."""
    return client(service, region).get_paginator(operation).paginate(**parameters).build_full_result()


def violations(shape, value, where: str):
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in value.items():
            if name in shape.members:
                yield from violations(shape.members[name], member, f"{where}.{name}")
        return
    if shape.type_name == "list" and isinstance(value, (list, tuple)):
        for i, member in enumerate(value):
            yield from violations(shape.member, member, f"{where}[{i}]")
    if shape.type_name == "map" and isinstance(value, dict):
        for key, member in value.items():
            yield from violations(shape.key, key, f"{where} key {key}")
            yield from violations(shape.value, member, f"{where}.{key}")
    limits = shape.metadata
    if isinstance(value, str):
        allowed = limits.get("enum")
        if allowed and value not in allowed:
            yield f"Value '{value}' at '{where}' failed to satisfy constraint: Member must satisfy enum value set: {allowed}"
        pattern = limits.get("pattern")
        if pattern and not matches(pattern, value):
            yield f"Value '{value}' at '{where}' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}"
    size = len(value) if isinstance(value, (str, list, dict)) else value
    if isinstance(size, (int, float)) and not isinstance(size, bool) and limits.get("max") is not None and size > limits["max"]:
        yield f"Value at '{where}' failed to satisfy constraint: Member must have a length or value of at most {limits['max']}"


@lru_cache
def compiled(pattern: str):
    """Amazon's patterns are Java's: one that Python cannot read is left to AWS."""
    try:
        return re.compile(pattern)
    except re.error:
        return None


def matches(pattern: str, value: str) -> bool:
    expression = compiled(pattern)
    return expression is None or expression.fullmatch(value) is not None
