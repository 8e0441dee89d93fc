
const priceData = new Map();

/** Bars, averages and fills of one symbol, unpacked when first looked at. */
function pricesOf(number) {
  if (priceData.has(number)) return priceData.get(number);
  const chart = data.charts[number];
  const runs = unpack(chart.g ?? "");
  const close = unpackSums(chart.c ?? "").map((value) => value * chart.u);
  const barDays = [];
  for (let run = 0; run < runs.length; run += 2) {
    const end = runs[run + 2] ?? close.length;
    // The first day of the calendar is the base, which has no bar.
    for (let index = runs[run]; index < end; index++) barDays.push(days[runs[run + 1] + index - runs[run] + 1]);
  }
  const extremes = chart.x ? unpack(chart.x) : null;
  const bars = close.map((value, index) => {
    if (!extremes) return { open: value, high: value, low: value, close: value };
    const open = value + extremes[index * 3] * chart.u;
    const high = Math.max(open, value) + extremes[index * 3 + 1] * chart.u;
    return { open, high, low: Math.min(open, value) - extremes[index * 3 + 2] * chart.u, close: value };
  });
  const average = (start, span) => {
    const values = Array(close.length).fill(null);
    if (!start) return values;
    const weight = 2 / (span + 1);
    values[start[0]] = start[1];
    for (let index = start[0] + 1; index < close.length; index++) {
      values[index] = weight * close[index] + (1 - weight) * values[index - 1];
    }
    return values;
  };
  const packed = unpack(chart.f);
  const fills = [];
  let day = 0;
  let raw = 0;
  for (let index = 0; index < packed.length; index += 5) {
    day += packed[index];
    raw += packed[index + 4];
    const code = packed[index + 2];
    fills.push({
      day, seconds: packed[index + 1], isBuy: code % 2 === 0, reason: code >> 1, quantity: packed[index + 3],
      price: raw, bar: clamp(lowerBound(barDays, day), 0, Math.max(0, barDays.length - 1)),
    });
  }
  const prices = {
    name: data.symbols[chart.s], days: barDays, bars, close, fills, hasCandles: extremes !== null,
    short: average(chart.e9, 9), long: average(chart.e200, 200),
  };
  priceData.set(number, prices);
  return prices;
}

const priceView = { number: 0, chart: null, select: null };

function paintPrices(prices, chart, group) {
  const [from, to] = chart.range;
  const wide = (chart.width - chart.left - chart.right) / (to - from + 1);
  if (prices.hasCandles && wide >= 3.5) {
    const half = Math.min(7, wide * 0.35);
    const paths = { gain: ["", ""], loss: ["", ""] };
    for (let index = from; index <= to; index++) {
      const bar = prices.bars[index];
      const path = paths[bar.close >= bar.open ? "gain" : "loss"];
      const [x, open, close] = [chart.x(index), chart.y(bar.open), chart.y(bar.close)];
      path[0] += `M${x.toFixed(1)} ${chart.y(bar.high).toFixed(1)}V${chart.y(bar.low).toFixed(1)}`;
      const top = Math.min(open, close).toFixed(1);
      path[1] += `M${(x - half).toFixed(1)} ${top}h${(half * 2).toFixed(1)}v${Math.max(1, Math.abs(open - close)).toFixed(1)}`
        + `h${(-half * 2).toFixed(1)}Z`;
    }
    for (const [kind, [wicks, bodies]] of Object.entries(paths)) {
      const parts = [draw("path", { d: wicks, fill: "none" }), draw("path", { d: bodies })];
      for (const part of parts) part.style.stroke = `var(--${kind})`;
      // A rising day is hollow, so that colour is not the only sign.
      parts[1].style.fill = kind === "gain" ? "var(--card)" : "var(--loss)";
      group.append(...parts);
    }
  } else {
    chart.paintLine(group, { values: prices.close, color: "var(--quiet)" });
  }
  chart.paintLine(group, { values: prices.short, color: "var(--other)" });
  chart.paintLine(group, { values: prices.long, color: "var(--third)" });
  const shown = prices.fills.filter((fill) => fill.bar >= from && fill.bar <= to);
  const size = shown.length > 160 ? 3.5 : to - from < 150 ? 7 : 5.5;
  for (const fill of shown) {
    const x = chart.x(fill.bar);
    const y = clamp(chart.y(fill.price), chart.top, chart.height - chart.bottom);
    const turn = fill.isBuy ? 1 : -1;
    const mark = draw("path", {
      d: `M${x} ${y}l${size} ${turn * size * 1.7}h${-size * 2}Z`, "stroke-width": 1,
    });
    mark.style.fill = fill.isBuy ? "var(--own)" : "var(--ink)";
    mark.style.stroke = "var(--card)";
    group.append(mark);
  }
}

function readPrice(prices, index) {
  const bar = prices.bars[index];
  let text = iso(prices.days[index]) + "  ";
  text += prices.hasCandles
    ? `O ${price(bar.open)} H ${price(bar.high)} L ${price(bar.low)} C ${price(bar.close)}`
    : `close ${price(bar.close)}`;
  if (prices.short[index] != null) text += `, EMA9 ${price(Math.round(prices.short[index] / 100) * 100)}`;
  if (prices.long[index] != null) text += `, EMA200 ${price(Math.round(prices.long[index] / 100) * 100)}`;
  for (const fill of prices.fills) {
    if (fill.bar !== index) continue;
    const day = fill.day === prices.days[index] ? "" : iso(fill.day) + " ";
    text += ` · ${fill.isBuy ? "bought" : "sold"} ${count(fill.quantity)} at ${price(fill.price)}, `
      + `${day}${clock(fill.seconds)}: ${reason(fill.reason)}`;
  }
  return text;
}

function showPrices(number, range) {
  const prices = pricesOf(number);
  priceView.number = number;
  priceView.select.value = String(number);
  const all = [0, Math.max(0, prices.bars.length - 1)];
  const options = {
    name: "Price", title: prices.name, height: 380, count: prices.bars.length, bars: true, range: range ?? all,
    axis: prices.days, format: (value) => "₹" + grouped.format(value / 10000), onZoom: () => {},
    label: `Price of ${prices.name} with ${prices.fills.length} fills.`,
    rest: prices.bars.length ? readPrice(prices, prices.bars.length - 1) : "",
    empty: "The prices of this symbol were left out to keep the file small; its trades are listed below.",
    series: [
      { name: prices.hasCandles ? "Price" : "Close", color: "var(--quiet)", values: prices.close },
      { name: "EMA9", color: "var(--other)", values: prices.short },
      { name: "EMA200", color: "var(--third)", values: prices.long },
      { name: "▲ bought  ▼ sold", color: "", values: [] },
    ],
    extent: ([from, to]) => {
      let [low, high] = [Infinity, -Infinity];
      for (let index = from; index <= to; index++) {
        low = Math.min(low, prices.bars[index].low, prices.long[index] ?? Infinity);
        high = Math.max(high, prices.bars[index].high, prices.long[index] ?? -Infinity);
      }
      return [low, high];
    },
    dots: [], paint: (chart, group) => paintPrices(prices, chart, group),
    read: (index) => readPrice(prices, index),
    key: (key, at, act) => {
      const keys = { "+": 0.5, "=": 0.5, "-": 2, n: 1, p: -1, Escape: 0 };
      if (act && key in keys) {
        if (key === "Escape") zoomPrices(null);
        else if (key === "n" || key === "p") goToFill(keys[key]);
        else zoomPrices(keys[key]);
      }
      return key in keys;
    },
  };
  if (priceView.chart) priceView.chart.update(options);
  else priceView.chart = new Chart("price", options);
}

/** Keeps the cursor, else the end, in its place; null shows everything. */
function zoomPrices(factor) {
  const { chart } = priceView;
  const most = chart.options.count - 1;
  if (factor === null) return chart.zoom(0, most);
  const [from, to] = chart.range;
  const size = clamp((to - from) * factor, 15, most);
  const at = chart.cursor ?? to;
  const start = clamp(at - size * ((at - from) / Math.max(1, to - from)), 0, Math.max(0, most - size));
  chart.zoom(start, start + size);
}

function panPrices(share) {
  const { chart } = priceView;
  const [from, to] = chart.range;
  const move = clamp((to - from) * share, -from, chart.options.count - 1 - to);
  chart.zoom(from + move, to + move);
}

function goToFill(direction) {
  const { chart, number } = priceView;
  const places = [...new Set(pricesOf(number).fills.map((fill) => fill.bar))].sort((a, b) => a - b);
  const at = chart.cursor ?? (direction > 0 ? chart.range[0] - 1 : chart.range[1] + 1);
  const next = direction > 0 ? places.find((place) => place > at) : places.findLast((place) => place < at);
  if (next === undefined) return;
  const size = Math.min(chart.range[1] - chart.range[0], 120);
  if (next < chart.range[0] || next > chart.range[1] || size < chart.range[1] - chart.range[0]) {
    chart.zoom(next - size / 2, next + size / 2);
  }
  chart.move(next);
}

/** From some weeks before the entry to some after the exit. */
function showTrade(trade) {
  const number = data.charts.findIndex((chart) => chart.s === trade.s);
  if (number < 0) return;
  const prices = pricesOf(number);
  const entry = lowerBound(prices.days, trade.ed);
  const exit = lowerBound(prices.days, trade.xd);
  const most = prices.bars.length - 1;
  showPrices(number, [clamp(entry - 45, 0, Math.max(0, most)), clamp(exit + 25, 0, Math.max(0, most))]);
  byId("prices").scrollIntoView({ block: "start" });
  priceView.chart.svg.focus({ preventScroll: true });
  if (most >= 0) priceView.chart.move(clamp(entry, 0, most));
}

function drawPrices() {
  const controls = byId("price-controls");
  if (!data.charts.length) {
    byId("price-chart").replaceChildren(make("p", { className: "empty" }, "Nothing was bought or sold."));
    return controls.remove();
  }
  const totals = new Map();
  for (const trade of trades) {
    const sum = totals.get(trade.s) ?? { count: 0, profit: 0 };
    sum.count++;
    sum.profit += trade.p;
    totals.set(trade.s, sum);
  }
  const select = make("select", { id: "symbol", "aria-label": "Symbol" });
  data.charts.forEach((chart, number) => {
    const sum = totals.get(chart.s) ?? { count: 0, profit: 0 };
    select.append(make("option", { value: String(number) },
      `${data.symbols[chart.s]}: ${sum.count} trade${sum.count === 1 ? "" : "s"}, ${shortRupees(sum.profit)}`));
  });
  priceView.select = select;
  select.addEventListener("change", () => showPrices(+select.value));
  const button = (text, label, act) => {
    const element = make("button", { type: "button", className: "button", "aria-label": label }, text);
    element.addEventListener("click", act);
    return element;
  };
  const step = (by) => () =>
    showPrices((priceView.number + by + data.charts.length) % data.charts.length);
  const group = (...parts) => make("div", { className: "group" }, ...parts);
  controls.append(
    group(button("‹", "Previous symbol", step(-1)), select, button("›", "Next symbol", step(1))),
    make("span", { className: "spring" }),
    group(button("All", "Show the whole run", () => zoomPrices(null)),
    button("+", "Zoom in", () => zoomPrices(0.5)), button("−", "Zoom out", () => zoomPrices(2)),
    button("←", "Earlier", () => panPrices(-0.5)), button("→", "Later", () => panPrices(0.5)),
    button("‹ fill", "Previous fill", () => goToFill(-1)), button("fill ›", "Next fill", () => goToFill(1))),
  );
  // The symbol with most trades is the one to begin with.
  let first = 0;
  data.charts.forEach((chart, number) => {
    if ((totals.get(chart.s)?.count ?? 0) > (totals.get(data.charts[first].s)?.count ?? 0)) first = number;
  });
  showPrices(first);
  dragToZoom(priceView.chart);
}

function dragToZoom(chart) {
  let start = null;
  let zone = null;
  const end = (event, isDone) => {
    if (start === null) return;
    const [a, b] = [chart.indexAt(start), chart.indexAt(event.clientX)].sort((x, y) => x - y);
    zone?.remove();
    const isFar = Math.abs(event.clientX - start) > 12;
    [start, zone] = [null, null];
    if (isDone && isFar && b > a) chart.zoom(a, b);
  };
  chart.svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    start = event.clientX;
    chart.svg.setPointerCapture(event.pointerId);
  });
  chart.svg.addEventListener("pointermove", (event) => {
    if (start === null || Math.abs(event.clientX - start) <= 12) return;
    const box = chart.svg.getBoundingClientRect();
    const [a, b] = [start - box.left, event.clientX - box.left].sort((x, y) => x - y);
    zone?.remove();
    zone = draw("rect", { class: "zone", x: a, width: b - a, y: chart.top, height: chart.height - chart.top - chart.bottom });
    chart.svg.append(zone);
  });
  chart.svg.addEventListener("pointerup", (event) => end(event, true));
  chart.svg.addEventListener("pointercancel", (event) => end(event, false));
  chart.svg.addEventListener("dblclick", () => zoomPrices(null));
}
