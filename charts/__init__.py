"""SVG and PNG charts made from records."""
