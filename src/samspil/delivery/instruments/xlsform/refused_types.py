"""Types of question that are not asked here, each with the reason and what to do instead."""

from __future__ import annotations

from samspil.delivery.instruments.xlsform.problems import Reason

WHEREABOUTS = (Reason.WHEREABOUTS, "Where somebody is, is never collected. Take the row out.")
RECORDED = (
    Reason.RECORDED,
    "Nothing is recorded without being asked: no time, device or name. Take the row out.",
)
MEDIA = (Reason.MEDIA, "Pictures, sound, films and files are not collected. Ask for words.")
OUTSIDE = (Reason.OUTSIDE, "Nothing is read from outside the form. Put the choices on the sheet choices.")
SCORE = (Reason.SCORE, "Nothing is calculated from answers: no sum, no score, no cut-off. Take the row out.")
REPEAT = (Reason.REPEAT, "Questions are not repeated. Ask each once.")
SEVERAL = (
    Reason.TYPE,
    "Several answers to one question are not supported. Ask each as its own select_one.",
)
DATES = (Reason.TYPE, "Dates and times are not asked. Use a text or a whole number.")

REFUSED: dict[str, tuple[Reason, str]] = {
    "calculate": SCORE,
    "hidden": (Reason.RECORDED, "Nothing is kept that the person does not see. Take the row out."),
    **dict.fromkeys(
        ("begin repeat", "end repeat", "begin loop", "end loop", "begin lgroup", "end lgroup"), REPEAT
    ),
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape", "gps", "location", "start-geopoint", "osm"), WHEREABOUTS
    ),
    **dict.fromkeys(
        ("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email",
         "audit", "imei", "start time", "end time", "uri:deviceid", "device id", "background-audio"),
        RECORDED,
    ),
    **dict.fromkeys(("image", "photo", "audio", "video", "file", "barcode", "draw", "signature"), MEDIA),
    **dict.fromkeys(("xml-external", "csv-external", "select one external"), OUTSIDE),
    **dict.fromkeys(("date", "time", "datetime"), DATES),
    **dict.fromkeys(("select multiple", "select all that apply", "rank"), SEVERAL),
    **dict.fromkeys(("select one from file", "select multiple from file"), OUTSIDE),
    "cascading select": (Reason.TYPE, "Cascades are not supported. Ask each question by itself."),
    "acknowledge": (Reason.TYPE, "Use a select_one with a single choice, or a note."),
    "trigger": (Reason.TYPE, "Use a select_one with a single choice, or a note."),
    "include": (Reason.OUTSIDE, "Nothing is read from elsewhere. Put the questions on the sheet survey."),
}  # fmt: skip


def why_refused(written: str) -> tuple[Reason, str]:
    """The reason and the sentence for a type that is not supported."""
    words = written.lower().replace("_", " ").split()
    plain = " ".join(words)
    for length in range(len(words), 0, -1):
        found = REFUSED.get(" ".join(words[:length]))
        if found:
            return found
    known = "text, integer, decimal, select_one LIST, range, note, begin_group, end_group"
    return Reason.TYPE, f"The type «{plain[:40]}» is not known. Use one of: {known}."
