"""Mail that nobody would think of, through a real import: all of it is counted, and a second import adds nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_made_mail import FROM_LINE, escaped, spliced

few = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(st.lists(spliced(), min_size=1, max_size=5))
def test_it_is_counted_once(tmp_path, bring, mails):
    """`bring` imports twice, and checks that read = added + known + troubles, each trouble with its sentence."""
    box = tmp_path / "made.mbox"
    box.write_bytes(b"".join(FROM_LINE + escaped(mail) + b"\n\n" for mail in mails))
    done = bring(box)
    assert done.added + done.known + len(done.troubles) >= 1
