"""Lowering: from a model and its analysis to the intermediate representation: meaning, no letters."""

from codegen.lowering.lower import lower

__all__ = ["lower"]
