"""Measuring: run by hand, each figure a ratio against something in the same run."""
