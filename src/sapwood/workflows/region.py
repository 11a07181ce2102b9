"""The country whose telephone numbers are written without a country here."""

from django.conf import settings

from .home import home_domains

SAME_COUNTRY = {"UK": "GB"}  # the one country whose domain is not its code


def home_region() -> str:
    """ "DE": as SAPWOOD_REGION says, else the country of a home domain that ends in one; "" where neither tells."""
    if settings.SAPWOOD_REGION:
        return str(settings.SAPWOOD_REGION)
    import phonenumbers

    for domain in home_domains():
        ending = domain.rpartition(".")[2].upper()
        country = SAME_COUNTRY.get(ending, ending)
        if country in phonenumbers.SUPPORTED_REGIONS:
            return country
    return ""
