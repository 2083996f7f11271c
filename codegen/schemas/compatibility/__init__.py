"""May this schema follow that one? Decided before anything is generated, on one neutral model with one rule table."""

from codegen.schemas.compatibility.compare import SchemaChange, compare, compare_with_history, forbidden
from codegen.schemas.compatibility.contracts import Contract, contracts_of_schema, contracts_of_system
from codegen.schemas.compatibility.rules import RULES, Family, Mode, Rule
from codegen.schemas.compatibility.shape import UnreadableSchema

__all__ = [
    "RULES",
    "Contract",
    "Family",
    "Mode",
    "Rule",
    "SchemaChange",
    "UnreadableSchema",
    "compare",
    "compare_with_history",
    "contracts_of_schema",
    "contracts_of_system",
    "forbidden",
]
