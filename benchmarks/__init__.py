"""Speed, measured: each figure is one command."""
