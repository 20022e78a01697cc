"""The invented market: sites that change week by week, served on loopback."""
