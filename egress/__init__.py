"""The one way out: every outbound connection is resolved, checked and opened here."""
