"""What only English needs: names nobody registered, who acts, statuses, slots."""
