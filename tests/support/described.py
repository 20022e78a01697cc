"""What schemathesis checks of an API that does not hold for ours."""

import schemathesis
from schemathesis.checks import load_all_checks

load_all_checks()

# The door asks for a token on every address; that a wrong one is refused has tests of its own. A schema cannot
# tell which companies there are and which queries can be read: such requests are refused, with a reason.
NOT_HERE = [
    one
    for one in schemathesis.checks.CHECKS.get_all()
    if one.__name__
    in {"ignored_auth", "missing_required_header", "unsupported_method", "positive_data_acceptance"}
]
