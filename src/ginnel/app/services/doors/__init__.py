"""Doors that programs of other bodies knock at: may this be told (AuthZEN), and who used what (Data Tracker)."""
