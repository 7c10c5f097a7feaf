"""What programs of other bodies reach: JSON in and out, a key and no cookie."""
