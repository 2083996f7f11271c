"""The pure core: what a storm is, what may be done to it and what it means.

Knows neither Django, nor the clock, nor the network, nor the disk.
"""
