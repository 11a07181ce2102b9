import pytest

from sapwood.reading.markup import text_of_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Hello &amp; welcome,</p><p>Ana</p>", "Hello & welcome,\n\nAna"),
        ("Hello<br>Ana<BR/>Tom", "Hello\nAna\nTom"),
        ("<html><head><title>no</title><style>p{}</style></head><body>Hello</body></html>", "Hello"),
        ("<head><title>no</title><body>Hello", "Hello"),
        ("Hello<!-- no > no --> Ana", "Hello Ana"),
        ("Hello<!--[if mso]><b>no</b><![endif]--> Ana", "Hello Ana"),
        ("Hello<script>if (a < b) no()</script>", "Hello"),
        ("a < b and b > c", "a < b and b > c"),
        ('<a href="x?a>b" title="no">Hello</a>', "Hello"),
        ("Hello\n   there\n<div>Ana</div>", "Hello there\nAna"),
        ("<blockquote>a<blockquote>b</blockquote>c</blockquote>Hello", ">\nHello"),
        ("Hello<div class='gmail_quote'>On Monday<div>x</div></div>Ana", "Hello\n>\nAna"),
        ('Hello<div id="appendonsend"></div><hr><div>quoted</div>', "Hello"),
        ("Hello<blockquote>never closed", "Hello\n>"),
        ("Hello<!-- never closed", "Hello never closed"),
        ("<", "<"),
        ("", ""),
    ],
)
def test_text_of_html(source, text):
    assert text_of_html(source) == text
