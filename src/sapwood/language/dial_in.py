"""What video services write into an invitation: how to dial in, which nobody wrote to anybody."""

import re

# Lines that open a block of a service; the block goes on to the end or to the next fence.
OPENS = re.compile(
    r"\s*(?:microsoft teams[- ](?:meeting|besprechung|need help)|join (?:the )?(?:zoom|microsoft teams|webex|teams)|"
    r"join with google meet|join on your computer|join by (?:phone|video|meeting number)|join from the meeting link|"
    r"click here to join the meeting|nehmen sie auf ihrem computer|an microsoft teams-besprechung|"
    r"besprechung in microsoft teams|réunion microsoft teams|reunión de microsoft teams|"
    r".{0,80} is inviting you to a scheduled (?:zoom|webex) meeting|.{0,80} lädt sie zu einem geplanten zoom-meeting|"
    r"join (?:my|our) meeting from your computer|please join my meeting|this event has a (?:google meet )?video call|"
    r"meeting id ?:|meeting-id ?:|besprechungs-id ?:|view your event at https?://)",
    re.IGNORECASE,
)
GOOGLE_FENCE = re.compile(r"\s*-::~[:~\-]{10,}")
RULE = re.compile(r"\s*[_.\-=*~]{20,}\s*")


def without_dial_in(lines: list[str]) -> list[str]:
    """`lines` without the blocks that Teams, Zoom, Meet, Webex and GoTo put in; one scan."""
    out: list[str] = []
    inside = ""
    for line in lines:
        short = line[:300]
        if GOOGLE_FENCE.match(short):
            inside = "" if inside == "google" else "google"
        elif inside == "google":
            continue
        elif RULE.fullmatch(short):
            if inside == "block":
                inside = ""
            else:
                out.append(line)
        elif inside == "block":
            continue
        elif OPENS.match(short):
            inside = "block"
            while out and (not out[-1].strip() or RULE.fullmatch(out[-1][:300])):
                out.pop()
        else:
            out.append(line)
    return out
