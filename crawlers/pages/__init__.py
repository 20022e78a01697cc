"""Page objects: what a page says, field by field, without any I/O."""
