"""A table on the page: looked at, mended in place, brought in; what stayed out taken along and brought again."""

import csv
import io

import pytest
from cast import bring  # noqa: F401
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from table_samples import ACCOUNTS, DEALS, PRODUCTS, tables  # noqa: F401

from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import BulkChange, Relationship
from sapwood.records.trade.models import Deal, Firm, Product
from sapwood.workflows.refresh import refresh
from sapwood.workflows.tables import correct
from sapwood.workflows.take_in.flow import take_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lea(client, cast):
    client.force_login(cast.lea)
    return client


def upload(client, name, text):
    """The import that came of it, looked at or in."""
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    answer = client.post(reverse("imports"), {"files": [file]})
    asked = Import.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))
    take_in(asked, "test")
    asked.refresh_from_db()
    return asked


def confirmed(client, asked):
    client.post(reverse("confirm_import", args=[asked.pk]))
    take_in(asked, "test")
    asked.refresh_from_db()
    return asked


def shown(client, asked):
    return client.get(reverse("sheet", args=[asked.sheets.get().pk])).content.decode()


def say(client, what, asked, **fields):
    return client.post(reverse(what, args=[asked.sheets.get().pk]), fields)


def test_looked_at_mended_brought_in_and_the_rest_again(lea, tables):  # noqa: F811
    tables(products=PRODUCTS, accounts=ACCOUNTS)
    asked = upload(lea, "deals.csv", DEALS)
    assert asked.status == "looked at"
    assert not Deal.objects.exists(), "nothing is in yet"
    page = shown(lea, asked)
    assert "5 rows of deals and orders." in page and "3 come in; 2 stay out" in page
    assert "“GTXPro” is the product GTX Pro, spelt otherwise." in page
    assert "It is Orchard Corporation" in page

    fix = {"fix": "0", "column-0": "2", "was-0": "GTXPro", "becomes-0": "GTX Pro"}
    say(lea, "sheet_fixes", asked, **fix)
    page = shown(lea, asked)
    assert "spelt otherwise" not in page
    say(lea, "sheet_fixes", asked, line="6", **{"cell-3": "Orchard Corporation"})
    assert "4 come in; 1 stays out" in shown(lea, asked)
    say(lea, "sheet_choices", asked, reference="Birch", act="skip")
    assert "3 come in; 1 is left alone; 1 stays out" in shown(lea, asked)

    done = confirmed(lea, asked)
    refresh()
    assert (done.status, done.read, done.added, done.known) == ("done", 5, 3, 1)
    assert set(Deal.objects.values_list("crm_id", "product")) == {(d, "GTX Basic") for d in ("D1", "D3", "D5")}
    page = lea.get(reverse("import", args=[done.pk])).content.decode()
    assert "Take the 1 row along that stayed out (CSV)" in page
    back = lea.get(reverse("sheet_left", args=[done.sheets.get().pk])).content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(back))
    assert (header[-1], row[0], row[-1]) == ("reason", "D4", "It names no account.")

    again = confirmed(lea, upload(lea, "left-out.csv", back.replace("GTX Basic,,Won", "GTX Basic,Birch,Won")))
    assert (again.added, again.known, again.troubles.count()) == (1, 0, 0)
    once_more = confirmed(lea, upload(lea, "left-out.csv", back.replace("GTX Basic,,Won", "GTX Basic,Birch,Won")))
    assert (once_more.added, once_more.known) == (0, 1), "nothing doubles"


def test_columns_and_dates_are_said_by_a_person(lea):
    asked = upload(lea, "x.csv", "Wer;Was;Wann\nOrchard;1.234;3/4/2020\nBirch;2.500;5/6/2020\n")
    assert "Say what its rows are" in shown(lea, asked)
    columns = {"kind": "deals", "column-0": "account", "column-1": "amount", "column-2": "closed"}
    say(lea, "sheet_columns", asked, **columns)
    page = shown(lea, asked)
    assert "0 come in; 2 stay out" in page and "1.234 may be 1234 or 1.234" in page
    say(lea, "sheet_columns", asked, **columns, **{"style-1": ",", "style-2": "month/day/year", "currency": "EUR"})
    assert "2 come in" in shown(lea, asked)
    confirmed(lea, asked)
    assert {(str(d.closed), int(d.amount), d.currency) for d in Deal.objects.all()} == {
        ("2020-03-04", 1234, "EUR"),
        ("2020-05-06", 2500, "EUR"),
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "deals", "column-0": "account", "column-1": "account"}, "Two columns cannot be the same thing."),
        ({"kind": "deals", "column-0": "account"}, "needs a column for amount or stage"),
        ({"kind": "ghosts"}, "Say what the rows are"),
    ],
)
def test_what_cannot_be_is_said(lea, fields, said):
    asked = upload(lea, "products.csv", PRODUCTS)
    answer = lea.post(reverse("sheet_columns", args=[asked.sheets.get().pk]), fields, follow=True)
    assert said in answer.content.decode()
    assert asked.sheets.get().kind == "products"


def test_thrown_away_nothing_is_in_and_its_file_is_gone(lea, home):
    asked = upload(lea, "products.csv", PRODUCTS)
    lea.post(reverse("throw_import_away", args=[asked.pk]))
    assert not Product.objects.exists() and not list((home / "uploads").rglob("*.*"))
    answer = lea.post(reverse("confirm_import", args=[asked.pk]), follow=True)
    assert "no longer wait for a look" in answer.content.decode()


def test_cells_that_a_spreadsheet_would_run_come_back_as_text(lea):
    asked = upload(lea, "deals.csv", "Account,Amount,Stage\n,=cmd|'/c calc'!A1,Won\n,\"@SUM(A1)\",Won\n")
    done = confirmed(lea, asked)
    back = lea.get(reverse("sheet_left", args=[done.sheets.get().pk])).content.decode("utf-8-sig")
    assert [row[1][:5] for row in csv.reader(io.StringIO(back))][1:] == ["'=cmd", "'@SUM"]


def test_a_skipped_and_a_second_account(lea, tables):  # noqa: F811
    tables(accounts=ACCOUNTS)
    asked = upload(lea, "accounts.csv", "account,sector\nBirch,retail\nCedar & Sons,banking\n")
    assert "Accounts that are here already" in shown(lea, asked)
    say(lea, "sheet_choices", asked, reference=["", "Birch"], act=["skip", "create"])
    done = confirmed(lea, asked)
    assert (done.added, done.known) == (1, 1)
    assert Relationship.objects.filter(organisation__name="Birch").count() == 2
    assert not Firm.objects.filter(says__sector="banking").exists()


def test_all_owners_that_a_table_names_in_one_step_and_back(lea, cast):
    rows = "".join(f"Firm {n},{cast.ana.name}\n" for n in range(3))
    rows += f"Firm 3,{cast.tom.email}\nFirm 4,Nobody Known\nFirm 5,\n"
    done = confirmed(lea, upload(lea, "accounts.csv", f"account,account owner\n{rows}"))
    one = Relationship.objects.get(organisation__name="Firm 2")
    Relationship.objects.filter(pk=one.pk).update(owner=cast.tom)
    page = lea.get(reverse("import", args=[done.pk])).content.decode()
    assert "Make them the owners of all of these" in page
    said = lea.post(reverse("table_owners", args=[done.pk]), follow=True).content.decode()
    assert "3 accounts have owners now." in said and "Make them the owners" not in said

    def owned():
        rows = Relationship.objects.filter(organisation__name__startswith="Firm").exclude(owner=None)
        return dict(rows.values_list("organisation__name", "owner__email"))

    ana, tom = cast.ana.email, cast.tom.email
    assert owned() == {"Firm 0": ana, "Firm 1": ana, "Firm 2": tom, "Firm 3": tom}, "what somebody owns stays theirs"
    assert "Nothing was changed." in lea.post(reverse("table_owners", args=[done.pk]), follow=True).content.decode()
    for change in BulkChange.objects.all():
        lea.post(reverse("undo_bulk_change", args=[change.pk]))
    assert owned() == {"Firm 2": tom}


def test_of_many_rows_the_fixes_are_looked_at_by_the_worker(lea, tables, monkeypatch):  # noqa: F811
    """A page does not wait for more than so many rows: they wait for the worker, with what was said."""
    tables(products=PRODUCTS, accounts=ACCOUNTS)
    asked = upload(lea, "deals.csv", DEALS)
    monkeypatch.setattr(correct, "AT_ONCE", 4)
    say(lea, "sheet_fixes", asked, **{"fix": "0", "column-0": "2", "was-0": "GTXPro", "becomes-0": "GTX Pro"})
    asked.refresh_from_db()
    assert asked.status == "waiting" and not Deal.objects.exists()
    queued = [task.args_kwargs["args"] for task in DBTaskResult.objects.all() if "run_import" in task.task_path]
    assert [asked.pk] in queued
    again = lea.post(
        reverse("sheet_fixes", args=[asked.sheets.get().pk]), {"line": "6", "cell-3": "Birch"}, follow=True
    )
    assert "no longer wait for a look" in again.content.decode(), "nothing is said into what is being read"
    take_in(asked, "test")
    asked.refresh_from_db()
    assert asked.status == "looked at" and not Deal.objects.exists()
    assert "spelt otherwise" not in shown(lea, asked), "looked at again with it"
    assert confirmed(lea, asked).added == 3
