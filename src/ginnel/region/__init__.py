"""A region is a folder of files; this room loads all of it by calling each room's loader."""

from ginnel.region.load import Region, load_region
from ginnel.region.new import new_region

__all__ = ["Region", "load_region", "new_region"]
