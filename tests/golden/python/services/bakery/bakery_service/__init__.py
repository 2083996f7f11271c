"""Bakery: a service of Process."""
