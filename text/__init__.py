"""From bytes to text: language, normalisation, segmentation, money and dates."""
