"""Plain words of the pages about rights and breaches. The Welsh is our own; no translator has read it yet."""

from __future__ import annotations

from collections.abc import Mapping

from ginnel.app.services.rights.words import RIGHTS, RIGHTS_EXEMPTIONS, RIGHTS_EXPECT, RIGHTS_HINTS
from ginnel.vocabulary.say import Say

__all__ = ["RIGHTS", "RIGHTS_EXEMPTIONS", "RIGHTS_EXPECT", "RIGHTS_HINTS"]
RIGHTS_STATES: Mapping[str, Say] = {
    "new": Say("Sent", "Anfonwyd"),
    "identity": Say("They need to know who asks", "Mae angen iddynt wybod pwy sy'n gofyn"),
    "clarification": Say("They asked what exactly is meant", "Gofynnwyd beth yn union a olygir"),
    "open": Say("Being worked on", "Yn cael ei drin"),
    "answered": Say("Answered", "Atebwyd"),
    "partly": Say("Answered in part", "Atebwyd yn rhannol"),
    "refused": Say("Refused, with reasons", "Gwrthodwyd, gyda rhesymau"),
    "withdrawn": Say("Taken back", "Tynnwyd yn ôl"),
}
RIGHTS_CLOCK: Mapping[str, Say] = {
    "identity": Say("The month has not begun", "Nid yw'r mis wedi dechrau"),
    "paused": Say("The clock stands still", "Mae'r cloc wedi'i stopio"),
    "running": Say("In time", "Mewn pryd"),
    "overdue": Say("Overdue", "Yn hwyr"),
    "met": Say("Done in time", "Gwnaed mewn pryd"),
    "met-late": Say("Done late", "Gwnaed yn hwyr"),
}
RIGHTS_STEPS: Mapping[str, Say] = {
    "asked": Say("Asked", "Gofynnwyd"),
    "acknowledged": Say("They confirmed that they have it", "Cadarnhawyd ei fod ganddynt"),
    "identity-asked": Say("They asked for proof of who asks", "Gofynnwyd am brawf o bwy sy'n gofyn"),
    "identity-given": Say("The proof came", "Daeth y prawf"),
    "identity-checked": Say("They checked who asks", "Gwiriwyd pwy sy'n gofyn"),
    "clarification-asked": Say("They asked what exactly is meant", "Gofynnwyd beth yn union a olygir"),
    "clarified": Say("It was said what is meant", "Dywedwyd beth a olygir"),
    "extended": Say("They need two more months", "Mae angen dau fis arall arnynt"),
    "search-asked": Say("They began to look", "Dechreuwyd chwilio"),
    "found": Say("They looked for records", "Chwiliwyd am gofnodion"),
    "answered": Say("They answered", "Atebwyd"),
    "partly-answered": Say("They answered in part", "Atebwyd yn rhannol"),
    "refused": Say("They refused", "Gwrthodwyd"),
    "withdrawn": Say("The request was taken back", "Tynnwyd y cais yn ôl"),
    "told-others": Say("Whoever was told before was told of this", "Dywedwyd hyn wrth bawb a gafodd wybod o'r blaen"),
    "erased": Say("Deleted here", "Dilëwyd yma"),
}
RIGHTS_ACTIONS: Mapping[str, Say] = {
    "acknowledged": Say("Confirm that you have it", "Cadarnhau ei fod gennych"),
    "identity-asked": Say("Ask for proof of who asks", "Gofyn am brawf o bwy sy'n gofyn"),
    "identity-given": Say("Record that the proof came", "Cofnodi bod y prawf wedi dod"),
    "identity-checked": Say("Record that you checked who asks, and that they may", "Cofnodi eich bod wedi gwirio pwy sy'n gofyn, a bod hawl ganddynt"),
    "clarification-asked": Say("Ask what exactly is meant; the clock stands still", "Gofyn beth yn union a olygir; mae'r cloc yn stopio"),
    "clarified": Say("Record what was meant", "Cofnodi beth a olygid"),
    "extended": Say("Give notice of two more months", "Rhoi rhybudd o ddau fis arall"),
    "search-asked": Say("Look for records", "Chwilio am gofnodion"),
    "answered": Say("Answer", "Ateb"),
    "partly-answered": Say("Answer in part, with reasons", "Ateb yn rhannol, gyda rhesymau"),
    "refused": Say("Refuse, with reasons", "Gwrthod, gyda rhesymau"),
}  # fmt: skip
RIGHTS_CAPACITY: Mapping[str, Say] = {
    "self": Say("The person, signed in", "Y person, wedi mewngofnodi"),
    "parent": Say("A parent, for a child", "Rhiant, dros blentyn"),
    "helper": Say("A helper whom the person named", "Cynorthwyydd a enwodd y person"),
    "staff": Say("Written down by a worker, for somebody who telephoned", "Ysgrifennwyd gan weithiwr, dros rywun a ffoniodd"),
}  # fmt: skip
RIGHTS_SOURCES: Mapping[str, Say] = {
    "record": Say("Record", "Cofnod"), "case": Say("Case", "Achos"), "told": Say("What was told", "Yr hyn a ddywedwyd"),
    "asked": Say("Question", "Cwestiwn"), "use": Say("Use", "Defnydd"), "look": Say("Somebody looked", "Edrychodd rhywun"),
    "choice": Say("Choice", "Dewis"), "account": Say("Account", "Cyfrif"), "person": Say("Person", "Person"),
    "received": Say("What came from outside", "Yr hyn a ddaeth o'r tu allan"), "scope": Say("Who may ask for the person", "Pwy gaiff ofyn dros y person"),
    "override": Say("Decision in spite of a no", "Penderfyniad er gwaethaf na"),
    "review": Say("Whether the child decides herself", "A yw'r plentyn yn penderfynu ei hun"),
}  # fmt: skip
RIGHTS_DECISIONS: Mapping[str, Say] = {
    "open": Say("To be decided", "I'w benderfynu"),
    "give": Say("Give", "Rhoi"),
    "cut": Say("Give without the ticked lines", "Rhoi heb y llinellau a diciwyd"),
    "keep": Say("Leave out whole, for an approved reason", "Gadael allan yn gyfan, am reswm a gymeradwywyd"),
}
RIGHTS_NOTICES: Mapping[str, Say] = {
    "rectified": Say("Something that you were told was put right", "Cywirwyd rhywbeth a ddywedwyd wrthych"),
    "erased": Say("Something that you were told was deleted", "Dilëwyd rhywbeth a ddywedwyd wrthych"),
    "restricted": Say("Something that you were told must not be used", "Ni ddylid defnyddio rhywbeth a ddywedwyd wrthych"),
}  # fmt: skip
FAULTS: Mapping[str, Say] = {
    "choose what you ask for": Say("Choose what you ask for", "Dewiswch beth rydych yn gofyn amdano"),
    "say what it is about": Say("Say what it is about", "Dywedwch am beth y mae"),
    "name or describe the worker": Say("Name or describe the worker", "Enwch neu disgrifiwch y gweithiwr"),
    "choose at least one body": Say("Choose at least one body", "Dewiswch o leiaf un corff"),
    "you may not ask this for somebody else": Say("You may not ask this for somebody else", "Ni chewch ofyn hyn dros rywun arall"),
    "write what you mean": Say("Write what you mean", "Ysgrifennwch beth rydych yn ei olygu"),
    "write the name of the helper's account": Say("Write the name of the helper's account", "Ysgrifennwch enw cyfrif y cynorthwyydd"),
    "choose what the helper may ask": Say("Choose what the helper may ask", "Dewiswch beth y caiff y cynorthwyydd ei ofyn"),
    "somebody else than the worker who is meant must answer": Say("Somebody else than the worker who is meant must answer", "Rhaid i rywun heblaw'r gweithiwr a olygir ateb"),
    "choose what is deleted": Say("Choose what is deleted", "Dewiswch beth sy'n cael ei ddileu"),
    "this step is not possible now": Say("Choose a step that is possible now", "Dewiswch gam sy'n bosibl nawr"),
    "write the reasons": Say("Write the reasons", "Ysgrifennwch y rhesymau"),
    "write what you answer": Say("Write what you answer", "Ysgrifennwch eich ateb"),
    "check first who asks, and that she may": Say("Check first who asks, and that they may", "Gwiriwch yn gyntaf pwy sy'n gofyn, a bod hawl ganddynt"),
    "search first": Say("Look for records first; the silos' own are found by the command ginnel rights find", "Chwiliwch am gofnodion yn gyntaf; gorchymyn ginnel rights find sy'n dod o hyd i gofnodion y seilos"),
    "decide about each thing found": Say("Decide about each thing found", "Penderfynwch am bob peth a gafwyd"),
    "what is left out whole needs a reason that somebody else approved": Say("What is left out whole needs a reason that somebody else approved", "Mae angen rheswm a gymeradwywyd gan rywun arall ar yr hyn a adewir allan yn gyfan"),
    "choose what becomes of it": Say("Choose what becomes of it", "Dewiswch beth fydd yn digwydd iddo"),
    "what is left out whole needs a reason": Say("Choose the reason for leaving it out", "Dewiswch y rheswm dros ei adael allan"),
    "this reason is for other kinds of record": Say("This reason is for other kinds of record", "Mae'r rheswm hwn ar gyfer mathau eraill o gofnod"),
    "choose a reason for leaving this out": Say("Choose a reason", "Dewiswch reswm"),
    "name a day within a year on which this is looked at again": Say("Name a day within a year on which this is looked at again", "Enwch ddiwrnod o fewn blwyddyn pan edrychir ar hyn eto"),
    "write who gave the opinion, and when": Say("Write who gave the opinion, and when", "Ysgrifennwch pwy roddodd y farn, a phryd"),
    "somebody else than whoever proposed it must approve": Say("Somebody else than whoever proposed it must approve", "Rhaid i rywun heblaw'r sawl a'i cynigiodd gymeradwyo"),
    "choose who is meant, or that nobody who looked fits": Say("Choose who is meant, or that nobody who looked fits", "Dewiswch pwy a olygir, neu nad oes neb a edrychodd yn cyfateb"),
    "somebody changed this just now; look at it again": Say("Somebody changed this just now. Nothing was saved. Look at it again", "Newidiodd rhywun hwn nawr. Ni chadwyd dim. Edrychwch arno eto"),
    "no one person fits; ask for more, or send the form on paper": Say("No one person fits. Ask for more, or send the form on paper", "Nid oes un person yn cyfateb. Gofynnwch am fwy, neu anfonwch y ffurflen ar bapur"),
    "write what happened": Say("Write what happened", "Ysgrifennwch beth ddigwyddodd"),
    "write when you became aware, such as 2026-11-25 09:30": Say("Write when you became aware, such as 2026-11-25 09:30", "Ysgrifennwch pryd y daethoch yn ymwybodol, er enghraifft 2026-11-25 09:30"),
    "nobody becomes aware in the future": Say("Write a time that has passed", "Ysgrifennwch amser sydd wedi mynd heibio"),
    "say whether people are at high risk": Say("Say whether people are at high risk", "Dywedwch a yw pobl mewn perygl uchel"),
    "a breach is reported, or the reason why not is kept": Say("Report it, or write why it need not be reported", "Rhowch wybod amdano, neu ysgrifennwch pam nad oes angen"),
    "people at high risk are told first": Say("Tell the people at high risk first", "Dywedwch wrth y bobl mewn perygl uchel yn gyntaf"),
    "this breach is closed": Say("This is closed", "Mae hwn wedi cau"),
}  # fmt: skip
"""What a form says, by the message of the rule that refused it."""
