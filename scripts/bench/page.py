"""docs/benchmarks.md from the kept results of each section. Standard library only."""
import re
import textwrap

INTRODUCTION = """\
# Benchmarks

Written by `make bench` (scripts/bench); run it to renew every figure. A machine that is shared moves by a factor of two
between minutes, so quote ratios: both sides are run in turn, in interleaved rounds, and a ratio is taken inside a
round. A figure is the median of its rounds [least .. most]. A verdict is that of the median, and says in how many
rounds it would have been otherwise.
"""


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def page(sections, facts):
    lines = [INTRODUCTION, *table(["", ""], facts.items()), "", *verdicts(sections)]
    for place, section in enumerate(sections, 1):
        lines += ["", f"## {place}. {section['title']}", ""]
        for paragraph in [" ".join(section["how"]), section["when"]]:
            lines += [*textwrap.wrap(paragraph, 120, break_long_words=False, break_on_hyphens=False), ""]
        for caption, head, rows in section["tables"]:
            lines += [f"**{caption}**", "", *table(head, rows), ""]
        if section["goals"]:
            lines += [*table(["figure", "median [least .. most]", "goal", "verdict"], section["goals"]), ""]
        lines += [f"- Left out: {text}." for text in section["left_out"]]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def verdicts(sections):
    """How many goals are met, and which are not."""
    goals = [goal for section in sections for goal in section["goals"] if goal[2]]
    missed = [f"- missed: {goal[0]}, {goal[1]}, goal {goal[2]}" for goal in goals if goal[3].startswith("MISSED")]
    yield f"{len(goals) - len(missed)} of {len(goals)} goals are met" + (":" if missed else ".")
    yield from [""] + missed if missed else []
