"""Benchmarks: `make bench` prints them as tables. Never part of the tests: these figures depend on the machine."""
