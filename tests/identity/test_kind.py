import pytest

from sapwood.identity.kind import kind_of


@pytest.mark.parametrize(
    "address",
    ["jane.doyle@orchard.example", "salesman.bob@orchard.example", "informatics@orchard.example",
     "steve.jobs@orchard.example", "maria.sales@orchard.example", "ravi.dev@orchard.example",
     "jane.announce@orchard.example", "newsome@orchard.example", "teamer@orchard.example", "jdoyle42@orchard.example",
     "allan@orchard.example", "+44 20 7946 0000", "listerine@orchard.example", "victoria.north@orchard.example",
     "rooter@orchard.example", "jane@list.ru", "office365jane@orchard.example", "heiko@de.orchard.example"],
)  # fmt: skip
def test_people_are_people(address):
    assert kind_of(address, "", {"from"}) == "person"


@pytest.mark.parametrize(
    "local",
    ["info", "info2", "sales", "sales.chicago", "info-berlin", "support", "acme-support", "office", "outlook.team",
     "office.chairman", "accounts.payable", "billing", "hr", "jobs", "jobs.germany", "customer-service", "it",
     "vertrieb", "buchhaltung", "comptabilite", "ventas", "amministrazione", "vendas", "verkoop", "biuro", "hr_emea",
     "marketing.us", "kundtjanst", "satis", "partners"],
)  # fmt: skip
def test_shared_mailboxes_are_never_a_person(local):
    assert kind_of(f"{local}@orchard.example", "", {"to"}) == "shared"


@pytest.mark.parametrize(
    "local",
    ["noreply", "no-reply", "NoReply", "donotreply", "do_not_reply", "jira-noreply", "no.reply.orders",
     "mailer-daemon", "postmaster", "bounce", "bounces+123-jane=orchard.example", "linux-bounces",
     "notifications", "notification.hub", "root",
     "newsletter", "weekly-newsletter", "no.address", "review-bot", "alerts", "autoresponder"],
)  # fmt: skip
def test_robots_are_never_a_person(local):
    assert kind_of(f"{local}@orchard.example", "", {"from"}) == "robot"


@pytest.mark.parametrize(
    "address",
    ["owner-kernel@orchard.example", "kernel-announce@orchard.example", "gardeners-users@orchard.example",
     "linux-dev@orchard.example", "dl-traders@orchard.example", "all.houston@orchard.example",
     "everyone@orchard.example", "20participants@orchard.example", "anything@lists.orchard.example",
     "linux-s390@vger.kernel.org"],
)  # fmt: skip
def test_lists_are_never_a_person(address):
    assert kind_of(address, "", {"to"}) == "list"


def test_the_role_list_decides_before_any_word():
    assert kind_of("jane.doyle@orchard.example", "Jane Doyle", {"to", "list"}) == "list"


def test_two_letters_are_a_person_where_the_name_has_these_initials():
    assert kind_of("ap@orchard.example", "Ana Perez") == "person"
    assert kind_of("ap@orchard.example", "Accounts") == "shared"


def test_a_name_can_give_a_shared_mailbox_or_a_robot_away():
    assert kind_of("orchard@orchard.example", "Orchard Support") == "shared"
    assert kind_of("chairman1@orchard.example", "Office of the Chairman") == "shared"
    assert kind_of("checks@orchard.example", "Orchard Test Robot") == "robot"
    assert kind_of("jane.doyle@orchard.example", "Orchard Test Robot") == "person"


def test_info_at_a_one_person_firm_stays_shared():
    assert kind_of("info@orchard.example", "Jane Doyle") == "shared"
