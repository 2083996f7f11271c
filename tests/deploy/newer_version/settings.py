"""Eventstorm's settings with that application."""

from eventstorm.settings import *  # noqa: F403
from eventstorm.settings import INSTALLED_APPS as PRESENT

INSTALLED_APPS = [*PRESENT, "tests.deploy.newer_version"]
