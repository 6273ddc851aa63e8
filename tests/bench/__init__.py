"""The benchmarks: `python -m tests.bench`. Run by hand; nothing here is collected as a test."""
