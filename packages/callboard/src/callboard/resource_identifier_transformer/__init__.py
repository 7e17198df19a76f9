"""Transformers of resource identifiers, between the accessor of a location and the database."""

from callboard.resource_identifier_transformer import base

__all__ = ["base"]
