"""The only place that wires the packages together: steps, services and settings."""
