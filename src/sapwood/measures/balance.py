"""Balance of mail and calls: who starts, writes, answers how soon and gives time. docs/measures/balance.md."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import betaincinv

from .once import once
from .reach import weight
from .survival import kaplan_meier

WRITE_MINUTES, READ_MINUTES = 5.0, 2.5  # a mail's, as Dynamics 365 counts
LONGEST_WAIT_S = 14 * 86_400
Figures = dict[str, Any]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@once
def volumes(touches: ibis.Table) -> ibis.Table:
    """A row per organisation: mails_in, mails_out; words_in, words_out (mail's own words, crowds down-weighted; null
    without mail); our_minutes, their_minutes (null where nothing has any); untimed (no mail, and no duration)."""
    t = touches
    mail, out = t.channel == "mail", t.direction == "out"
    shared = weight(t.addressed)

    def minutes(addressed: ibis.Column, wrote: ibis.Column) -> ibis.Column:
        by_mail = wrote.cast("float64") * WRITE_MINUTES + addressed * shared * READ_MINUTES
        return ibis.ifelse(mail, by_mail, t.minutes * (addressed + wrote.cast("int32")))

    return t.group_by("organisation").agg(
        mails_in=(mail & ~out).sum(),
        mails_out=(mail & out).sum(),
        words_in=ibis.ifelse(mail, ibis.ifelse(out, 0.0, t.words * shared), ibis.null("float64")).sum(),
        words_out=ibis.ifelse(mail, ibis.ifelse(out, t.words * shared, 0.0), ibis.null("float64")).sum(),
        our_minutes=minutes(t.ours, out).sum(),
        their_minutes=minutes(t.theirs, t.direction == "in").sum(),
        untimed=(~mail & t.minutes.isnull()).sum(),
    )


@once
def starts(threaded: ibis.Table) -> ibis.Table:
    """A row per organisation: of the conversations by mail or call whose beginning is on record, how many (`seen`),
    and how many home began (`ours`)."""
    t = threaded
    began = t.begun & t.channel.isin(["mail", "call"])
    # time and answer in one number, whose least is the answer of the earliest
    code = t.second * 4 + ibis.ifelse(began, 0, 2) + ibis.ifelse(t.direction == "out", 1, 0)
    firsts = t.group_by("organisation", "thread").agg(code=code.min())
    firsts = firsts.filter(firsts.code % 4 < 2)
    return firsts.group_by("organisation").agg(seen=firsts.code.count(), ours=(firsts.code % 4).sum())


@once
def mails(threaded: ibis.Table) -> ibis.Table:
    """The mails of each conversation in order: organisation, thread, and code (int64), twice the seconds since 1970,
    and one more where home wrote."""
    t = threaded.filter(threaded.channel == "mail")
    code = t.second * 2 + ibis.ifelse(t.direction == "out", 1, 0)
    return t.select("organisation", "thread", code=code).order_by("organisation", "thread", "code")


def waits(organisation: Ints, thread: Ints, code: Ints) -> tuple[Ints, Bools, Ints, Floats]:
    """From the columns of mails() a row per turn in a conversation: organisation, out (we wrote, they may answer),
    start and end (seconds since 1970; nan where nobody has answered). Mails of one side in a row are one turn, from
    the first on."""
    out, start = code % 2 == 1, code // 2
    fresh = np.ones(len(code), bool)
    fresh[1:] = (organisation[1:] != organisation[:-1]) | (thread[1:] != thread[:-1])
    turn = fresh.copy()
    turn[1:] |= out[1:] != out[:-1]
    at = np.flatnonzero(turn)
    end = np.full(len(at), np.nan)
    answered = ~fresh[at[1:]]  # the turn after it is of the same conversation
    end[:-1][answered] = start[at[1:]][answered]
    return organisation[at], out[at], start[at], end


def balances(volumes: pa.Table, starts: pa.Table, mails: pa.Table, as_of: date) -> dict[int, Figures]:
    """By organisation: starts, mails, words, minutes, our_reply_hours, their_reply_hours; None: unknown. From the
    rows of volumes(), starts() and mails()."""
    answer: dict[int, Figures] = {}
    for row in volumes.to_pylist():
        wrote, timed = row["words_in"] is not None, row["our_minutes"] is not None
        answer[row["organisation"]] = {
            "starts": None,
            "mails": {"given": row["mails_out"], "received": row["mails_in"]},
            "words": {"given": round(row["words_out"]), "received": round(row["words_in"])} if wrote else None,
            "minutes": {
                "ours": round(row["our_minutes"], 1),
                "theirs": round(row["their_minutes"], 1),
                "untimed": row["untimed"],
            }
            if timed
            else None,
            "our_reply_hours": None,
            "their_reply_hours": None,
        }
    _add_starts(answer, starts)
    columns = (mails[name].to_numpy() for name in ("organisation", "thread", "code"))
    _add_replies(answer, waits(*columns), as_of)
    return answer


def _add_starts(answer: dict[int, Figures], table: Any) -> None:
    seen, ours = (table[name].to_numpy().astype(float) for name in ("seen", "ours"))
    low, high = (betaincinv(1 + ours, 1 + seen - ours, q) for q in (0.025, 0.975))
    columns = (table["organisation"].to_numpy(), ours, seen, (1 + ours) / (2 + seen), low, high)
    for organisation, mine, of, share, least, most in zip(*(c.tolist() for c in columns), strict=True):
        answer[organisation]["starts"] = {
            "ours": int(mine),
            "of": int(of),
            "share": round(share, 3),
            "low": round(least, 3),
            "high": round(most, 3),
        }


def _add_replies(answer: dict[int, Figures], turns: tuple[Ints, Bools, Ints, Floats], as_of: date) -> None:
    """A reply after 14 days, or none yet, is a wait that had not ended when we stopped looking."""
    now = datetime.combine(as_of + timedelta(days=1), datetime.min.time(), UTC).timestamp()
    organisation, out, start, end = turns
    limit = np.minimum(LONGEST_WAIT_S, now - start)
    waited = end - start
    answered = ~np.isnan(waited) & (waited <= limit)
    time = np.where(answered, waited, limit) / 3600
    for name, side in (("our_reply_hours", ~out), ("their_reply_hours", out)):
        result = kaplan_meier(organisation[side], time[side], answered[side])
        columns = (result.group, result.n, result.ended, result.median, result.share)
        for who, n, ended, median, share in zip(*(c.tolist() for c in columns), strict=True):
            answer[who][name] = {
                "median": None if median != median else round(median, 2),
                "n": n,
                "answered": ended,
                "answered_14d": round(share, 3),
            }
