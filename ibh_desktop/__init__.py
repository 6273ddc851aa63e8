"""IBH Desktop without a window: rules, storage, letters and exchange."""

__version__ = "0.5.0"
