"""Rules that no single column can show: what tables must say of one another.

A rule is a function marked ``@rule``, in the module of its subject. Its parameters name the tables
it reads, its docstring says in one sentence what must hold, and it yields a
:class:`~eucad.dataset.problems.Problem` for each row that breaks it. A rule is skipped while one of
its tables cannot be read. Whoever adds one breaks it once in the list ``BROKEN_RULES`` of
``tests/dataset/test_loading.py``; a test fails for a rule that is not.

These rules hold:
"""

from eucad.dataset.rules import codings, documents, meetings, people
from eucad.dataset.rules.checking import RULES, check_rules
from eucad.dataset.rules.keys import check_keys

__all__ = ["RULES", "check_keys", "check_rules", "codings", "documents", "meetings", "people"]
__doc__ = "\n- ".join([__doc__ or "", *(rule.__doc__ or "" for rule in RULES)])
