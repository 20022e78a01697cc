"""The ground truth of the invented market: only evaluation and tests may read it."""
