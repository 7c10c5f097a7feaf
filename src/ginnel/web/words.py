"""Plain words for the codes that rooms below use. The Welsh is our own; no translator has read it yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ginnel.vocabulary.say import Say

STATES: Mapping[str, Say] = {
    "new": Say("New", "Newydd"),
    "acknowledged": Say("Received", "Wedi'i dderbyn"),
    "assessed": Say("Assessed", "Wedi'i asesu"),
    "no-hazard": Say("Found to be no danger", "Ni chafwyd perygl"),
    "investigated": Say("Looked into", "Wedi'i ymchwilio"),
    "works-ordered": Say("Repairs ordered", "Atgyweiriadau wedi'u harchebu"),
    "works-done": Say("Repairs done, to be measured again", "Atgyweiriadau wedi'u gwneud, i'w mesur eto"),
    "dry": Say("Measured dry", "Wedi'i fesur yn sych"),
    "reopened": Say("Opened again", "Wedi'i ailagor"),
    "closed": Say("Closed", "Wedi cau"),
}
NEXT: Mapping[str, Say] = {
    "new": Say("Somebody will confirm that they have this.", "Bydd rhywun yn cadarnhau eu bod wedi cael hyn."),
    "acknowledged": Say(
        "A named worker will decide how serious it is.", "Bydd gweithiwr a enwir yn penderfynu pa mor ddifrifol ydyw."
    ),
    "assessed": Say("Somebody will come and look into it.", "Bydd rhywun yn dod i ymchwilio iddo."),
    "no-hazard": Say(
        "Nothing more is planned. You can say that it is not put right.",
        "Nid oes rhagor wedi'i gynllunio. Gallwch ddweud nad yw wedi'i ddatrys.",
    ),
    "investigated": Say(
        "You will get what was found in writing, and repairs will be ordered.",
        "Cewch yr hyn a ganfuwyd yn ysgrifenedig, a bydd atgyweiriadau'n cael eu harchebu.",
    ),
    "works-ordered": Say("The repairs will be done.", "Bydd yr atgyweiriadau'n cael eu gwneud."),
    "works-done": Say(
        "The home will be measured again, to see that it is dry.",
        "Bydd y cartref yn cael ei fesur eto, i weld ei fod yn sych.",
    ),
    "dry": Say(
        "The home was measured dry. The case can be closed.", "Mesurwyd bod y cartref yn sych. Gellir cau'r achos."
    ),
    "reopened": Say(
        "It is not put right: somebody will look at it again.", "Nid yw wedi'i ddatrys: bydd rhywun yn edrych arno eto."
    ),
    "closed": Say("Nothing more is planned.", "Nid oes rhagor wedi'i gynllunio."),
}
NEXT_HELP = Say("An adviser will contact you.", "Bydd cynghorydd yn cysylltu â chi.")
"""Where a case about help, not about a hazard, was received."""
NOT_PUT_RIGHT = Say(
    "Somebody who lives there wrote that it is not put right",
    "Ysgrifennodd rhywun sy'n byw yno nad yw wedi'i ddatrys",
)
EVENTS: Mapping[str, Say] = {
    "acknowledged": Say("Received", "Derbyniwyd"),
    "assessed": Say("Assessed", "Aseswyd"),
    "investigated": Say("Looked into", "Ymchwiliwyd"),
    "summary-sent": Say("Findings sent in writing", "Anfonwyd y canfyddiadau'n ysgrifenedig"),
    "made-safe": Say("Made safe", "Gwnaed yn ddiogel"),
    "works-ordered": Say("Repairs ordered", "Archebwyd atgyweiriadau"),
    "works-started": Say("Repairs started", "Dechreuwyd atgyweiriadau"),
    "works-done": Say("Repairs done", "Gwnaed yr atgyweiriadau"),
    "re-measured": Say("Measured again", "Mesurwyd eto"),
    "cannot-reach": Say("Tried to reach the people there", "Ceisiwyd cysylltu â'r bobl yno"),
    "reopened": Say("Opened again", "Ailagorwyd"),
    "escalated": Say("Raised with a manager", "Codwyd gyda rheolwr"),
    "closed": Say("Closed", "Caewyd"),
    "outcome-told": Say("The people concerned were told the outcome", "Dywedwyd y canlyniad wrth y bobl dan sylw"),
    "told-more": Say("Told more", "Dywedwyd rhagor"),
    "taken-back": Say(
        "What was told was taken back: do not use it any more",
        "Tynnwyd yn ôl yr hyn a ddywedwyd: peidiwch â'i ddefnyddio mwyach",
    ),
}
ACTIONS: Mapping[str, Say] = {
    "acknowledged": Say("Confirm that you have it", "Cadarnhau ei fod gennych"),
    "assessed": Say("Decide how serious it is", "Penderfynu pa mor ddifrifol ydyw"),
    "investigated": Say("Record what you found", "Cofnodi'r hyn a ganfuwyd"),
    "summary-sent": Say("Record that the findings were sent in writing", "Cofnodi bod y canfyddiadau wedi'u hanfon"),
    "made-safe": Say("Record that the home was made safe", "Cofnodi bod y cartref wedi'i wneud yn ddiogel"),
    "works-ordered": Say("Record that repairs were ordered", "Cofnodi bod atgyweiriadau wedi'u harchebu"),
    "works-started": Say("Record that repairs started", "Cofnodi bod atgyweiriadau wedi dechrau"),
    "works-done": Say("Record that repairs are done", "Cofnodi bod atgyweiriadau wedi'u gwneud"),
    "re-measured": Say("Record a new measurement", "Cofnodi mesuriad newydd"),
    "cannot-reach": Say("Record that you could not reach anybody", "Cofnodi na allech gyrraedd neb"),
    "reopened": Say("Open it again", "Ei ailagor"),
    "escalated": Say("Raise it with a manager", "Ei godi gyda rheolwr"),
    "closed": Say("Close the case", "Cau'r achos"),
    "outcome-told": Say("Record who was told the outcome", "Cofnodi pwy gafodd wybod y canlyniad"),
}
FINDINGS: Mapping[str, Say] = {
    "emergency": Say("An emergency", "Argyfwng"),
    "significant": Say("A significant hazard", "Perygl sylweddol"),
    "not-a-hazard": Say("Not a hazard", "Nid yw'n berygl"),
    "dry": Say("Measured dry", "Wedi'i fesur yn sych"),
    "still-damp": Say("Still damp", "Yn dal yn llaith"),
    "no-hazard": Say("No hazard was found", "Ni chafwyd perygl"),
    "works-done-not-measured": Say("Repairs done, not measured", "Atgyweiriadau wedi'u gwneud, heb eu mesur"),
    "not-reached": Say("Nobody could be reached", "Ni ellid cyrraedd neb"),
    "helped": Say("Helped", "Wedi helpu"),
    "declined": Say("Help was not wanted", "Nid oedd angen cymorth"),
    "no-need": Say("No help was needed", "Nid oedd angen help"),
    "people-and-senders": Say("the people concerned and whoever told", "y bobl dan sylw a phwy bynnag ddywedodd"),
}
CLOCKS: Mapping[str, Say] = {
    "investigate": Say("Look into it", "Ymchwilio iddo"),
    "summary": Say("Send findings in writing", "Anfon canfyddiadau'n ysgrifenedig"),
    "make-safe": Say("Make safe", "Gwneud yn ddiogel"),
    "begin-works": Say("Begin repairs", "Dechrau atgyweirio"),
    "start-works": Say("Repairs started at the latest", "Atgyweiriadau wedi dechrau fan bellaf"),
    "emergency": Say("Emergency: make safe", "Argyfwng: gwneud yn ddiogel"),
}
CLOCK_STATES: Mapping[str, Say] = {
    "running": Say("running", "yn rhedeg"),
    "met": Say("done in time", "wedi'i wneud mewn pryd"),
    "late": Say("late", "yn hwyr"),
    "done-late": Say("done late", "wedi'i wneud yn hwyr"),
    "stopped-late": Say("no longer needed, but it was late", "dim angen mwyach, ond roedd yn hwyr"),
    "stopped": Say("no longer needed", "dim angen mwyach"),
}
OUTCOMES: Mapping[str, Say] = {
    "own-case": Say("A case was opened", "Agorwyd achos"),
    "ask": Say("A question to answer", "Cwestiwn i'w ateb"),
    "waiting": Say("Waiting for an answer; nobody was told", "Yn aros am ateb; ni ddywedwyd wrth neb"),
    "to-release": Say(
        "Waiting for a worker to check; nobody was told", "Yn aros i weithiwr wirio; ni ddywedwyd wrth neb"
    ),
    "told": Say("Told", "Dywedwyd"),
    "asked": Say("Help was asked for", "Gofynnwyd am help"),
    "received": Say("Somebody outside wrote to a body about you", "Ysgrifennodd rhywun o'r tu allan at gorff amdanoch"),
    "turned-down": Say("A worker decided to tell nobody", "Penderfynodd gweithiwr beidio â dweud wrth neb"),
    "refused": Say("Nobody was told", "Ni ddywedwyd wrth neb"),
}
OFFER_STATES: Mapping[str, Say] = {
    "open": Say("Waiting for your answer", "Yn aros am eich ateb"),
    "yes": Say("You said yes", "Dywedoch chi ie"),
    "no": Say("You said no", "Dywedoch chi na"),
    "lapsed": Say(
        "This ended without an answer, so nobody is told", "Daeth hyn i ben heb ateb, felly ni ddywedir wrth neb"
    ),
    "withdrawn": Say("You took your yes back", "Tynnoch eich ateb yn ôl"),
}
OFFER_STATES_SHORT: Mapping[str, Say] = {
    "open": Say("waiting for an answer", "yn aros am ateb"),
    "yes": Say("yes", "ie"),
    "no": Say("no", "na"),
    "lapsed": Say("no answer", "dim ateb"),
    "withdrawn": Say("yes taken back", "ateb wedi'i dynnu'n ôl"),
}
WHY_NOT: Mapping[str, Say] = {
    "choice": Say("You or somebody who may be you said no.", "Fe ddywedoch chi, neu rywun a allai fod yn chi, na."),
    "declined": Say("The answer was no.", "Na oedd yr ateb."),
    "no-answer": Say("There was no answer, and silence is no.", "Nid oedd ateb, ac mae tawelwch yn golygu na."),
    "nobody-decides": Say("We could not tell who may decide.", "Ni allem ddweud pwy a gaiff benderfynu."),
    "not-told": Say(
        "We were not sure enough that the records are yours.", "Nid oeddem yn ddigon sicr mai eich cofnodion chi ydynt."
    ),
    "no-route": Say("There is no service here for this.", "Nid oes gwasanaeth yma ar gyfer hyn."),
}
WHY_NOT_OTHER = Say("The bodies have not agreed to this.", "Nid yw'r cyrff wedi cytuno i hyn.")
LOOKS: Mapping[str, Say] = {
    "case": Say("to work on the case", "i weithio ar yr achos"),
    "rights": Say("to answer what you asked about your data", "i ateb yr hyn a ofynnoch am eich data"),
    "before-telling": Say(
        "to check what would be told, before telling it", "i wirio beth fyddai'n cael ei ddweud, cyn ei ddweud"
    ),
}
ROLES: Mapping[str, Say] = {
    "citizen": Say("Citizens", "Dinasyddion"),
    "officer": Say("Case officers", "Swyddogion achos"),
    "sender": Say("Releasing officers", "Swyddogion rhyddhau"),
    "governance": Say("Information governance", "Llywodraethu gwybodaeth"),
}
BY: Mapping[str, Say] = {
    "worker": Say("a worker", "gweithiwr"),
    "citizen": Say("somebody who lives there", "rhywun sy'n byw yno"),
    "sender": Say("the body that told", "y corff a ddywedodd"),
    "system": Say("Ginnel", "Ginnel"),
}
OPERATIONS: Mapping[str, Say] = {
    "load": Say("receive and check", "derbyn a gwirio"),
    "link": Say("link records", "cysylltu cofnodion"),
    "need": Say("check for a need", "gwirio am angen"),
    "tell": Say("tell", "dweud"),
}
TENURES: Mapping[str, Say] = {
    "social": Say("rented from a council or housing association", "wedi'i rentu gan gyngor neu gymdeithas dai"),
    "private": Say("rented from a private landlord", "wedi'i rentu gan landlord preifat"),
    "owner": Say("owned by whoever lives there", "yn eiddo i'r sawl sy'n byw yno"),
    "unknown": Say("not known", "ddim yn hysbys"),
}
RUN: Mapping[str, Say] = {
    "rows": Say("Rows", "Rhesi"),
    "rejected": Say("Rows refused as bad", "Rhesi a wrthodwyd fel rhai gwallus"),
    "stopped": Say("Deliveries left out", "Cyflenwadau a adawyd allan"),
    "identity": Say("Who is who", "Pwy yw pwy"),
    "linked": Say("Records were compared", "Cymharwyd cofnodion"),
    "records": Say("Records", "Cofnodion"),
    "people": Say("People", "Pobl"),
    "homes": Say("Homes", "Cartrefi"),
    "pairs": Say("Pairs of records that may be one person", "Parau o gofnodion a all fod yr un person"),
    "left_out": Say("Records not compared, by choice", "Cofnodion nas cymharwyd, drwy ddewis"),
    "why": Say("Why not", "Pam ddim"),
    "spells": Say("Spells of damp", "Cyfnodau o leithder"),
    "landlord_damp": Say("By the landlord's sensors", "Yn ôl synwyryddion y landlord"),
    "council_damp": Say("By the council's sensors", "Yn ôl synwyryddion y cyngor"),
    "looked": Say("Found", "Canfuwyd"),
    "cut": Say("Records left out by choice", "Cofnodion a adawyd allan drwy ddewis"),
    "outcomes": Say("What came of it", "Beth ddaeth ohono"),
    "reasons": Say("Nobody was told, because", "Ni ddywedwyd wrth neb, oherwydd"),
    "permits": Say("Flows that are allowed", "Llifoedd a ganiateir"),
    "refused_flows": Say("Flows that are refused", "Llifoedd a wrthodir"),
}
JOURNEY_STEPS: Mapping[str, Say] = {
    "aware": Say("The body knows", "Mae'r corff yn gwybod"),
    "begun": Say("The case begins", "Mae'r achos yn dechrau"),
    "assessed: emergency": Say("Assessed: an emergency", "Aseswyd: argyfwng"),
    "assessed: no hazard": Say("Assessed: not a hazard", "Aseswyd: nid yw'n berygl"),
    "investigated: no hazard": Say("Looked into: no hazard", "Ymchwiliwyd: dim perygl"),
    "still damp": Say("Measured: still damp", "Mesurwyd: yn dal yn llaith"),
    "measured dry": Say("Measured: dry", "Mesurwyd: yn sych"),
}
"""Steps of the region's own cases that are no kind of event by themselves."""
JOURNEY_UNITS: Mapping[str, Say] = {
    "working-days": Say("working days", "diwrnodau gwaith"),
    "calendar-days": Say("days", "diwrnodau"),
    "hours": Say("hours", "oriau"),
}
JOURNEY_FAULTS: Mapping[str, Say] = {
    "title": Say("Write what the journey is called", "Ysgrifennwch enw'r daith"),
    "name": Say("Choose another name, with letters or digits", "Dewiswch enw arall, â llythrennau neu rifau"),
    "no-steps": Say("Write at least one step", "Ysgrifennwch o leiaf un cam"),
    "step-title": Say("Write what happens", "Ysgrifennwch beth sy'n digwydd"),
    "step-owner": Say("Write who must do it", "Ysgrifennwch pwy sy'n gorfod ei wneud"),
    "after": Say("Choose the step from which the clock runs", "Dewiswch y cam y mae'r cloc yn rhedeg ohono"),
    "within": Say("Enter a whole number from 1 to 3650", "Rhowch rif cyfan o 1 i 3650"),
    "itself": Say("A clock cannot run from its own step", "Ni all cloc redeg o'i gam ei hun"),
    "ring": Say("These clocks start each other in a ring", "Mae'r clociau hyn yn cychwyn ei gilydd mewn cylch"),
    "taken": Say("A journey with this name is there already", "Mae taith â'r enw hwn yno eisoes"),
    "changed": Say(
        "Somebody else changed this journey meanwhile: open it again",
        "Newidiodd rhywun arall y daith hon yn y cyfamser: agorwch hi eto",
    ),
}
INTERPRETER: tuple[tuple[str, str, str], ...] = (
    ("pl", "ltr", "Mówię po polsku. Potrzebuję tłumacza."),
    ("ur", "rtl", "میں اردو بولتی / بولتا ہوں۔ مجھے مترجم کی ضرورت ہے۔"),
    ("ar", "rtl", "أتكلم العربية. أحتاج إلى مترجم."),
    ("so", "ltr", "Waxaan ku hadlaa af Soomaali. Waxaan u baahanahay turjubaan."),
    ("pa", "ltr", "ਮੈਂ ਪੰਜਾਬੀ ਬੋਲਦੀ / ਬੋਲਦਾ ਹਾਂ। ਮੈਨੂੰ ਦੁਭਾਸ਼ੀਏ ਦੀ ਲੋੜ ਹੈ।"),
    ("bn", "ltr", "আমি বাংলা বলি। আমার একজন দোভাষী প্রয়োজন।"),
    ("ro", "ltr", "Vorbesc limba română. Am nevoie de un interpret."),
    ("zh", "ltr", "我说中文。我需要口译员。"),
)
"""(language, direction, "I speak ... I need an interpreter."). Our own; no translator has read them yet."""
MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "cy": ("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
           "Tachwedd", "Rhagfyr"),
}  # fmt: skip


def say(table: Mapping[str, Say], code: object, language: str) -> str:
    """The words for a code; the code itself where nobody wrote words for it."""
    found = table.get(str(code))
    return found.in_(language) if found else str(code)


def day_text(day: date, language: str) -> str:
    """Such as "25 November 2026"."""
    return f"{day.day} {MONTHS[language if language in MONTHS else 'en'][day.month - 1]} {day.year}"


def moment_text(moment: datetime, language: str, zone: str) -> str:
    """Local day and time, such as "25 November 2026, 14:05"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date(), language)}, {local:%H:%M}"
