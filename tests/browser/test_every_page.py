"""Every page, for everybody: nothing that axe calls serious, nothing wider than a small telephone, no errors."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from house import AS_OF

from sapwood.records.access.models import Installation, SignInLink
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import BulkChange, CoverBrief, Relationship, Tier
from sapwood.records.service.models import ServiceEvent
from sapwood.records.sources.models import Source
from sapwood.workflows.imports import ask_import
from sapwood.workflows.take_in.flow import take_in

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


def addresses():
    of = {r.organisation.name: r.pk for r in Relationship.objects.select_related("organisation")}
    return {
        "today": "/",
        "accounts": "/accounts/",
        "a view of accounts": "/accounts/?state=red&silent_from=1",
        "a change of several": f"/accounts/changes/{BulkChange.objects.first().pk}/",
        "account": f"/accounts/{of['Orchard']}/",
        "unknown account": f"/accounts/{of['Harbor']}/",
        "evidence": f"/accounts/{of['Orchard']}/evidence/",
        "people": f"/accounts/{of['Orchard']}/people/",
        "person": f"/people/{Relationship.objects.get(pk=of['Orchard']).organisation.people.first().pk}/",
        "people at home": "/people/",
        "who is who": "/who/",
        "organisations": "/who/firms/",
        "erased": "/forgotten/",
        "audit": "/audit/",
        "cadence": "/cadence/",
        "policy": f"/cadence/tier/{Tier.objects.get().pk}/",
        "days off": f"/accounts/{of['Orchard']}/days-off/",
        "who is away": "/absences/",
        "minutes": "/minutes/",
        "how Today chooses": "/whom/",
        "a comparison": "/comparisons/",
        "cover": "/cover/",
        "what one covers": "/cover/mine/",
        "reach": f"/accounts/{of['Orchard']}/reach/",
        "cover of an absence": f"/absences/{CoverBrief.objects.get().absence_id}/cover/",
        "cover brief": f"/cover/briefs/{CoverBrief.objects.get().pk}/",
        "imports": "/imports/",
        "service": "/service/?state=open",
        "who is on duty": "/duty/",
        "service event": f"/service/{ServiceEvent.objects.get(kind='event').pk}/",
        "import": f"/imports/{Import.objects.first().pk}/",
        "sources": "/sources/",
        "source": f"/sources/{Source.objects.first().pk}/",
        "connect": "/sources/add/",
        "at rest": "/rests/",
        "how long they last": "/tenure/",
        "planned touches": "/touch-plans/",
        "days ahead": "/lead-times/",
        "who hears less": "/after-sale/?which=all",
        "the plan after a sale": "/after-sale/plan/",
        "after the sale": f"/accounts/{of['Orchard']}/after-sale/",
        "listening": f"/accounts/{of['Orchard']}/listening/",
        "notes": "/notes/",
        "voices": "/voices/",
        "guests": "/guests/",
        "reminders": "/reminders/",
        "password": "/password/",
        "not here": "/accounts/0/",
    }


def complaints(page, only=None):
    """What axe calls serious on the page as it stands; of these rules `only`, where they are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    how = {"resultTypes": ["violations"]} | ({"runOnly": only} if only else {})
    found = page.evaluate("how => axe.run(document, how)", how)["violations"]
    return [
        (v["impact"], v["id"], [n["html"][:120] for n in v["nodes"]])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def watched(page):
    """The page, and what it complained about on its console (a refused style or script is an error there)."""
    page.errors = []
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


@pytest.fixture
def sold(house, tmp_path):
    """Orchard bought, and said why."""
    row = f"Orchard,orchard.example,Mill,Won,{AS_OF - timedelta(days=45)},90,two days"
    (tmp_path / "deals.csv").write_text(f"Account,Website,Product,Stage,Close Date,Amount,Win reason\n{row}\n")
    take_in(ask_import(house, [tmp_path / "deals.csv"], door="test", queue=False), "test")


def test_pages_of_who_is_signed_in(watched, enter, live_server, sold):
    """Wide and narrow by light; in the dark, where nothing but colours is another, what can be told apart."""
    page = enter()
    for name, address in addresses().items():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1440, "height": 800})
        page.goto(live_server.url + address)
        page.locator("details:not([inert])").evaluate_all("all => all.forEach(one => { one.open = true })")
        if name == "today":
            page.locator(".evidence").first.wait_for()
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert not complaints(page), (name, width)
            assert not is_too_wide(page), (name, width)
        page.emulate_media(color_scheme="dark")
        assert not complaints(page, only=["color-contrast"]), (name, "dark")
    assert [e for e in page.errors if "404" not in e] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_doors(watched, live_server, house, scheme):
    watched.emulate_media(color_scheme=scheme)
    watched.set_viewport_size({"width": 360, "height": 800})
    for address in ("/sign-in/", "/enter/used/", "/sign-in/inactive/"):
        watched.goto(live_server.url + address)
        assert not complaints(watched), address
        assert not is_too_wide(watched), address
    Installation.objects.update(set_up=None)
    watched.goto(f"{live_server.url}/enter/{SignInLink.make(house, timezone.now())}/")
    assert watched.url.endswith("/set-up/")
    assert not complaints(watched)
    assert not is_too_wide(watched)
    watched.locator("[name=password]").fill("short")
    watched.locator("form").evaluate("form => { form.noValidate = true }")
    watched.get_by_role("button", name="That is us").click()
    assert watched.locator(".error").count() > 0
    assert not complaints(watched), "questions with their complaints"
    assert [e for e in watched.errors if "410" not in e and "422" not in e] == []


def test_on_paper_the_page_is_what_it_says_and_no_buttons(enter):
    page = enter()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Done").first.is_visible()
    assert page.get_by_role("heading", name="Monday").is_visible()


def test_what_is_wrong_would_be_found(page):
    page.set_content(
        '<html><img src="x"><p style="color: #ccc; background: #fff">pale</p><pre>' + "wide " * 500 + "</pre></html>"
    )
    assert {"image-alt", "color-contrast"} <= {rule for _, rule, _ in complaints(page)}
    assert is_too_wide(page)
