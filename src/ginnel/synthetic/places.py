"""Invented streets, towns and postcodes of Northshire. "NX" is no postcode area of the United Kingdom."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ginnel.synthetic.columns import Array, look_up, text_of_int, together

AREA = "NX"
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""The letters that the second half of a postcode uses."""
HOMES_PER_STREET = 16
"""Homes that share a postcode; the real mean is about 15."""
FLATS_PER_BLOCK = 8
BLOCK_OF_FIVE = 5
"""Each fifth street is two blocks of flats: the English Housing Survey has about a fifth of homes in flats."""

TOWNS: tuple[str, ...] = (
    "Calderwick",
    "Skelbeck",
    "Hethersby",
    "Marrowick",
    "Thornlow",
    "Eddlesworth",
    "Brackwell Moor",
    "Penhaugh",
    "Ossleby",
    "Ravelstock",
    "Dunnerdale Bridge",
    "Wexcombe",
    "Low Harrowden",
    "Stanerby",
    "Micklethorne",
    "Aldersyke",
)
_FIRST = (
    "Tansy",
    "Weir",
    "Millrace",
    "Quarry",
    "Beacon",
    "Alder",
    "Bobbin",
    "Carding",
    "Chapel",
    "Clough",
    "Coldwell",
    "Dyehouse",
    "Eller",
    "Fellside",
    "Fuller",
    "Gorse",
    "Heather",
    "Hemlock",
    "Intake",
    "Jackdaw",
    "Kiln",
    "Larkfield",
    "Limepit",
    "Lapwing",
    "Mistal",
    "Moorgate",
    "Nettle",
    "Orchard",
    "Paddock",
    "Pinfold",
    "Providence",
    "Ropery",
    "Rowan",
    "Sallow",
    "Sheepfold",
    "Shuttle",
    "Smithy",
    "Spindle",
    "Stile",
    "Tenter",
    "Teasel",
    "Tollbar",
    "Upper Bank",
    "Viaduct",
    "Warp",
    "Weaver",
    "Whin",
    "Willow",
    "Wool",
    "Yarrow",
)
_SECOND = ("Street", "Road", "Row", "Lane", "Terrace", "Avenue", "Close", "Grove", "Rise", "Court", "Drive", "View")
STREETS: tuple[str, ...] = tuple(f"{first} {second}" for second in _SECOND for first in _FIRST)
BLOCKS: tuple[str, ...] = (
    "Kestrel House",
    "Plover House",
    "Heron House",
    "Curlew House",
    "Merlin House",
    "Dipper House",
)


def postcodes(street: np.ndarray) -> Array:
    """A postcode for each street number from 0, all different: 400 units in a sector, nine sectors in a district.

    Sector 0 is kept for the story people.
    """
    letters = len(UNIT_LETTERS)
    unit, rest = street % (letters * letters), street // (letters * letters)
    sector, district = rest % 9 + 1, rest // 9 + 1
    ends = [a + b for a in UNIT_LETTERS for b in UNIT_LETTERS]
    return together(pa.scalar(AREA), text_of_int(district), pa.scalar(" "), text_of_int(sector), look_up(ends, unit))


def lines(home: np.ndarray) -> Array:
    """The address line of each home number, such as "12 Tansy Row, Calderwick" or "Flat 3, 2 Kestrel House, ..."."""
    street, place = home // HOMES_PER_STREET, home % HOMES_PER_STREET
    name = look_up(STREETS, (street * 7919) % len(STREETS))
    town = look_up(TOWNS, (street // 25) % len(TOWNS))
    flat = street % BLOCK_OF_FIVE == BLOCK_OF_FIVE - 1
    number = np.where(flat, place // FLATS_PER_BLOCK + 1, place * 2 + 1 + street % 2)
    house = together(pa.scalar(" "), look_up(BLOCKS, street // BLOCK_OF_FIVE % len(BLOCKS)), pa.scalar(","))
    block = pc.if_else(pa.array(flat), house, "")
    prefix = pc.if_else(
        pa.array(flat), together(pa.scalar("Flat "), text_of_int(place % FLATS_PER_BLOCK + 1), pa.scalar(", ")), ""
    )
    return together(prefix, text_of_int(number), block, pa.scalar(" "), name, pa.scalar(", "), town)


def uprns(home: np.ndarray) -> Array:
    """A twelve-digit number for each home. We know of no authority that numbers from 99."""
    return text_of_int(990_000_001_000 + home)
