"""One search index interface with an embedded engine and Elasticsearch behind it."""
