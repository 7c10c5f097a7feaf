"""The operational store: Django models behind small ports. Imported only after Django is set up."""
