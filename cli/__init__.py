"""The command zhibi."""
