"""Reports: the lists that follow from time."""
