"""What a resource type needs: `create` answers with the physical id, which `Ref` is, and the attributes of `Fn::GetAtt`."""


class Handler:
    def create(self, context, properties: dict) -> tuple[str, dict]:
        raise NotImplementedError

    def update(self, context, physical_id: str, properties: dict, before: dict) -> dict | None:
        raise NotImplementedError(f"{type(self).__name__} has no way to be updated in place")

    def delete(self, context, physical_id: str, properties: dict) -> None:
        raise NotImplementedError


def without(properties: dict, *names: str) -> dict:
    return {key: value for key, value in properties.items() if key not in names}


def name_of(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]


def retag(context, service: str, arn: str, properties: dict, before: dict, *, tag: str, untag: str, arn_name: str = "ResourceArn") -> None:
    """Brings the tags of a thing to those of its properties."""
    new, old = ({entry["Key"]: entry for entry in each.get("Tags", [])} for each in (properties, before))
    gone = [key for key in old if key not in new]
    if gone:
        context.call(service, untag, **{arn_name: arn, "TagKeys": gone})
    if new and new != old:
        context.call(service, tag, **{arn_name: arn, "Tags": list(new.values())})
