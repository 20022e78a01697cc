"""Real servers for tests: each starts one, says where it is, and ends it."""
