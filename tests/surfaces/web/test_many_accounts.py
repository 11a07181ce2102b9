"""What a page asks of the database does not grow with the number of accounts."""

import pytest
from django.urls import reverse
from web_cast import account, contact, decision, offer

FEW = {"/": 31, "/accounts/": 17, "/accounts/?sort=-silent&state=red": 19, "/accounts/?text=account&sort=owner": 19}


@pytest.fixture
def busy(cast):
    """Forty accounts: offered, over, left in peace, unknown, decided about."""
    for number in range(40):
        one = account(f"Account {number:02}", state=["red", "green", "unknown", "amber"][number % 4])
        if number % 4 in (0, 3):
            offer(
                one, rank=number, colleague=cast.person, contact=contact(one, f"C {number}", f"c{number}@a.example")
            )
        elif number % 4 == 1:
            offer(one, rank=number, section="faded")
        if number % 8 == 0:
            decision(one, cast.lea, kind="not mine" if number % 16 else "done", colleague=cast.person)
    return cast


@pytest.mark.parametrize("address", FEW)
@pytest.mark.parametrize("who", ["lea", "tom"])
def test_pages_of_many_accounts(as_, busy, django_assert_max_num_queries, address, who):
    browser = as_(busy.users[who])
    with django_assert_max_num_queries(FEW[address]):
        assert browser.get(address).status_code == 200


def test_the_page_of_one_among_many(as_, busy, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        assert as_(busy.lea).get(reverse("account", args=[busy.orchard.pk])).status_code == 200


def test_today_shows_the_best_and_counts_the_rest(as_, busy):
    page = " ".join(as_(busy.lea).get("/").content.decode().split())
    assert page.count('class="item') == 6
    assert "20 accounts" not in page
    assert "Account 03" in page
    assert "Account 00" not in page.split("Decided today")[0], "it is done"
