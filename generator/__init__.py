"""leimu: help-centre documents in, a checked catalogue and a help centre out."""

__version__ = "0.1.0"
