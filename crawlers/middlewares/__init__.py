"""Scrapy middlewares: who may be asked, when, and where an answer leads."""
