"""All figures of speed: ``python -m benchmarks``. Each is a ratio or a rate of one run."""

from benchmarks import extraction, search, tagging

if __name__ == "__main__":
    print("== extraction")
    extraction.main([])
    print("== search")
    search.main([])
    print("== tagging")
    tagging.main([])
