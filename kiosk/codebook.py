"""The code lists: what may stand in a record, and how each code is called.

Codes are stored and exported, labels are messages for the catalogues. A code, once released, keeps its meaning for
ever; one that is no longer offered stays known, because old records hold it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kiosk.i18n import N_

CODEBOOK_VERSION = 1


class Outcome(StrEnum):
    """How a visit ended."""

    ALONE = "alone"
    WITH_HELP = "with_help"
    DONE_FOR = "done_for"
    NOT_DONE = "not_done"
    NOT_TOLD = "not_told"


class Channel(StrEnum):
    """Where and how the resident was met."""

    DESK = "desk"
    HOME_VISIT = "home_visit"
    OUTREACH = "outreach"
    PHONE = "phone"
    VIDEO = "video"
    CHAT = "chat"
    GROUP = "group"
    COURSE = "course"
    SELF_SERVICE = "self_service"


#: Channels in which many people take part: they need no outcome and have counts instead.
GROUP_CHANNELS = frozenset({Channel.GROUP, Channel.COURSE})

OUTCOMES: dict[str, str] = {
    Outcome.ALONE: N_("Can do it alone now"),
    Outcome.WITH_HELP: N_("With help"),
    Outcome.DONE_FOR: N_("Done for them"),
    Outcome.NOT_DONE: N_("Did not work out"),
    Outcome.NOT_TOLD: N_("Not told"),
}
CHANNELS: dict[str, str] = {
    Channel.DESK: N_("At the desk"),
    Channel.HOME_VISIT: N_("Home visit"),
    Channel.OUTREACH: N_("Outreach"),
    Channel.PHONE: N_("By phone"),
    Channel.VIDEO: N_("By video"),
    Channel.CHAT: N_("By chat"),
    Channel.GROUP: N_("Group"),
    Channel.COURSE: N_("Course"),
    Channel.SELF_SERVICE: N_("Alone at the screen"),
}
AGE_BANDS: dict[str, str] = {
    "under_18": N_("under 18"),
    "18_34": "18–34",
    "35_49": "35–49",
    "50_59": "50–59",
    "60_74": "60–74",
    "75_plus": "75+",
    "not_asked": N_("not asked"),
}
GENDERS: dict[str, str] = {
    "f": N_("woman"),
    "m": N_("man"),
    "other": N_("other"),
    "not_asked": N_("not asked"),
}
NOT_DONE_REASONS: dict[str, str] = {
    "documents": N_("papers are missing"),
    "service_down": N_("the service does not work"),
    "not_eligible": N_("no right to this service"),
    "cannot_learn": N_("cannot learn it"),
    "gave_up": N_("gave up"),
}
REFERRALS: dict[str, str] = {
    "office": N_("an office"),
    "bank": N_("the bank"),
    "clinic": N_("the clinic"),
    "social": N_("social services"),
    "police": N_("the police"),
    "legal": N_("legal advice"),
    "other": N_("somewhere else"),
}
FEEDBACK: dict[str, str] = {"good": N_("good"), "so_so": N_("so-so"), "bad": N_("bad")}
HELP_REASONS: dict[str, str] = {
    "skill": N_("does not know how"),
    "language": N_("the language"),
    "no_device": N_("no device"),
    "no_connection": N_("no connection"),
    "disability": N_("a disability"),
    "trust": N_("does not trust it"),
    "service_fault": N_("the service is faulty"),
}
SUPPORT: dict[str, str] = {
    "seeing": N_("seeing"),
    "hearing": N_("hearing"),
    "moving": N_("moving"),
    "remembering": N_("remembering"),
    "speaking": N_("speaking"),
    "none": N_("none"),
}
#: What a volunteer's time is for, where the programme names no others.
ACTIVITIES: dict[str, str] = {
    "desk": N_("At the desk"),
    "club": N_("Club"),
    "campaign": N_("Campaign"),
    "course": N_("Course"),
    "round": N_("Round through villages"),
    "chat": N_("Chat and phone from home"),
}
#: Apps that are set up together with people and counted. Products are called the same in every language.
APPS: dict[str, str] = {
    "kz.egov_mobile": "eGov Mobile",
    "kz.kaspi": "Kaspi.kz",
    "kz.halyk": "Halyk",
    "vn.vneid": "VNeID",
    "vn.vssid": "VssID",
    "vn.c_thai_nguyen": "C-ThaiNguyen",
    "vn.zalo": "Zalo",
    "vn.wallet": N_("Payment account or wallet"),
    "fi.hsl": "HSL",
    "gen.whatsapp": "WhatsApp",
    "gen.telegram": "Telegram",
    "gen.other": N_("Something else"),
}
#: What a desk asks only where the programme's card says so.
ASKABLE: dict[str, str] = {
    "gender": N_("Gender"),
    "help_reason": N_("Why the help was needed"),
    "support_given": N_("Which support a person needed"),
    "trip_avoided": N_("Whether a trip was avoided"),
}
TRIPS: dict[str, str] = {"yes": N_("yes"), "no": N_("no")}
#: Languages that a visit can be held in; walkthroughs exist in fewer.
VISIT_LANGUAGES = ("kk", "ru", "en", "vi", "fi", "sv", "sign", "other")
COUNTRIES: dict[str, str] = {
    "kz": N_("Kazakhstan"),
    "vn": N_("Viet Nam"),
    "fi": N_("Finland"),
    "all": N_("Any country"),
}
PLACE_LEVELS = ("country", "region", "district", "settlement", "site")


class Place(NamedTuple):
    """A node of the programme's place tree; `parent` is empty at the root, `level` one of `PLACE_LEVELS`."""

    id: str
    name: str
    level: str
    parent: str = ""


class Service(NamedTuple):
    """A public service or a skill that people come for.

    `own_hands` marks what the law lets nobody do for another person (a digital signature, access to a bank, VNeID
    level 2): such a visit can never end as "done for them".
    """

    code: str
    label: str
    own_hands: bool = False


SERVICES: dict[str, Service] = {
    service.code: service
    for service in (
        Service("kz.egov_app", N_("eGov Mobile app")),
        Service("kz.portal", N_("eGov.kz portal")),
        Service("kz.phone_base", N_("Phone number in the citizens' base")),
        Service("kz.digital_documents", N_("Digital documents")),
        Service("kz.criminal_record", N_("Criminal record certificate")),
        Service("kz.psych_narco", N_("Psychiatric and narcology certificates")),
        Service("kz.vaccination", N_("Vaccination passport")),
        Service("kz.pension", N_("Pension statement")),
        Service("kz.residence", N_("Address certificate")),
        Service("kz.property", N_("Property certificate")),
        Service("kz.eds", N_("Digital signature"), own_hands=True),
        Service("kz.offences", N_("Certificate of offences")),
        Service("kz.fines", N_("Fines")),
        Service("kz.taxes", N_("Taxes")),
        Service("kz.kaspi", N_("Kaspi payments"), own_hands=True),
        Service("kz.halyk", N_("Halyk payments"), own_hands=True),
        Service("kz.utilities", N_("Utility bills"), own_hands=True),
        Service("kz.stop_credit", N_("Ban on loans in one's name"), own_hands=True),
        Service("kz.one_stop_shop", N_("Visit to a one-stop shop")),
        Service("kz.doctor", N_("Calling a doctor")),
        Service("kz.post", N_("Parcels and post")),
        Service("vn.vneid_level1", N_("VNeID, level 1")),
        Service("vn.vneid_level2", N_("VNeID, level 2"), own_hands=True),
        Service("vn.vneid_papers", N_("Papers in VNeID")),
        Service("vn.residence", N_("Residence notices")),
        Service("vn.public_services", N_("Public services online")),
        Service("vn.vssid", N_("Health insurance, VssID")),
        Service("vn.wallet", N_("Payment account or wallet"), own_hands=True),
        Service("vn.shopping", N_("Shopping online")),
        Service("vn.zalo", N_("Zalo messages and calls")),
        Service("vn.c_thai_nguyen", N_("C-ThaiNguyen app")),
        Service("fi.suomifi_identification", N_("Suomi.fi identification"), own_hands=True),
        Service("fi.mobile_certificate", N_("Mobile certificate"), own_hands=True),
        Service("fi.suomifi_messages", N_("Suomi.fi messages")),
        Service("fi.kela", N_("Kela benefits")),
        Service("fi.kanta", N_("Prescriptions, MyKanta")),
        Service("fi.jobs", N_("Job seeking")),
        Service("fi.migri", N_("Residence permit")),
        Service("fi.mandate", N_("Mandate for another person")),
        Service("fi.hsl", N_("Public transport tickets (HSL)")),
        Service("fi.digital_support", N_("Where to find digital support")),
        Service("gen.qr_code", N_("QR codes")),
        Service("gen.messengers", N_("Messengers and video calls")),
        Service("gen.passwords", N_("Passwords and codes")),
        Service("gen.scam_safety", N_("Protection from scams")),
        Service("gen.email", N_("E-mail")),
        Service("gen.accounts", N_("Accounts")),
        Service("gen.phone", N_("Using the phone")),
        Service("gen.helping", N_("Helping others (course)")),
        Service("gen.other", N_("Something else")),
    )
}


def own_hands(services: tuple[str, ...]) -> bool:
    """Tell whether one of these services must be done by the resident's own hands."""
    return any(code in SERVICES and SERVICES[code].own_hands for code in services)
