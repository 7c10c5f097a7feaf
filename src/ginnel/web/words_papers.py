"""The questions of "May we share?" and the codes of papers. The Welsh is our own; no translator has read it yet."""

from __future__ import annotations

from collections.abc import Mapping

from ginnel.vocabulary.say import Say

PAPER_STEPS: Mapping[str, Say] = {
    "who": Say("Who shares with whom", "Pwy sy'n rhannu â phwy"),
    "why": Say("What it is for", "At ba ddiben"),
    "what": Say("What is shared", "Beth sy'n cael ei rannu"),
    "need": Say("Is it needed?", "A oes ei angen?"),
    "law": Say("The law it rests on", "Y gyfraith y mae'n dibynnu arni"),
    "fair": Say("Fair to people", "Teg i bobl"),
    "keep": Say("Keeping it safe, and for how long", "Ei gadw'n ddiogel, ac am ba hyd"),
    "risks": Say("What may go wrong", "Beth allai fynd o'i le"),
    "sign": Say("Who signs", "Pwy sy'n llofnodi"),
}
ASK_PAPERS: Mapping[str, Say] = {
    "title": Say("What is it called?", "Beth yw ei enw?"),
    "plain": Say("What happens, in one or two plain sentences?", "Beth sy'n digwydd, mewn brawddeg neu ddwy syml?"),
    "sources": Say("Whose records are used?", "Cofnodion pwy a ddefnyddir?"),
    "recipients": Say("Who receives or is told?", "Pwy sy'n derbyn neu'n cael gwybod?"),
    "purpose": Say("What is the one purpose?", "Beth yw'r un diben?"),
    "operation": Say("What is done?", "Beth a wneir?"),
    "aim": Say("What should be better for people afterwards?", "Beth ddylai fod yn well i bobl wedyn?"),
    "uses": Say("For which reasons to check?", "Ar gyfer pa resymau dros wirio?"),
    "categories": Say("Which kinds of data does it touch?", "Pa fathau o ddata y mae'n eu cyffwrdd?"),
    "told": Say("How much of this is told", "Faint o hyn a ddywedir"),
    "necessary": Say("Why can the aim not be reached without sharing?", "Pam na ellir cyrraedd y nod heb rannu?"),
    "less": Say(
        "What less would do, and what has been left out?", "Beth llai fyddai'n ddigon, a beth sydd wedi'i adael allan?"
    ),
    "harm_of_sharing": Say("Whom may sharing harm, and how?", "Pwy allai rhannu ei niweidio, a sut?"),
    "harm_of_not_sharing": Say("Whom may not sharing harm, and how?", "Pwy allai peidio â rhannu ei niweidio, a sut?"),
    "power": Say("Which law lets this body do it?", "Pa gyfraith sy'n gadael i'r corff hwn ei wneud?"),
    "art6": Say("Which basis of UK GDPR Article 6?", "Pa sail yn Erthygl 6 GDPR y DU?"),
    "art9": Say(
        "Which condition of Article 9, with its paragraph of Schedule 1?",
        "Pa amod yn Erthygl 9, gyda'i baragraff yn Atodlen 1?",
    ),
    "art10": Say("Which authority for data about offences?", "Pa awdurdod dros ddata am droseddau?"),
    "confidentiality": Say("What answers the duty of confidentiality?", "Beth sy'n ateb y ddyletswydd cyfrinachedd?"),
    "instrument": Say("In what role does the operator act for it?", "Ym mha rôl y mae'r gweithredwr yn gweithredu drosto?"),
    "policy_document": Say(
        "Where is the appropriate policy document, if one is needed?", "Ble mae'r ddogfen bolisi briodol, os oes angen un?"
    ),
    "ask": Say("Is the person asked first?", "A ofynnir i'r person yn gyntaf?"),
    "fairness": Say("Would people expect it, and is it fair to them?", "A fyddai pobl yn ei ddisgwyl, ac a yw'n deg iddynt?"),
    "told_how": Say("How do people hear of it?", "Sut mae pobl yn clywed amdano?"),
    "rights": Say("How do people see it, correct it and say no?", "Sut mae pobl yn ei weld, ei gywiro a dweud na?"),
    "security": Say("How is it kept safe?", "Sut mae'n cael ei gadw'n ddiogel?"),
    "access": Say("Who can see it?", "Pwy sy'n gallu ei weld?"),
    "accuracy": Say("How is it kept right?", "Sut mae'n cael ei gadw'n gywir?"),
    "retention_days": Say("After how many days is it deleted?", "Ar ôl faint o ddiwrnodau y caiff ei ddileu?"),
    "starts": Say("First day", "Diwrnod cyntaf"),
    "review_by": Say("Looked at again by", "Edrychir arno eto erbyn"),
    "ends": Say("Ends on", "Daw i ben ar"),
    "risk_what": Say("What may go wrong for people?", "Beth allai fynd o'i le i bobl?"),
    "likelihood": Say("How likely?", "Pa mor debygol?"),
    "severity": Say("How bad?", "Pa mor ddrwg?"),
    "measure": Say("What is done about it?", "Beth a wneir yn ei gylch?"),
    "left": Say("How much of it is left?", "Faint ohono sydd ar ôl?"),
    "consulted": Say("Whom did you ask, and what did they say?", "I bwy y gofynnoch, a beth ddywedon nhw?"),
    "advice": Say(
        "What did the data protection officers advise?", "Beth oedd cyngor y swyddogion diogelu data?"
    ),
    "sign": Say("Who signs for this body?", "Pwy sy'n llofnodi dros y corff hwn?"),
    "join_plain": Say(
        "Why does your body join, in one plain sentence?", "Pam mae eich corff yn ymuno, mewn un frawddeg syml?"
    ),
    "join_starts": Say("From which day?", "O ba ddiwrnod?"),
    "open_from": Say(
        "Which kinds of body may join later and give data?", "Pa fathau o gyrff gaiff ymuno'n ddiweddarach a rhoi data?"
    ),
    "open_to": Say(
        "Which kinds of body may join later and be told?", "Pa fathau o gyrff gaiff ymuno'n ddiweddarach a chael gwybod?"
    ),
}  # fmt: skip
PAPER_HINTS: Mapping[str, Say] = {
    "sources": Say("Each body whose records are read, for this use only.", "Pob corff y darllenir ei gofnodion, at y defnydd hwn yn unig."),
    "harm_of_not_sharing": Say("Not sharing is a decision too.", "Mae peidio â rhannu'n benderfyniad hefyd."),
    "power": Say("Only law that fits this body, purpose and nation is offered.", "Dim ond cyfraith sy'n addas i'r corff, y diben a'r genedl hon a gynigir."),
    "told": Say("Leave it empty where it is not told.", "Gadewch yn wag lle na ddywedir hynny."),
    "starts": Say("Year-month-day, such as 2026-12-31.", "Blwyddyn-mis-diwrnod, megis 2026-12-31."),
    "review_by": Say("Year-month-day.", "Blwyddyn-mis-diwrnod."),
    "join_starts": Say("Year-month-day, such as 2026-12-31.", "Blwyddyn-mis-diwrnod, megis 2026-12-31."),
    "join_plain": Say("Name no person.", "Peidiwch ag enwi neb."),
    "open_from": Say(
        "Each signs a form of its own; nobody else signs again. Choose none, and nobody can join.",
        "Mae pob un yn llofnodi ei ffurflen ei hun; nid oes neb arall yn llofnodi eto. Dewiswch ddim, ac ni all neb ymuno.",
    ),
    "ends": Say("Year-month-day.", "Blwyddyn-mis-diwrnod."),
    "art9": Say("Health is special: most conditions count only with a paragraph of Schedule 1.", "Mae iechyd yn arbennig: dim ond gyda pharagraff o Atodlen 1 y mae'r rhan fwyaf o amodau'n cyfrif."),
    "sign": Say("Those who have to sign at the least are chosen already.", "Mae'r rhai sy'n gorfod llofnodi wedi'u dewis eisoes."),
    "plain": Say("Say what people would want to know. Name no person anywhere.", "Dywedwch yr hyn yr hoffai pobl ei wybod. Peidiwch ag enwi neb yn unman."),
}  # fmt: skip
PAPER_FAULTS: Mapping[str, Say] = {
    "missing": Say("Answer this question", "Atebwch y cwestiwn hwn"),
    "day": Say("Write a day as year-month-day", "Ysgrifennwch ddiwrnod fel blwyddyn-mis-diwrnod"),
    "number": Say("Write a whole number", "Ysgrifennwch rif cyfan"),
    "changed": Say(
        "Somebody else changed this draft meanwhile. Look at the answers and save again",
        "Newidiodd rhywun arall y drafft hwn yn y cyfamser. Edrychwch ar yr atebion a chadw eto",
    ),
}
PAPER_ROLES: Mapping[str, Say] = {
    "Data Protection Officer": Say("Data Protection Officer", "Swyddog Diogelu Data"),
    "Caldicott Guardian": Say("Caldicott Guardian", "Gwarcheidwad Caldicott"),
    "Senior Information Risk Owner": Say("Senior Information Risk Owner", "Uwch Berchennog Risg Gwybodaeth"),
    "Chief Executive": Say("Chief Executive", "Prif Weithredwr"),
}
LEGAL_CLASSES: Mapping[str, Say] = {
    "local-authority": Say("councils", "cynghorau"),
    "nhs-body": Say("NHS bodies", "cyrff y GIG"),
    "housing-association": Say("housing associations", "cymdeithasau tai"),
    "charity": Say("charities", "elusennau"),
    "company": Say("companies", "cwmnïau"),
    "utility": Say("water and energy companies", "cwmnïau dŵr ac ynni"),
    "police": Say("the police", "yr heddlu"),
    "prosecution": Say("prosecutors", "erlynwyr"),
    "court": Say("courts", "llysoedd"),
    "government-department": Say("government departments", "adrannau'r llywodraeth"),
}
SIDES: Mapping[str, Say] = {
    "from": Say("gives data", "yn rhoi data"),
    "to": Say("is told", "yn cael gwybod"),
}
PAPER_LEVELS: Mapping[str, Say] = {
    "drop": Say("nothing", "dim"),
    "yes-or-no": Say("yes or no", "ie neu na"),
    "band": Say("roughly", "yn fras"),
    "coarse-place": Say("the postcode area, not the home", "ardal y cod post, nid y cartref"),
    "pseudonym": Say("a code that nobody else can follow", "cod na all neb arall ei ddilyn"),
    "full": Say("in full", "yn llawn"),
}
ASKED: Mapping[str, Say] = {
    "before": Say("Yes, and only a yes lets it be told", "Oes, a dim ond ie sy'n gadael iddo gael ei ddweud"),
    "tell": Say("No, she is told", "Nac oes, dywedir wrthi"),
}
GRADES: Mapping[str, Say] = {
    "low": Say("low", "isel"), "medium": Say("medium", "canolig"), "high": Say("high", "uchel"),
}  # fmt: skip
PAPER_STATES: Mapping[str, Say] = {
    "draft": Say("draft", "drafft"),
    "approved": Say("approved", "cymeradwywyd"),
    "demonstration": Say("demonstration", "arddangosiad"),
}
PAPER_KINDS: Mapping[str, Say] = {
    "agreement": Say("Agreement", "Cytundeb"),
    "dpia": Say("Impact assessment", "Asesiad effaith"),
    "notice": Say("Privacy notice", "Hysbysiad preifatrwydd"),
    "record": Say("Record of processing", "Cofnod prosesu"),
}
CAPACITIES: Mapping[str, Say] = {
    "operator": Say("It runs this region for the others.", "Mae'n rhedeg y rhanbarth hwn ar ran y lleill."),
    "processor": Say(
        "Whoever runs the region works on its records under its instructions, as its processor.",
        "Mae pwy bynnag sy'n rhedeg y rhanbarth yn gweithio ar ei gofnodion dan ei gyfarwyddiadau, fel ei brosesydd.",
    ),
    "joint controller": Say(
        "It decides together with whoever runs the region, as a joint controller.",
        "Mae'n penderfynu ar y cyd â phwy bynnag sy'n rhedeg y rhanbarth, fel cyd-reolydd.",
    ),
    "": Say(
        "No file says how it stands to whoever runs the region.",
        "Nid oes ffeil yn dweud sut mae'n sefyll i bwy bynnag sy'n rhedeg y rhanbarth.",
    ),
}
