"""Rights of people over their data, as pages and commands need them."""
