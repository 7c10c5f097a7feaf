"""Names, numbers and dates of birth in the form in which two records are compared: the reference in plain Python."""

from __future__ import annotations

import re
import unicodedata

TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "revd",
        "reverend",
        "capt",
        "captain",
        "col",
        "colonel",
        "baron",
        "baroness",
    }
)
"""Left out of given names: they say nothing about who somebody is."""

NICKNAMES: dict[str, str] = {
    short: full
    for full, shorts in {
        "abigail": "abbie abby gail",
        "albert": "bert bertie",
        "alexander": "alex alec sandy xander",
        "alexandra": "lexi sandra",
        "alfred": "alf alfie fred",
        "amanda": "mandy",
        "andrew": "andy drew",
        "ann": "anne anna annie nancy",
        "anthony": "tony ant antony",
        "arthur": "art artie",
        "barbara": "babs barb",
        "benjamin": "ben benny",
        "catherine": "cath cathy kate katie kath kathleen kathryn kathy katherine katharine kitty",
        "charles": "charlie chas chuck",
        "charlotte": "lottie",
        "christine": "chrissie tina",
        "christopher": "kit topher",
        "daniel": "dan danny",
        "david": "dave davey dai dafydd",
        "deborah": "deb debbie debra",
        "dorothy": "dot dottie dolly",
        "edward": "eddie ed ned ted teddy",
        "eleanor": "ellie nell nellie nora elinor",
        "elizabeth": "beth betsy betty bess bessie eliza lizzie liz libby elisabeth",
        "emily": "em emmie",
        "frances": "fran fanny francesca",
        "francis": "frank frankie",
        "frederick": "freddie freddy frederic",
        "geoffrey": "geoff jeff jeffrey",
        "george": "georgie",
        "gerald": "gerry",
        "grace": "gracie",
        "harold": "harry hal",
        "helen": "nellie helena",
        "henry": "hank harri",
        "isabella": "bella isabel isobel izzy",
        "jacob": "jake",
        "james": "jim jimmy jamie",
        "jane": "janet janey jenny",
        "jennifer": "jen jenni",
        "jessica": "jess jessie",
        "joan": "joanie",
        "john": "johnny jack jon johnnie",
        "jonathan": "jonny",
        "joseph": "joe joey",
        "josephine": "jo josie",
        "joshua": "josh",
        "judith": "judy",
        "kenneth": "ken kenny",
        "lawrence": "larry laurie laurence",
        "leonard": "len lenny",
        "louise": "lou louisa",
        "lucy": "lucie",
        "margaret": "maggie meg megan peggy madge marge margie daisy greta rita",
        "maria": "marie",
        "martha": "marty",
        "mary": "molly polly may mollie",
        "matilda": "tilly mattie",
        "matthew": "matt mathew",
        "michael": "mick mike mickey micky mikey",
        "mohammed": "mohammad muhammad mohamed mohd md muhammed",
        "nicholas": "nick nicky nicolas",
        "nicola": "nicky nikki",
        "oliver": "ollie",
        "olivia": "liv livvy",
        "pamela": "pam",
        "patricia": "pat patsy trish tricia",
        "patrick": "paddy",
        "peter": "pete",
        "philip": "phil phillip",
        "rachel": "rach rachael",
        "raymond": "ray",
        "rebecca": "becky becca",
        "richard": "rick ricky dick rich richie",
        "robert": "bob bobby rob robbie bert",
        "ronald": "ron ronnie",
        "rosemary": "rosie",
        "samuel": "sam sammy",
        "samantha": "sammie",
        "sarah": "sally sara sadie",
        "simon": "si",
        "stephanie": "steph",
        "stephen": "steve steven stevie",
        "susan": "sue susie suzy suzanne susanna",
        "teresa": "terri tess theresa",
        "terence": "terry",
        "thomas": "tom tommy",
        "timothy": "tim timmy",
        "victoria": "vicky vikki",
        "vincent": "vince",
        "walter": "walt wally",
        "william": "will bill billy willie liam wm",
        "zachary": "zac zach",
    }.items()
    for short in shorts.split()
}
"""Short or other forms of a given name -> one of its forms. Where a form has several names, the last listed counts."""


def plain(text: str | None) -> str:
    """Lower case, accents and apostrophes gone, every other mark a space: "O'Brien-Säll" -> "obrien sall"."""
    low = (text or "").lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", low) if unicodedata.category(c) != "Mn")
    joined = re.sub(r"['’‘`]", "", bare)
    return " ".join("".join(c if c.isalnum() else " " for c in joined).split())


def given_names(text: str | None) -> str:
    """Given names without titles."""
    return " ".join(t for t in plain(text).split() if t not in TITLES)


def root_name(given: str) -> str:
    """The first given name, a nickname turned into its name: "bob james" -> "robert"."""
    first = given.split(" ")[0]
    return NICKNAMES.get(first, first)


def postcode(text: str | None) -> str:
    """A UK postcode without spaces, in capitals; empty when it has no such form."""
    bare = re.sub(r"[^A-Z0-9]", "", (text or "").upper())
    return bare if re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", bare) else ""


def sector(text: str | None) -> str:
    """The sector of a UK postcode, such as "NS1 4"; empty when the text is no postcode."""
    bare = postcode(text)
    return f"{bare[:-3]} {bare[-3]}" if bare else ""


def phone(text: str | None) -> str:
    """The last ten digits of a number with at least ten, empty otherwise or when they are all the same digit."""
    digits = re.sub(r"[^0-9]", "", text or "")[-10:]
    return digits if len(digits) == 10 and len(set(digits)) > 1 else ""


def nhs_number(text: str | None) -> str:
    """The ten digits of an NHS number that passes its check digit, empty otherwise.

    Modulus 11: weights 10 to 2 on the first nine digits; 11 minus the remainder is the check digit, 11 standing for 0
    and 10 for a number that is never issued (NHS Data Dictionary, "NHS NUMBER").
    """
    digits = re.sub(r"[ -]", "", text or "")
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return ""
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits if check % 11 == int(digits[9]) and check != 10 else ""


def nino(text: str | None) -> str:
    """A National Insurance number without spaces and without its last letter, empty when it has no such form."""
    bare = re.sub(r"[^A-Z0-9]", "", (text or "").upper())
    return bare[:8] if re.fullmatch(r"[A-Z]{2}[0-9]{6}[A-D]?", bare) else ""
