"""Pages that need scripts: rendered by the system's Chromium, which gets out through the guard only."""
