"""How each resource type is created, changed and deleted: by requests to services. A type that is not here is an error."""

from .access import ACCESS
from .applications import APPLICATIONS
from .sagemaker import SAGEMAKER
from .scaling import SCALING
from .watching import WATCHING

HANDLERS = {**ACCESS, **APPLICATIONS, **SAGEMAKER, **SCALING, **WATCHING}
