"""Quality, measured: each figure is one command."""
