
const trades = (() => {
  const columns = { ...data.trades };
  for (const key of Object.keys(columns)) {
    if (key !== "n") columns[key] = key === "ed" || key === "xd" ? unpackSums(columns[key]) : unpack(columns[key]);
  }
  return Array.from({ length: columns.n }, (_, number) => {
    const trade = { number };
    for (const key of Object.keys(columns)) if (key !== "n") trade[key] = columns[key][number];
    trade.open = trade.xr < 0;
    trade.name = data.symbols[trade.s];
    trade.held = trade.xd - trade.ed;
    trade.ratio = trade.v > 0 ? trade.p / trade.v : null;
    trade.entry = trade.ed * 86400 + trade.et;
    trade.exit = trade.xd * 86400 + trade.xt;
    return trade;
  });
})();

/**
 * A sortable list in pages. columns: {key, name, value (row -> sortable), cell (row -> children), className};
 * the first one heads its row.
 */
class List {
  constructor(place, pages, { rows, columns, sort, down, className, caption, onCount }) {
    Object.assign(this, { columns, rows, pages, onCount, sort, down: down ?? false, size: 25, page: 0 });
    this.shown = rows;
    this.body = make("tbody");
    const head = make("tr");
    for (const column of columns) {
      const button = make("button", { type: "button" }, column.name);
      button.addEventListener("click", () =>
        this.order(column.key, this.sort === column.key ? !this.down : column.down ?? false));
      column.head = make("th", { scope: "col", className: column.className ?? "" }, button);
      head.append(column.head);
    }
    const table = make("table", { className: "list " + className }, make("caption", { className: "hidden" }, caption),
      make("thead", {}, head), this.body);
    place.replaceChildren(table);
    this.buildPages();
    this.order(this.sort, this.down);
  }

  /** A choice of the order, for screens too narrow for heads. */
  get chooser() {
    const select = make("select", { className: "phone", "aria-label": "Order" });
    for (const { key, name } of this.columns) {
      for (const [end, word] of [["", "ascending"], ["-", "descending"]]) {
        select.append(make("option", { value: end + key }, `${name}, ${word}`));
      }
    }
    select.value = (this.down ? "-" : "") + this.sort;
    select.addEventListener("change", () => this.order(select.value.replace("-", ""), select.value.startsWith("-")));
    return select;
  }

  order(key, down) {
    [this.sort, this.down] = [key, down];
    for (const column of this.columns) {
      if (column.key === key) column.head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else column.head.removeAttribute("aria-sort");
    }
    this.filter(this.test);
  }

  filter(test) {
    this.test = test;
    const { value } = this.columns.find((column) => column.key === this.sort);
    const sign = this.down ? -1 : 1;
    // What is undefined comes last, whichever way.
    const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : a - b) * sign;
    this.shown = (test ? this.rows.filter(test) : [...this.rows]).sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return x == null ? (y == null ? 0 : 1) : y == null ? -1 : compare(x, y);
    });
    this.page = 0;
    this.fill();
    this.onCount?.(this.shown);
  }

  buildPages() {
    const button = (text, by) => {
      const element = make("button", { type: "button", className: "button" }, text);
      element.addEventListener("click", () => {
        this.page += by;
        this.fill();
      });
      return element;
    };
    this.earlier = button("Previous", -1);
    this.later = button("Next", 1);
    this.place = make("span", { className: "quiet" });
    const size = make("select", { "aria-label": "Rows a page" });
    for (const rows of [25, 100, 500]) size.append(make("option", { value: String(rows) }, `${rows} rows`));
    size.addEventListener("change", () => {
      this.size = +size.value;
      this.page = 0;
      this.fill();
    });
    this.pages.replaceChildren(this.earlier, this.place, this.later, size);
  }

  fill() {
    const last = Math.max(0, Math.ceil(this.shown.length / this.size) - 1);
    this.page = clamp(this.page, 0, last);
    const start = this.page * this.size;
    const rows = this.shown.slice(start, start + this.size).map((row) => {
      const cells = this.columns.map((column, index) => {
        const cell = make(index ? "td" : "th", { className: column.className ?? "" }, ...[column.cell(row)].flat());
        if (!index) cell.scope = "row";
        // What stands before it where there are no heads; the first one speaks for itself unless it is short.
        if (index || column.short) cell.dataset.name = column.short ?? column.name;
        if (column.tone) cell.className += " " + tone(column.value(row));
        return cell;
      });
      return make("tr", {}, ...cells);
    });
    this.body.replaceChildren(...rows);
    this.earlier.disabled = this.page === 0;
    this.later.disabled = this.page === last;
    this.place.textContent = this.shown.length
      ? `${count(start + 1)} to ${count(start + rows.length)} of ${count(this.shown.length)}` : "none";
    this.pages.hidden = this.rows.length <= 25;
  }
}

function drawTrades() {
  const place = byId("trade-list");
  const controls = byId("trade-controls");
  if (!trades.length) {
    place.replaceChildren(make("p", { className: "empty" }, "No trades."));
    controls.remove();
    return byId("trade-pages").remove();
  }
  const moment = (day, seconds, raw, why) => [
    make("span", { className: "when" }, `${iso(day)} ${clock(seconds)} at ${price(raw)}`),
    make("div", { className: "why" }, why),
  ];
  const columns = [
    {
      key: "name", name: "Symbol", value: (trade) => trade.name, cell: (trade) => {
        const button = make("button", {
          type: "button", className: "link", "aria-label": `${trade.name}: show this trade on the price chart`,
        }, trade.name);
        button.addEventListener("click", () => showTrade(trade));
        return trade.q < 0 ? [button, " short"] : button;
      },
    },
    {
      key: "entry", name: "Entry", short: "in", className: "wide", value: (trade) => trade.entry,
      cell: (trade) => moment(trade.ed, trade.et, trade.ep, reason(trade.er)),
    },
    {
      key: "exit", name: "Exit", short: "out", className: "wide", value: (trade) => trade.exit, down: true,
      cell: (trade) => trade.open
        ? [`open, ${price(trade.xp)} at the close of ${iso(trade.xd)}`, make("div", { className: "why" }, "not left yet")]
        : moment(trade.xd, trade.xt, trade.xp, reason(trade.xr)),
    },
    { key: "q", name: "Quantity", className: "right", value: (trade) => Math.abs(trade.q), cell: (trade) => count(Math.abs(trade.q)) },
    { key: "v", name: "Value", className: "right", value: (trade) => trade.v, cell: (trade) => "₹" + count(Math.round(trade.v / 100)), down: true },
    { key: "held", name: "Days", className: "right", value: (trade) => trade.held, cell: (trade) => count(trade.held), down: true },
    { key: "c", name: "Charges", className: "right", value: (trade) => trade.c, cell: (trade) => rupees(trade.c), down: true },
    { key: "p", name: "Profit", className: "right profit", value: (trade) => trade.p, cell: (trade) => rupees(trade.p), tone: true, down: true },
    { key: "ratio", name: "Return", className: "right", value: (trade) => trade.ratio, cell: (trade) => percent(trade.ratio), tone: true, down: true },
  ];
  const search = make("input", {
    type: "search", id: "filter", placeholder: "Symbol, date or reason", "aria-label": "Filter trades",
    "aria-keyshortcuts": "/", autocomplete: "off", spellcheck: false,
  });
  const outcome = make("select", { "aria-label": "Outcome" });
  for (const [value, text] of [["", "All outcomes"], ["won", "Won"], ["lost", "Lost"], ["open", "Still open"]]) {
    outcome.append(make("option", { value }, text));
  }
  const summary = make("output", { className: "quiet spring", "aria-live": "polite" });
  const list = new List(place, byId("trade-pages"), {
    rows: trades, columns, sort: "exit", down: true, className: "trades", caption: "Trades with the reason of each entry and exit",
    onCount: (shown) => {
      let [profit, won, closed] = [0, 0, 0];
      for (const trade of shown) {
        profit += trade.p;
        if (trade.open) continue;
        closed++;
        if (trade.p > 0) won++;
      }
      summary.textContent = `${count(shown.length)} of ${count(trades.length)}, profit ${rupees(profit)}`
        + (closed ? `, ${percent(won / closed, 1)} won` : "");
    },
  });
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = outcome.value;
    list.filter((trade) => {
      if (wanted === "open" ? !trade.open : wanted && (trade.open || (wanted === "won" ? trade.p <= 0 : trade.p >= 0))) {
        return false;
      }
      if (!words.length) return true;
      trade.text ??= `${trade.name} ${iso(trade.ed)} ${iso(trade.xd)} ${reason(trade.er)} ${reason(trade.xr)}`.toLowerCase();
      return words.every((word) => trade.text.includes(word));
    });
  };
  search.addEventListener("input", apply);
  outcome.addEventListener("change", apply);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    search.value = "";
    apply();
    search.blur();
  });
  controls.append(search, make("kbd", { title: "Press / to filter" }, "/"), outcome, list.chooser, summary);
}
