"""Targets: one folder a language and stack, each with a manifest, templates and a runtime that is copied verbatim."""
