"""Plain words of the pages about needs, the plan and buying together. The Welsh is our own; no translator has read it yet."""

from __future__ import annotations

from collections.abc import Mapping

from ginnel.vocabulary.say import Say

COUNTED: Mapping[str, Say] = {
    "asked": Say("People asked", "Pobl y gofynnwyd iddynt"),
    "yes": Say("Said yes", "Dywedodd ie"),
    "no": Say("Said no", "Dywedodd na"),
    "lapsed": Say("Did not answer", "Heb ateb"),
    "opened": Say("Cases opened", "Achosion a agorwyd"),
    "closed": Say("Cases closed", "Achosion a gaewyd"),
    "mended": Say("Cases with repairs done", "Achosion gyda gwaith atgyweirio wedi'i wneud"),
    "dry": Say("Of those, measured dry", "O'r rheini, wedi'u mesur yn sych"),
}
KEEPS: Mapping[str, Say] = {
    "same-home": Say("The same home comes back", "Mae'r un cartref yn dod yn ôl"),
    "same-building": Say("Several homes of one building", "Sawl cartref yn yr un adeilad"),
    "same-cause": Say("A cause that we cannot mend", "Achos na allwn ei drwsio"),
    "not-reached": Say("People cannot be reached", "Ni ellir cyrraedd pobl"),
    "another-must-act": Say("Another body must act first", "Rhaid i gorff arall weithredu yn gyntaf"),
    "no-help-fits": Say("No help that we have fits", "Nid oes cymorth gennym sy'n addas"),
}
QUEUE: Mapping[str, Say] = {
    "unanswered": Say("Nobody answered our question", "Nid atebodd neb ein cwestiwn"),
    "declined": Say("The help was not wanted", "Nid oedd eisiau'r cymorth"),
    "refused": Say("It was not told", "Ni ddywedwyd hynny"),
    "flow": Say("The bodies may not use or tell it", "Ni chaiff y cyrff ei ddefnyddio na'i ddweud"),
    "keeps-happening": Say("Workers say that it keeps happening", "Dywed gweithwyr ei fod yn digwydd o hyd"),
}
NEED_DECISIONS: Mapping[str, Say] = {
    "taken-up": Say("taken up as a need", "wedi'i dderbyn fel angen"),
    "put-aside": Say("put aside", "wedi'i roi o'r neilltu"),
}
WAYS: Mapping[str, Say] = {
    "local": Say("Each council alone, as today", "Pob cyngor ar ei ben ei hun, fel heddiw"),
    "national": Say("Everything together", "Popeth gyda'n gilydd"),
    "mixed": Say(
        "Together where it pays, alone where it does not", "Gyda'n gilydd lle mae'n talu, ar wahân lle nad yw'n talu"
    ),
}
BEARERS: Mapping[str, Say] = {
    "local-authority": Say("councils", "cynghorau"),
    "nhs": Say("the health service", "y gwasanaeth iechyd"),
    "landlord": Say("landlords", "landlordiaid"),
    "dwp": Say("the Department for Work and Pensions", "yr Adran Gwaith a Phensiynau"),
    "police": Say("the police", "yr heddlu"),
    "fire": Say("the fire service", "y gwasanaeth tân"),
    "person": Say("people themselves", "pobl eu hunain"),
}
COST_KINDS: Mapping[str, Say] = {
    "cashable": Say("a bill that is not paid", "bil nad yw'n cael ei dalu"),
    "capacity": Say("staff or beds free for others", "staff neu welyau'n rhydd i eraill"),
    "social": Say("worth something to people, nobody's money", "gwerth i bobl, nid arian neb"),
}
PLACING: Mapping[str, Say] = {
    "value": Say("where knowing changes most", "lle mae gwybod yn newid fwyaf"),
    "risk": Say("likeliest first", "y tebycaf yn gyntaf"),
    "chance": Say("by lot", "drwy goelbren"),
}
