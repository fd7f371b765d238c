"""Every built page gives a topic the same verdict."""

import pytest
from test_agreement_of_pages import find_disagreements, plain


@pytest.mark.long
def test_every_built_page_gives_a_topic_the_same_verdict(pages, dataset, verdicts):
    wrong = {
        name: find_disagreements(plain(html), verdicts, dataset.names)
        for name, html in pages.items()
    }
    assert not {name: found for name, found in wrong.items() if found}
