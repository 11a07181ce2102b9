"""The balance of a relationship in sentences, each with its arithmetic; what is not known is left unsaid.

`balance` is what measures/balance.py gives: starts, mails, words, minutes, our_reply_hours, their_reply_hours,
each of them None where it is unknown. Of fewer than three cases nothing is concluded.
"""

from dataclasses import dataclass, field

from sapwood.surfaces.web.words import count, percent

TOO_FEW = 3  # below that, a sentence gives the count and says that it is too little to tell


@dataclass(frozen=True)
class Sentence:
    text: str
    arithmetic: list[str] = field(default_factory=list)


def sentences(balance: dict) -> list[Sentence]:
    said = [_starts(balance.get("starts")), _words(balance.get("words"), balance.get("mails"))]
    said += [_replies("We answer", "they write", balance.get("our_reply_hours"))]
    said += [_replies("They answer", "we write", balance.get("their_reply_hours"))]
    said += [_minutes(balance.get("minutes"))]
    return [sentence for sentence in said if sentence]


def _starts(starts: dict | None) -> Sentence | None:
    if not starts or not starts["of"]:
        return None
    low, high = percent(starts["low"]), percent(starts["high"])
    if starts["of"] < TOO_FEW:
        text = "Too few conversations to tell who starts them"
    elif starts["low"] > 0.5:
        text = "We start most conversations"
    elif starts["high"] < 0.5:
        text = "They start most conversations"
    else:
        text = "Neither side clearly starts more conversations"
    return Sentence(
        f"{text}: {starts['ours']:,} of {starts['of']:,} are ours.",
        [
            f"Mails and calls whose beginning is on record. Our share is {percent(starts['share'])}, with 95 % "
            f"certainty between {low} and {high} (Beta posterior from a uniform prior)."
        ],
    )


def _words(words: dict | None, mails: dict | None) -> Sentence | None:
    if not words or not (words["given"] or words["received"]):
        return None
    given, received = words["given"], words["received"]
    if mails and mails["given"] + mails["received"] < TOO_FEW:
        text = "Too few mails to compare how much each side writes."
    elif min(given, received) * 10 < max(given, received):
        text = f"Nearly all the words are {'ours' if given > received else 'theirs'}."
    elif given >= received:
        text = f"We write {_times(given / received)} as many words as they do."
    else:
        text = f"They write {_times(received / given)} as many words as we do."
    lines = [
        f"{count(given, 'own word')} of ours, {received:,} of theirs, after quotes and signatures are taken off."
    ]
    if mails:
        lines.append(
            f"In {count(mails['given'], 'mail')} of ours, {mails['received']:,} of theirs; mails to many count less."
        )
    return Sentence(text, lines)


def _times(ratio: float) -> str:
    return "about" if ratio < 1.1 else f"{ratio:.1f} times"


def _replies(who: str, after: str, reply: dict | None) -> Sentence | None:
    if not reply or not reply["n"]:
        return None
    within = f"Within 14 days {percent(reply['answered_14d'])} are answered."
    lines = [
        f"{count(reply['n'], 'turn')} where {after}, {reply['answered']:,} answered. {within}",
        "An unanswered one counts as a wait that goes on (Kaplan and Meier, 1958), in elapsed hours.",
    ]
    if reply["n"] < TOO_FEW:
        times = "once" if reply["n"] == 1 else "twice"
        return Sentence(
            f"Too little to tell how soon {who[0].lower()}{who[1:]}: {after.replace('write', 'wrote')} {times}.",
            lines,
        )
    if reply["median"] is None:
        return Sentence(f"{who} fewer than half of the times that {after}.", lines)
    return Sentence(f"{who} within {_hours(reply['median'])}, half of the time.", lines)


def _hours(hours: float) -> str:
    if hours < 1:
        return count(max(round(hours * 60), 1), "minute")
    return count(round(hours), "hour") if hours < 48 else count(round(hours / 24), "day")


def _minutes(minutes: dict | None) -> Sentence | None:
    if not minutes or not (minutes["ours"] or minutes["theirs"]):
        return None
    ours, theirs = minutes["ours"], minutes["theirs"]
    text = f"We have given them {_time(ours)} of attention, and they us {_time(theirs)}."
    lines = ["A mail counts 5 minutes to write and 2.5 to read; a call or a meeting its minutes for everybody in it."]
    if minutes.get("untimed"):
        lines.append(
            f"{count(minutes['untimed'], 'meeting or call', 'meetings or calls')} without a known length left out."
        )
    return Sentence(text, lines)


def _time(minutes: float) -> str:
    return count(round(minutes), "minute") if minutes < 120 else count(round(minutes / 60), "hour")
