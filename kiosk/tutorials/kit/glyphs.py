"""Line pictures, and which of them a box's id asks for."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

#: Line pictures on a field of 24 x 24.
GLYPHS = {
    "person": "M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8M4 21v-1a8 5.5 0 0 1 16 0v1",
    "paper": "M6 3h8l4 4v14h-12zM14 3v4h4M9 12h6M9 16h6",
    "shield": "M12 3l8 3v6c0 5-4 8-8 9c-4-1-8-4-8-9v-6zM9 12l2 2l4-4",
    "bell": "M6 17v-6a6 6 0 0 1 12 0v6l2 1h-16zM10 21h4",
    "card": "M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2zM3 10h18M7 15h3",
    "heart": "M12 20l-8-8a5 5 0 0 1 8-6a5 5 0 0 1 8 6z",
    "sliders": "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h12M20 12h0M18 10v4",
    "star": "M12 4l2.5 5l5.5 1l-4 4l1 5.5l-5-2.5l-5 2.5l1-5.5l-4-4l5.5-1z",
    "phone": "M5 4h4l2 5l-2.5 1.5a11 11 0 0 0 5 5l1.5-2.5l5 2v4a2 2 0 0 1-2 2a16 16 0 0 1-15-15a2 2 0 0 1 2-2",
    "home": "M4 12l8-8l8 8M6 10v10h12v-10M10 20v-6h4v6",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13a6.5 6.5 0 0 0 0 13M15.5 15.5l5 5",
    "lock": "M6 11h12v9h-12zM8.5 11v-3.5a3.5 3.5 0 0 1 7 0v3.5",
    "mail": "M3 6h18v13h-18zM3 7l9 7l9-7",
    "map": "M12 21c-4-5-7-8-7-11.5a7 7 0 0 1 14 0c0 3.5-3 6.5-7 11.5M12 12a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5",
    "camera": "M4 8h4l2-3h4l2 3h4v11h-16zM12 17a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7",
    "globe": "M12 21a9 9 0 1 0 0-18a9 9 0 0 0 0 18M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
    "bolt": "M13 3l-8 11h6l-1 7l9-12h-7z",
    "drop": "M12 3c4 5 6 7.5 6 11a6 6 0 0 1-12 0c0-3.5 2-6 6-11",
    "flame": "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2.5 1.5-4 2.5-5c.5 2 1.5 2.5 2 2.5c1-2.5 1-5 1.5-8.5",
    "video": "M3 7h12v10h-12zM15 11l6-3v8l-6-3",
    "mute": "M12 14a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3M6 11a6 6 0 0 0 12 0M12 17v4",
    "bag": "M5 8h14l1 12h-16zM9 11v-4a3 3 0 0 1 6 0v4",
    "car": "M4 16v-4l2-5h12l2 5v4zM4 12h16M7 16v2.5M17 16v2.5",
    "house": "M5 21v-16h9v16M14 10h5v11M3 21h18M8 9h3M8 13h3M8 17h3",
    "next": "M9 5l7 7l-7 7",
    "alert": "M12 4l9 16h-18zM12 10v4M12 17v.01",
    "info": "M12 21a9 9 0 1 0 0-18a9 9 0 0 0 0 18M12 11v5M12 8v.01",
    "backspace": "M9 6h11v12h-11l-6-6zM12 10l4 4M16 10l-4 4",
}
_PICTURES = ("paper", "person", "shield", "card", "heart", "star", "map", "mail", "sliders", "bell")
#: Words in a box's id that say which line picture stands for it.
_MEANINGS = {
    "home": {"home", "main", "start"},
    "mail": {
        "mail",
        "email",
        "gmail",
        "message",
        "messages",
        "sms",
        "chat",
        "chats",
        "letter",
        "inbox",
        "post",
    },
    "person": {
        "profile",
        "account",
        "me",
        "my",
        "person",
        "contact",
        "contacts",
        "family",
        "relative",
        "people",
    },
    "paper": {
        "document",
        "documents",
        "docs",
        "papers",
        "certificate",
        "certificates",
        "receipt",
        "services",
        "history",
    },
    "card": {
        "card",
        "bank",
        "pay",
        "payment",
        "payments",
        "wallet",
        "transfer",
        "transfers",
        "kaspi",
        "halyk",
    },
    "shield": {"security", "safety", "protection", "safe", "identity", "identification", "privacy"},
    "lock": {"password", "pin", "lock", "code", "codes", "key", "login"},
    "sliders": {"settings", "setup", "options", "more"},
    "bell": {"notifications", "notices", "alarm", "reminders", "news"},
    "heart": {
        "health",
        "doctor",
        "clinic",
        "medicine",
        "prescriptions",
        "vaccination",
        "insurance",
        "accessibility",
    },
    "phone": {"phone", "call", "calls", "mobile", "number", "dialer"},
    "camera": {"camera", "photo", "photos", "scan", "qr", "gallery"},
    "map": {"map", "maps", "place", "places", "address", "residence", "route", "travel"},
    "globe": {"browser", "internet", "web", "chrome", "language", "languages", "wifi", "network"},
    "bolt": {"electricity", "power", "battery", "light"},
    "drop": {"water"},
    "flame": {"gas", "heat", "heating"},
    "search": {"search", "find"},
    "star": {"favourites", "reviews", "benefits"},
    "video": {"video", "zoom", "meeting", "meet"},
    "mute": {"mute", "microphone", "sound", "voice", "audio"},
    "bag": {"shop", "store", "play", "market", "goods", "products", "appstore", "shopee"},
    "car": {"fines", "driving", "car", "transport", "tickets", "bus"},
    "house": {"property", "housing", "utilities", "flat"},
}


def pick(name: str, choices: Sequence[str]) -> str:
    """Choose by a box's id: always the same for one box, different for most."""
    return choices[crc32(name.encode()) % len(choices)]


def picture_of(name: str, otherwise: str = "") -> str:
    """Return the line picture that a box's id asks for by one of its words, else another."""
    words = name.split("-")
    found = (glyph for glyph, known in _MEANINGS.items() if any(word in known for word in words))
    return next(found, otherwise or pick(name, _PICTURES))
