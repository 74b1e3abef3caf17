"""moto as a target that a deployment can fail on.

moto's own CloudFormation passes over resource types that it does not know, ignores names, and updates in no order. Here is
another one: templates in, requests to moto's own services out, through botocore and checked against the service models that
botocore ships, in CloudFormation's order, with its replacements, its roll-back and its clean-up. What replaces a resource is
read in the resource schemas of the CloudFormation registry that cfn-lint ships. SageMaker and Application Auto Scaling get
what moto lacks of them, with the refusals that matter to this library.
"""
