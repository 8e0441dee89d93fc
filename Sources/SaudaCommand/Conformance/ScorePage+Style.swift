extension ScorePage {
    /// The colours of the backtest report; dark follows the system.
    static let style = """
        :root { color-scheme: light dark;
          --page: #f6f5f2; --card: #ffffff; --line: #e4e1da; --ink: #1b1d22; --quiet: #646770; --own: #2b5cd9;
          --gain: #0b7a57; --loss: #c23b2a;
          --font: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
        @media screen and (prefers-color-scheme: dark) { :root {
          --page: #101217; --card: #181b22; --line: #2a2e38; --ink: #e9eaee; --quiet: #9aa0ad; --own: #86a8ff;
          --gain: #4fcf9f; --loss: #ff8a78; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0 auto; padding: 0 20px 40px; max-width: 1240px; background: var(--page); color: var(--ink);
          font: 15px/1.5 var(--font); font-variant-numeric: tabular-nums; }
        h1, h2, h3, p, dl, dd { margin: 0; padding: 0; }
        h1 { font-size: 1.7rem; line-height: 1.2; letter-spacing: -.015em; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; }
        h3 { font-size: 1rem; }
        a { color: var(--own); text-decoration: none; }
        header { padding: 28px 0 4px; }
        .kicker { color: var(--quiet); text-transform: uppercase; letter-spacing: .09em; font-size: .75rem;
          font-weight: 600; }
        .lead { margin-top: 8px; font-size: 1.02rem; max-width: 96ch; }
        .quiet { color: var(--quiet); }
        .gain { color: var(--gain); }
        .loss { color: var(--loss); font-weight: 650; }
        .tiles { display: grid; grid-template-columns: repeat(7, 1fr); gap: 10px; margin: 18px 0 0; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px;
          min-width: 0; }
        .tile .big { font-size: 1.45rem; font-weight: 650; line-height: 1.25; }
        .tile small { font-size: .82rem; font-weight: 400; color: var(--quiet); }
        .tile .quiet { font-size: .82rem; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px;
          margin-top: 18px; }
        article { border-top: 1px solid var(--line); padding: 12px 0; }
        article dl { display: grid; grid-template-columns: 9rem 1fr; gap: 4px 12px; margin-top: 6px; }
        article dt { color: var(--quiet); }
        article dd, td { overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; margin-top: 8px; }
        th { text-align: left; color: var(--quiet); font-size: .82rem; font-weight: 500; }
        th, td { padding: 7px 12px 7px 0; vertical-align: top; border-top: 1px solid var(--line); }
        thead th { border: 0; }
        th:first-child { width: 5.4rem; }
        th:nth-child(2) { width: 4rem; }
        th.wide { width: 6rem; }
        .id { white-space: nowrap; font-weight: 600; }
        @media (max-width: 720px) {
          body { padding: 0 12px 28px; }
          .tiles { grid-template-columns: repeat(2, 1fr); }
          section { padding: 14px; }
          .wide { display: none; }
          article dl { grid-template-columns: 1fr; gap: 0; }
          article dd { margin-bottom: 8px; }
        }
        @media print { section { break-inside: avoid-page; } }
        """
}
