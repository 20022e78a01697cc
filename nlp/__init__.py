"""What texts say: mentions, moves with slots and evidence, stories and how much they matter."""
