"""The parts of ``python -m benchmarks.build``: projects, contenders, runs, and what is said of them."""
