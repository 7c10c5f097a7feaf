"""Plain words for asks, for who may ask for somebody else, and for what came from outside. The Welsh is our own and unread."""

from __future__ import annotations

from collections.abc import Mapping

from ginnel.vocabulary.say import Say

ASK_REASONS: Mapping[str, Say] = {
    "no-mandate": Say(
        "Nobody has recorded, after seeing a paper, that you may ask for this person.",
        "Nid oes neb wedi cofnodi, ar ôl gweld papur, y cewch ofyn dros y person hwn.",
    ),
    "mandate-dates": Say(
        "The leave to ask for this person is not in force today.",
        "Nid yw'r caniatâd i ofyn dros y person hwn mewn grym heddiw.",
    ),
    "mandate-purpose": Say(
        "The leave to ask for this person is not for this kind of help.",
        "Nid yw'r caniatâd i ofyn dros y person hwn ar gyfer y math hwn o help.",
    ),
    "mandate-kept": Say("The person keeps this to herself.", "Mae'r person yn cadw hyn iddi hi ei hun."),
    "decides-herself": Say(
        "The child is old enough to decide and to ask herself.",
        "Mae'r plentyn yn ddigon hen i benderfynu a gofyn ei hun.",
    ),
}
EVIDENCE: Mapping[str, Say] = {
    "lasting-power": Say("a lasting power of attorney", "atwrneiaeth arhosol"),
    "parental-responsibility": Say("parental responsibility", "cyfrifoldeb rhiant"),
    "written-yes": Say("your written yes", "eich caniatâd ysgrifenedig"),
}
CHANNELS: Mapping[str, Say] = {
    "letter": Say("letter", "llythyr"),
    "email": Say("e-mail", "e-bost"),
    "form": Say("referral form", "ffurflen atgyfeirio"),
    "phone": Say("telephone", "ffôn"),
}
