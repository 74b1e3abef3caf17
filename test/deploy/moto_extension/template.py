"""Templates: their intrinsic functions, conditions and rules, and the order of their resources."""

import base64
import json
import re

import yaml
from moto.cloudformation.utils import yaml_tag_constructor

NO_VALUE = object()


class TemplateError(Exception):
    """What CloudFormation refuses before it does anything."""


def parse(text: str) -> dict:
    yaml.add_multi_constructor("", yaml_tag_constructor)
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text, Loader=yaml.Loader)


def references(value, names: set) -> set:
    """The logical ids that a part of a template refers to."""
    if isinstance(value, list):
        return set().union(*(references(item, names) for item in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, item in value.items():
        if key == "Ref":
            found.add(item)
        elif key == "Fn::GetAtt":
            found.add(item.split(".")[0] if isinstance(item, str) else item[0])
        elif key == "Fn::Sub":
            text = item if isinstance(item, str) else item[0]
            found |= {name.split(".")[0] for name in re.findall(r"\$\{([^!}][^}]*)\}", text)}
            found |= references(item, names) if isinstance(item, list) else set()
        else:
            found |= references(item, names)
    return found & names


def order(template: dict) -> dict[str, set]:
    """The resources, each after those that it needs, with what it needs."""
    resources = template.get("Resources", {})
    names = set(resources)
    needs = {}
    for name, resource in resources.items():
        depends = resource.get("DependsOn", [])
        depends = {depends} if isinstance(depends, str) else set(depends)
        if depends - names:
            raise TemplateError(f"Unresolved resource dependencies {sorted(depends - names)} in the Resources block of the template")
        needs[name] = depends | references(resource.get("Properties", {}), names)
    ordered: dict[str, set] = {}
    while len(ordered) < len(needs):
        ready = [name for name in needs if name not in ordered and needs[name] <= set(ordered)]
        if not ready:
            raise TemplateError(f"Circular dependency between resources: {sorted(names - set(ordered))}")
        ordered.update({name: needs[name] for name in ready})
    return ordered


class Evaluator:
    """Values of a template, as far as the resources that they refer to are there."""

    def __init__(self, template: dict, parameters: dict, pseudo: dict, resources: dict):
        self.template = template
        self.values = {**pseudo, **parameters}
        self.resources = resources

    def condition(self, name) -> bool:
        if name is None:
            return True
        if name not in self.template.get("Conditions", {}):
            raise TemplateError(f"Template error: unresolved condition {name}")
        return self._truth(self.template["Conditions"][name])

    def check_rules(self) -> None:
        for name, rule in self.template.get("Rules", {}).items():
            if "RuleCondition" in rule and not self._truth(rule["RuleCondition"]):
                continue
            for assertion in rule["Assertions"]:
                if not self._truth(assertion["Assert"]):
                    raise TemplateError(f"Template error: rule {name}: {assertion.get('AssertDescription')}")

    def _truth(self, value) -> bool:
        if isinstance(value, dict) and len(value) == 1:
            [(key, item)] = value.items()
            match key:
                case "Fn::Equals":
                    return self.value(item[0]) == self.value(item[1])
                case "Fn::And":
                    return all(self._truth(part) for part in item)
                case "Fn::Or":
                    return any(self._truth(part) for part in item)
                case "Fn::Not":
                    return not self._truth(item[0])
                case "Fn::Contains":
                    return self.value(item[1]) in self.value(item[0])
                case "Condition":
                    return self.condition(item)
        raise TemplateError(f"Template error: {json.dumps(value)} is no condition")

    def value(self, value):
        if isinstance(value, list):
            items = [self.value(item) for item in value]
            return [item for item in items if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(key, item)] = value.items()
            if key == "Ref" or key.startswith("Fn::"):
                return self._function(key, item)
        items = {key: self.value(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item is not NO_VALUE}

    def _function(self, key: str, item):
        match key:
            case "Ref":
                return self._ref(item)
            case "Fn::GetAtt":
                name, attribute = item.split(".", 1) if isinstance(item, str) else item
                return self._attribute(name, attribute)
            case "Fn::Join":
                return item[0].join(str(part) for part in self.value(item[1]))
            case "Fn::Split":
                return self.value(item[1]).split(item[0])
            case "Fn::Select":
                return self.value(item[1])[int(self.value(item[0]))]
            case "Fn::Sub":
                return self._sub(item)
            case "Fn::If":
                return self.value(item[1] if self.condition(item[0]) else item[2])
            case "Fn::FindInMap":
                found = self.template.get("Mappings", {})
                for part in item[:3]:
                    part = self.value(part)
                    if part not in found:
                        raise TemplateError(f"Template error: Unable to get mapping for {item}")
                    found = found[part]
                return found
            case "Fn::Base64":
                return base64.b64encode(self.value(item).encode()).decode()
        raise TemplateError(f"Template error: this model of CloudFormation does not know {key}")

    def _ref(self, name: str):
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self.values:
            return self.values[name]
        if name in self.resources:
            return self.resources[name].physical_id
        raise TemplateError(f"Template format error: Unresolved resource dependencies [{name}] in the Resources block of the template")

    def _attribute(self, name: str, attribute: str):
        if name not in self.resources:
            raise TemplateError(f"Template error: instance of Fn::GetAtt references undefined resource {name}")
        resource = self.resources[name]
        if attribute not in resource.attributes:
            raise TemplateError(f"Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt")
        return resource.attributes[attribute]

    def _sub(self, item):
        text, own = (item, {}) if isinstance(item, str) else (item[0], {key: self.value(part) for key, part in item[1].items()})

        def replaced(match) -> str:
            name = match[1]
            if name.startswith("!"):
                return f"${{{name[1:]}}}"
            if name in own:
                return str(own[name])
            return str(self._attribute(*name.split(".", 1)) if "." in name else self._ref(name))

        return re.sub(r"\$\{([^}]*)\}", replaced, text)
