"""Web pages and API over the store, the index and the digests."""
