"""Tables: what is certain comes in, the rest is handed back; again changes nothing; undone, all is as it was."""

from datetime import date
from decimal import Decimal

import pytest
from cast import JANE, mail
from every_byte import found
from table_samples import ACCOUNTS, CONTACTS, DEALS, HOLDINGS, PRODUCTS, tables  # noqa: F401

from sapwood.records.directory.models import Address, Domain, Organisation, Person
from sapwood.records.relationships.models import Relationship, Standing
from sapwood.records.trade.models import Contact, Deal, Firm, Holding, LeftRow, Product
from sapwood.store.rows import address_key
from sapwood.workflows.change_relationship import change
from sapwood.workflows.forget.flow import all_of, ask_forgetting, run
from sapwood.workflows.imports import ask_import, undo_import
from sapwood.workflows.insert_rows import insert_numbered
from sapwood.workflows.installation import log_secret, operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import repair, sweep
from sapwood.workflows.tables import finish
from sapwood.workflows.take_in import flow
from sapwood.workflows.take_in.flow import take_in

pytestmark = pytest.mark.django_db(transaction=True)


def roles():
    return {str(one): one.role for one in Relationship.objects.select_related("organisation")}


def everything():
    """What can be seen, without numbers that differ from run to run."""
    rows = {model.__name__: model.objects.present().count() for model in (Firm, Contact, Deal, Holding, Product)}
    names = sorted(Organisation.objects.values_list("name", flat=True))
    people = sorted(Person.objects.values_list("name", flat=True))
    domains = sorted(Domain.objects.values_list("name", "organisation__name"))
    return rows, names, people, domains, sorted(Address.objects.values_list("address", flat=True)), roles()


def troubles(done):
    return {one.where.rpartition(" ")[2]: one.what for one in done.troubles.all()}


def test_accounts_products_and_deals_find_each_other(tables):  # noqa: F811
    tables(products=PRODUCTS, accounts=ACCOUNTS)
    done = tables(deals=DEALS)
    refresh()
    assert (done.read, done.added, done.known, done.troubles.count()) == (5, 3, 0, 2)
    assert troubles(done) == {
        "5": "It names no account.",
        "6": "“Orchard Corporatoin” is nearly Orchard Corporation: the same account, or a new one?",
    }
    assert roles() == {"Orchard Corporation": "customer", "Birch": "prospect", "Cedar & Sons": "prospect"}
    won = Deal.objects.get(crm_id="D1")
    assert (str(won.organisation), won.amount, won.status) == ("Orchard Corporation", Decimal(1054), "won")
    assert (won.opened, won.closed, won.source) == (date(2023, 10, 20), date(2024, 3, 1), "deals.csv, line 2")
    assert Domain.objects.get(name="orchard.example").organisation.name == "Orchard Corporation"
    assert str(Firm.objects.get(organisation__name="Birch").parent) == "Orchard Corporation"
    assert set(Standing.objects.values_list("state", "why")) == {("unknown", "No touch is on record yet.")}


def test_what_is_odd_is_said_with_a_proposal(tables):  # noqa: F811
    done = tables(accounts=ACCOUNTS)
    said = {p["was"]: p["becomes"] for p in done.sheets.get().look["problems"] if p["was"]}
    assert said == {"technolgy": "technology", "Philipines": "Philippines", "Golddexx": None}
    tables(products=PRODUCTS)
    look = tables(deals=DEALS).sheets.get().look["problems"]
    assert [(p["was"], p["becomes"], p["rows"]) for p in look if p["was"]] == [("GTXPro", "GTX Pro", 1)]
    assert any("without a login here: Ana Brandt, Moses Frase" in p["says"] for p in look)


def test_a_second_run_changes_nothing(tables):  # noqa: F811
    files = {"accounts": ACCOUNTS, "contacts": CONTACTS, "deals": DEALS, "holdings": HOLDINGS}
    tables(**files)
    refresh()
    before = everything()
    for name, text in files.items():
        again = tables(**{name: text})
        assert again.added == 0 and again.known + again.troubles.count() == again.read
    refresh()
    assert everything() == before
    renamed = Relationship.objects.get(organisation__name="Birch")
    change(operator(), renamed, name="Birch Bros")
    assert tables(deals=DEALS).added == 0, "renaming an account makes no deal new"


def test_undone_weeks_later_all_is_as_before(tables, bring):  # noqa: F811
    bring(mail(1, sender=JANE))
    refresh()
    before = everything()
    assert before[1] == ["Home", "Orchard"]
    done = [tables(**{name: text}) for name, text in (("accounts", ACCOUNTS), ("contacts", CONTACTS))]
    done.append(tables(deals=DEALS))
    refresh()
    assert "Orchard Corporation" in roles()
    for one in reversed(done):
        undo_import(operator(), one, queue=False)
        one.refresh_from_db()
        assert one.said == "" or "stays" not in one.said
    refresh()
    sweep()
    assert everything() == before
    assert not Deal.objects.exists() and not Firm.objects.exists()


def test_what_people_changed_since_stays_and_is_said(tables):  # noqa: F811
    done = tables(accounts=ACCOUNTS)
    refresh()
    change(operator(), Relationship.objects.get(organisation__name="Birch"), ceiling=30)
    undo_import(operator(), done, queue=False)
    sweep()
    refresh()
    done.refresh_from_db()
    assert done.said.startswith("What people have changed since, and what something else speaks of, stays: Birch.")
    assert roles() == {"Birch": "unknown"}


def test_a_newer_row_counts_until_it_is_undone(tables):  # noqa: F811
    tables(accounts=ACCOUNTS, deals=DEALS)
    newer = tables(deals=DEALS.replace("Engaging,2023-10-25,,", "Won,2023-10-25,2024-04-01,900"))
    assert (newer.added, newer.known) == (1, 2)
    (deal,) = Deal.objects.present().filter(crm_id="D3")
    assert (deal.status, deal.amount) == ("won", 900)
    undo_import(operator(), newer, queue=False)
    (deal,) = Deal.objects.present().filter(crm_id="D3")
    assert (deal.status, deal.amount) == ("open", None)


def test_people_get_addresses_and_telephone_numbers(tables):  # noqa: F811
    tables(accounts=ACCOUNTS, contacts=CONTACTS)
    jane = Person.objects.get(name="Jane Doyle")
    assert {a.address for a in jane.addresses.all()} == {"jane@orchard.example", "tel:+4930901820"}
    luis = Address.objects.get(address="luisortega@gmail.com")
    assert str(luis.organisation) == str(luis.person.organisation) == "Birch", "free mail, but the table says where"
    priya = Address.objects.get(address="tel:+442079460958")
    assert (priya.person.name, str(priya.organisation)) == ("Priya Nair", "Cedar & Sons")
    assert Contact.objects.get(name="Luis Ortega").says["phones"] == ["030 1234"], "kept as written: no country"


def test_dates_nobody_can_tell_are_not_guessed(tables):  # noqa: F811
    done = tables(
        deals="Account,Amount,Close Date,Stage\nOrchard,5,3/4/2024,Won\nBirch,5,5/5/2024,Won\nCedar,5,,Won\n"
    )
    assert done.added == 2
    assert troubles(done)["2"].startswith("How “Close Date” is written is not said yet: 3/4/2024 may be 3 April 2024")


def test_a_version_makes_no_other_thing_of_a_holding_without_a_number(tables):  # noqa: F811
    head, *rows = HOLDINGS.replace("GTX Basic;SN-7", "GTX Plus;").splitlines()
    tables(accounts=ACCOUNTS, holdings=HOLDINGS.replace("GTX Basic;SN-7", "GTX Plus;"))
    told = f"{head};Version\n{rows[0]};2.1\n{rows[1]};\n"
    newer = tables(holdings=told)
    assert (newer.added, newer.known) == (1, 1), "the one whose version was not known"
    assert {(one.product, one.version) for one in Holding.objects.present()} == {("GTX Pro", "2.1"), ("GTX Plus", "")}
    assert (tables(holdings=told).added, tables(holdings=told.replace("2.1", "2.2")).added) == (0, 1)
    assert Holding.objects.present().count() == 2


def test_a_domain_that_somebody_gave_meanwhile_stays_theirs(tables, monkeypatch):  # noqa: F811
    tables(accounts=ACCOUNTS.replace("orchard.example", ""))
    birch = Organisation.objects.get(name="Birch")

    def after_somebody_else(model, *given, **how):
        if model is Domain:
            Domain.objects.create(name="orchard.example", organisation=birch)
        return insert_numbered(model, *given, **how)

    with monkeypatch.context() as patched:
        patched.setattr(finish, "insert_numbered", after_somebody_else)
        done = tables(accounts=ACCOUNTS)
    assert done.status == "done" and not done.account_changes.filter(field="domain").exists()
    undo_import(operator(), done, queue=False)
    assert Domain.objects.get(name="orchard.example").organisation == birch


def test_the_same_order_twice_in_a_table_is_two_orders(tables):  # noqa: F811
    text = "Customer;Product;Order date;Total\n" + "Orchard;GTX;01.02.2024;1.250,00 €\n" * 2
    assert tables(orders=text).added == 2
    assert tables(orders=text).known == 2
    assert {(d.amount, d.currency, d.status) for d in Deal.objects.all()} == {(Decimal(1250), "EUR", "won")}


def test_a_colleague_may_not_bring_what_speaks_of_everybodys_accounts(home, tmp_path, ana):
    file = tmp_path / "deals.csv"
    file.write_text(DEALS)
    running = ask_import(ana, [file], door="test", queue=False)
    take_in(running, "test")
    assert not Deal.objects.exists()
    assert "a lead or an operator brings it" in running.troubles.get().what


def test_killed_at_the_end_it_is_not_in_and_runs_again(tables, monkeypatch):  # noqa: F811
    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    tables(accounts=ACCOUNTS)
    refresh()
    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr(flow, "finish_tables", killed)
        patched.setattr(flow, "_finish", killed)
        with pytest.raises(Killed):
            tables(deals=DEALS + "D6,Ana,GTX,Dogwood,Won,2024-01-01,2024-01-02,5\n")
    assert Deal.objects.exists(), "written, and not in"
    assert not Deal.objects.present().exists()
    repair()
    refresh()
    assert everything() == before
    assert not Deal.objects.exists()
    assert tables(deals=DEALS).added == 3


BROKEN = {
    "no rows": "account,website\n",
    "one column": "account\n\n\n",
    "no account in any row": DEALS.replace("Orchard", "").replace("Birch", ""),
    "nothing but separators": "account,website\n,,,,\n,,,\n",
    "quotes never closed": 'account,website\n"Orchard,orchard.example\nBirch,"birch.example\n',
    "NULs": "account,website\nOr\0chard,orchard.example\n",
    "wrong in every cell": "account,website,employees,customer since\nOrchard,no host,many,whenever\n",
    "amounts beyond all": "account,amount,stage\nOrchard,99999999999999999999,Won\nBirch,1e28,Won\n",
    "surrogates and marks": "account,website\n\ufeffÅ\u0301kér\u202e,\u2028.example\n",
    "the home firm": "account,website\nHome,home.example\n",
    "a formula": "account,website\n=HYPERLINK(1),@SUM(1)\n",
    "a domain of two": "account,website\nOrchard,orchard.example\nBirch,orchard.example\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_broken_tables_end_in_sentences(tables, text):  # noqa: F811
    done = tables(broken=text)
    assert done.status == "done"
    assert done.read == done.added + done.known + done.troubles.count()
    assert all(len(one.what) > 10 and one.what[0].isupper() | (one.what[0] in "“") for one in done.troubles.all())


def test_erased_from_every_table_and_kept_out(tables, home):  # noqa: F811
    tables(accounts=ACCOUNTS, contacts=CONTACTS)
    left = tables(contacts=CONTACTS.replace("jane@orchard.example", "jane@orchard.example,too,wide"))
    assert [row.cells[:2] for row in LeftRow.objects.filter(sheet__of=left)] == [["Jane", "Doyle"]], left.said
    begun = ask_forgetting(operator(), all_of("jane@orchard.example"), queue=False)
    run(begun)
    refresh()
    needles = ("jane@orchard.example", "jane doyle", "30901820")
    assert found(home, [address_key(log_secret(), "jane@orchard.example")], needles) == {}
    assert not LeftRow.objects.exists() and not Contact.objects.filter(name="Jane Doyle").exists()
    again = tables(contacts=CONTACTS)
    assert troubles(again) == {"2": "Somebody whom it names was erased from here."}
    assert not Person.objects.filter(name="Jane Doyle").exists()
    assert LeftRow.objects.get().cells == []
