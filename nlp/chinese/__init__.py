"""What only Chinese needs: names nobody registered, who acts, statuses, slots."""
