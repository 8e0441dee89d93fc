#!/usr/bin/env python3
"""Draws what a command prints as an SVG of a terminal.

    terminal.py COMMAND FIRST LAST < output > picture.svg

COMMAND is shown as it was typed; of the output the lines FIRST to LAST are kept, counted from 1, or from the end
when negative. Lines longer than the picture is wide are cut.
"""
import html
import sys

COLUMNS, LINE, WIDTH = 96, 18, 8.02

STYLE = """
  text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; fill: #1f2328 }
  .typed { font-weight: 600; fill: #0969da }
  .back { fill: #f6f8fa; stroke: #d1d9e0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .typed { fill: #58a6ff }
    .back { fill: #0d1117; stroke: #3d444d }
  }
"""


def main(command, first, last):
    lines = sys.stdin.read().rstrip("\n").split("\n")
    first, last = (n if n > 0 else len(lines) + 1 + n for n in (first, last))
    kept = [line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…" for line in lines[first - 1 : last]]
    if first > 1:
        kept.insert(0, "…")
    rows = [("typed", "$ " + command)] + [("", line) for line in kept]
    width, height = int(COLUMNS * WIDTH) + 30, len(rows) * LINE + 26
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">')
    print(f"<title>{html.escape('$ ' + command)}</title>\n<style>{STYLE}</style>")
    print(f'<rect class="back" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>')
    for number, (kind, line) in enumerate(rows):
        if line.strip():
            name = f' class="{kind}"' if kind else ""
            print(f'<text{name} x="15" y="{28 + number * LINE}" xml:space="preserve">{html.escape(line)}</text>')
    print("</svg>")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
