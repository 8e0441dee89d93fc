"""docs/benchmarks.md, whose sections are kept until they are measured anew. Standard library only."""
import os
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


def text_of(section, when):
    """A section without its number: title, what was measured and how, tables, goals."""
    lines = [section.title, ""]
    for paragraph in [" ".join(section.how), when]:
        lines += [*textwrap.wrap(paragraph, 120, break_long_words=False, break_on_hyphens=False), ""]
    for caption, head, rows in section.tables:
        lines += [f"**{caption}**", "", *table(head, rows), ""]
    if section.goals:
        lines += [*table(["figure", "median [least .. most]", "goal", "verdict"], section.goals), ""]
    lines += [f"- Left out: {text}." for text in section.left_out]
    return "\n".join(lines).rstrip()


def sections_of(path):
    """What stands in a page that was written before, by name."""
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        parts = re.split(r"<!-- (\w+) -->\n## \d+\. ", file.read())
    return dict(zip(parts[1::2], (part.rstrip() for part in parts[2::2])))


def page(sections, facts):
    """All sections by name, as `text_of` gives them, numbered."""
    lines = [INTRODUCTION, *table(["", ""], facts.items()), "", *verdicts("\n".join(sections.values()))]
    for place, (name, text) in enumerate(sections.items(), 1):
        lines += ["", f"<!-- {name} -->", f"## {place}. {text}"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def verdicts(text):
    """How many goals are met, and which are not."""
    goals = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (met|MISSED)[^|]*\|$", text, re.MULTILINE)
    missed = [f"- missed: {name}, {found}, goal {goal}" for name, found, goal, word in goals if word == "MISSED"]
    yield f"{len(goals) - len(missed)} of {len(goals)} goals are met" + (":" if missed else ".")
    yield from [""] + missed if missed else []
