"""The two letters a guest gets: the invitation, and the code. Plain text, one link, nothing to load."""

from datetime import timedelta

from sapwood.records.guests.models import GuestLink


def invitation(link: GuestLink, url: str, home: str) -> dict[str, str]:
    """Arguments for mailing.send."""
    until = link.expires - timedelta(seconds=1)
    return {
        "subject": f"What {home} holds about {link.relationship}",
        "sender": f"{link.by} at {home}",
        "reply_to": link.by.email if not link.by.email.endswith("@localhost") else "",
        "text": f"""Hello,

{link.by} at {home} invites you to see what {home} holds about {link.relationship},
to say what is not so, and to take all of it along.

{url}

The link is for {link.address} alone: when you open it, a code is sent to this
address, so passing the link on opens nothing to anybody. There is nothing to
install and no account to make. It works until {until.day} {until:%B %Y}.

If you did not expect this, ask {link.by}, or leave it: nothing happens then.
""",
    }


def code_letter(link: GuestLink, code: str, home: str, minutes: int) -> dict[str, str]:
    """The code stands in the text, not in the subject that a locked telephone shows."""
    return {
        "subject": f"Your code for {home}",
        "sender": home,
        "text": f"""Your code is {code[:3]} {code[3:]}

It works for {minutes} minutes, in the browser that asked for it, and nowhere else.

If you did not ask for it, somebody else has your link. Without this code they
see nothing. Give the code to nobody, and tell {link.by}, who can close the link.
""",
    }
