"""The Scrapy project, page objects on stored snapshots, and typed changes between revisions."""
