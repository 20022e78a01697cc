"""changedetection.io's own text and checksum, run by an interpreter that has it installed.

Started by :mod:`evaluation.changes` with ``--peer PYTHON``; imports nothing of ours. One JSON line
``{"markup": …}`` in, one ``{"digest": …, "seconds": …}`` out: two pages with other digests are what
it calls a change, with its default settings (all white space ignored).
"""

import json
import sys
import time


def main() -> None:
    """Answer until the input ends."""
    from changedetectionio.html_tools import (  # type: ignore[import-not-found]  # noqa: PLC0415
        html_to_text,
    )
    from changedetectionio.processors.text_json_diff.processor import (  # type: ignore[import-not-found]  # noqa: PLC0415
        ChecksumCalculator,
    )

    for line in sys.stdin:
        started = time.process_time()
        text = html_to_text(json.loads(line)["markup"], render_anchor_tag_content=False)
        digest = ChecksumCalculator.calculate(text, ignore_whitespace=True)
        answer = {"digest": digest, "seconds": time.process_time() - started}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
