"""Small tables with the traps of real ones, and a way to bring them."""

import pytest
from cast import bring  # noqa: F401

ACCOUNTS = """account,sector,year_established,revenue,employees,office_location,subsidiary_of,website
Orchard Corporation,technolgy,1996,1100.04,2822,United States,,orchard.example
Birch,retail,1999,251.41,495,Philipines,Orchard Corporation,
Cedar & Sons,medical,1986,647.18,1185,Kenya,Golddexx,cedar.example
"""
PRODUCTS = "product,series,sales_price\nGTX Basic,GTX,550\nGTX Pro,GTX,4821\n"
DEALS = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
D1,Ana Brandt,GTX Basic,Orchard Corp.,Won,2023-10-20,2024-03-01,1054
D2,Ana Brandt,GTXPro,Birch,Lost,2023-10-25,2024-03-11,0
D3,Moses Frase,GTX Basic,Cedar and Sons,Engaging,2023-10-25,,
D4,Moses Frase,GTX Basic,,Won,2023-10-25,2024-03-07,50
D5,Moses Frase,GTX Basic,Orchard Corporatoin,Won,2023-10-25,2024-03-07,70
"""
CONTACTS = """First Name,Last Name,Title,Account Name,Phone,Email
Jane,Doyle,Head of IT,Orchard Corporation,+49 30 901820,jane@orchard.example
Luis,Ortega,,Birch,030 1234,luis.ortega@gmail.com
Priya,Nair,,Cedar & Sons,+44 20 7946 0958,
"""
HOLDINGS = """Customer;Product;Serial;Type;Quantity;From;Until
Orchard Corporation;GTX Pro;;Support contract;3;01.01.2024;31.12.2024
Birch;GTX Basic;SN-7;Warranty;1;15.03.2023;14.03.2025
"""


@pytest.fixture
def tables(bring):  # noqa: F811
    """Brings tables by name, without anybody looking at them first."""

    def tables(**named):
        return [bring(name=f"{name}.csv", data=text.encode()) for name, text in named.items()][-1]

    return tables
