"""Scripts that the benchmarks run in a process of their own."""
