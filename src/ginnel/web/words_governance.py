"""Plain words for purposes, kinds of data, levels and overrides. The Welsh is our own; no translator has read it yet."""

from __future__ import annotations

from collections.abc import Mapping

from ginnel.vocabulary.say import Say

CATEGORIES: Mapping[str, Say] = {
    "identifier": Say("your name, date of birth and numbers", "eich enw, dyddiad geni a rhifau"),
    "address": Say("where you live", "ble rydych yn byw"),
    "contact": Say("how to reach you and your language", "sut i gysylltu â chi a'ch iaith"),
    "tenancy": Say("which home you rent", "pa gartref rydych yn ei rentu"),
    "housing-conditions": Say(
        "damp, mould, cold and heat of your home", "lleithder, llwydni, oerni a gwres eich cartref"
    ),
    "rent-account": Say("your rent account", "eich cyfrif rhent"),
    "council-tax": Say("council tax", "treth gyngor"),
    "benefits": Say("benefits", "budd-daliadau"),
    "family": Say("who has parental responsibility", "pwy sydd â chyfrifoldeb rhiant"),
    "health": Say("health", "iechyd"),
    "social-care": Say("care and support", "gofal a chymorth"),
    "offences": Say("crimes done or alleged", "troseddau a wnaed neu a honnir"),
    "linkage": Say("that records are about the same person", "bod cofnodion am yr un person"),
}
PURPOSES: Mapping[str, Say] = {
    "preparation": Say("Receiving and checking records", "Derbyn a gwirio cofnodion"),
    "identity": Say("Knowing which records are about the same person", "Gwybod pa gofnodion sydd am yr un person"),
    "damp-and-mould": Say("Finding damp homes and having them put right", "Dod o hyd i gartrefi llaith a'u trwsio"),
    "money-advice": Say("Offering free money advice", "Cynnig cyngor ariannol am ddim"),
    "benefit-take-up": Say("Offering help to claim a benefit", "Cynnig help i hawlio budd-dal"),
    "fuel-poverty": Say("Helping people who cannot afford to keep warm", "Helpu pobl na allant fforddio cadw'n gynnes"),
    "water-poverty": Say("Helping people who cannot afford their water", "Helpu pobl na allant fforddio eu dŵr"),
    "multiple-disadvantages": Say(
        "Helping people with several difficulties at once", "Helpu pobl â sawl anhawster ar unwaith"
    ),
    "homelessness": Say("Helping people who may lose their home", "Helpu pobl a allai golli eu cartref"),
    "television-retuning": Say(
        "Helping people retune their television sets", "Helpu pobl i ail-diwnio eu setiau teledu"
    ),
    "adult-social-care": Say("Giving an adult care and support", "Rhoi gofal a chymorth i oedolyn"),
    "direct-care": Say("Caring for a patient", "Gofalu am glaf"),
    "victim-support": Say("Supporting people to whom a crime was done", "Cefnogi pobl y gwnaed trosedd yn eu herbyn"),
    "safeguarding-child": Say("Protecting a child", "Amddiffyn plentyn"),
    "safeguarding-adult": Say("Protecting an adult at risk", "Amddiffyn oedolyn mewn perygl"),
    "emergency": Say("Saving life in an emergency", "Achub bywyd mewn argyfwng"),
    "crime-and-disorder": Say("Preventing crime and disorder", "Atal trosedd ac anhrefn"),
    "law-enforcement": Say("Investigating crime", "Ymchwilio i drosedd"),
    "debt-recovery": Say("Collecting money owed to a public body", "Casglu arian sy'n ddyledus i gorff cyhoeddus"),
    "fraud": Say("Finding fraud against a public body", "Canfod twyll yn erbyn corff cyhoeddus"),
    "immigration-enforcement": Say("Enforcing immigration law", "Gorfodi cyfraith mewnfudo"),
    "all": Say("Everything", "Popeth"),
}
CONSEQUENCES: Mapping[str, Say] = {
    "damp-and-mould": Say(
        "Your records are no longer used to find out who needs a damp home put right first, and nobody is told that "
        "somebody in your home is at more risk. A social landlord must still mend damp by law, from its own readings; "
        "the council goes on using a sensor that it lent you.",
        "Ni ddefnyddir eich cofnodion mwyach i ganfod pwy sydd angen trwsio cartref llaith gyntaf, ac ni ddywedir wrth "
        "neb fod rhywun yn eich cartref mewn mwy o berygl. Rhaid i landlord cymdeithasol drwsio lleithder o hyd yn "
        "ôl y gyfraith, ar sail ei ddarlleniadau ei hun; mae'r cyngor yn dal i ddefnyddio synhwyrydd a fenthycodd ichi.",
    ),
    "money-advice": Say(
        "Your rent account is no longer used to offer you free money advice. Your rent and your tenancy stay as they "
        "are. You can still ask for advice yourself.",
        "Ni ddefnyddir eich cyfrif rhent mwyach i gynnig cyngor ariannol am ddim ichi. Mae eich rhent a'ch tenantiaeth "
        "yn aros fel y maent. Gallwch ofyn am gyngor eich hun o hyd.",
    ),
    "benefit-take-up": Say(
        "The council's record of your means is no longer used to offer you help with a claim. What you receive stays as "
        "it is. You can still ask for help yourself.",
        "Ni ddefnyddir cofnod y cyngor o'ch modd mwyach i gynnig help gyda hawliad. Mae'r hyn a gewch yn aros fel y mae. "
        "Gallwch ofyn am help eich hun o hyd.",
    ),
    "identity": Say(
        "You said that your records should not be matched with those of other bodies. Ask the body whose record it is "
        "what it has done about that.",
        "Dywedoch na ddylid paru eich cofnodion â rhai cyrff eraill. Gofynnwch i'r corff sy'n cadw'r cofnod beth a "
        "wnaeth am hynny.",
    ),
    "all": Say(
        "None of your records are used here to find out which help you could use, and nobody is told anything. They "
        "are still compared with those of other bodies, so that your no counts at all of them. Each body goes on using "
        "its own records for its own work. A social landlord must still mend damp by law, from its own readings; the "
        "council goes on using a sensor that it lent you.",
        "Ni ddefnyddir dim o'ch cofnodion yma i ganfod pa help y gallech ei ddefnyddio, ac ni ddywedir dim wrth neb. "
        "Cânt eu cymharu o hyd â rhai cyrff eraill, fel bod eich na yn cyfrif ym mhob un ohonynt. Mae pob corff yn dal "
        "i ddefnyddio ei gofnodion ei hun ar gyfer ei waith ei hun. Rhaid i landlord cymdeithasol drwsio lleithder o hyd "
        "yn ôl y gyfraith, ar sail ei ddarlleniadau ei hun; mae'r cyngor yn dal i ddefnyddio synhwyrydd a fenthycodd ichi.",
    ),
}  # fmt: skip
LEVELS: Mapping[str, Say] = {
    "yes-or-no": Say("yes or no", "ie neu na"),
    "band": Say("roughly", "yn fras"),
    "coarse-place": Say("the postcode area, not the home", "ardal y cod post, nid y cartref"),
    "pseudonym": Say("a code that nobody else can follow", "cod na all neb arall ei ddilyn"),
    "full": Say("in full", "yn llawn"),
}
GROUNDS: Mapping[str, Say] = {
    "life": Say("somebody's life is in danger", "mae bywyd rhywun mewn perygl"),
    "safeguarding": Say(
        "a child or an adult at risk must be protected", "rhaid amddiffyn plentyn neu oedolyn mewn perygl"
    ),
    "court-order": Say("a court ordered it", "gorchmynnodd llys hynny"),
    "legal-claim": Say("a legal claim needs it", "mae hawliad cyfreithiol ei angen"),
    "rights-of-another": Say("another person's rights need it", "mae hawliau person arall ei angen"),
    "public-interest": Say("an important public interest needs it", "mae budd cyhoeddus pwysig ei angen"),
}
OVERRIDE_STATES: Mapping[str, Say] = {
    "asked": Say("waits for a decision", "yn aros am benderfyniad"),
    "approved": Say("approved", "cymeradwywyd"),
    "refused": Say("refused", "gwrthodwyd"),
    "ended": Say("ended", "daeth i ben"),
}
