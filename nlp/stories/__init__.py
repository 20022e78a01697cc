"""Which reports tell one event: signs, likelihood of pairs, groups, and how a story is told."""
