
const days = unpackSums(data.days);
const equity = unpackSums(data.equity);
const benchmark = unpackSums(data.benchmark);
const scaled = (values, scale) => values.map((value) => (value == null ? null : value / scale));
const exposure = scaled(data.exposure, 10000);
const sharpe = scaled(data.sharpe, 1000);

function falls(curve) {
  let top = 0;
  return curve.map((value) => {
    top = Math.max(top, value);
    return top > 0 ? Math.max(-1, value / top - 1) : null;
  });
}

function drawCurves() {
  const played = days.length > 1 ? days.length : 0;
  const both = benchmark.length > 0;
  const own = { name: "Strategy", color: "var(--own)", values: equity };
  const other = { name: "Buy and hold", color: "var(--other)", values: benchmark, thin: true };
  const pair = both ? [other, own] : [own];
  const depth = { name: "", color: "var(--own)", values: falls(equity), area: "var(--own-fill)" };
  const otherDepth = { name: "", color: "var(--other)", values: falls(benchmark), thin: true };
  const charts = {};
  // One cursor over all charts of time.
  const onMove = (name) => (index) => {
    for (const [other, chart] of Object.entries(charts)) if (other !== name) chart.show(index);
  };
  const common = { count: played, axis: days };
  const last = days.length - 1;
  const readEquity = (index) => `${iso(days[index])}  strategy ${rupees(equity[index])}`
    + (both ? `, buy and hold ${rupees(benchmark[index])}` : "");
  const deepest = (values) => percent(values.reduce((least, value) => Math.min(least, value ?? 0), 0));
  charts.equity = new Chart("equity", {
    ...common, name: "Equity", height: 320, series: pair, format: shortRupees, onMove: onMove("equity"),
    label: `Equity from ${iso(days[0] ?? 0)} on, in rupees. Arrow keys read it day by day.`,
    read: readEquity, rest: played ? readEquity(last) : "",
  });
  addLogButton(charts.equity, both ? [...equity, ...benchmark] : equity);
  charts.drawdown = new Chart("drawdown", {
    ...common, name: "Drawdown", height: 130, series: both ? [otherDepth, depth] : [depth], zero: true, flat: [-0.1, 0],
    format: (value) => percent(value, 0), onMove: onMove("drawdown"),
    label: "Drawdown from the highest equity so far, in per cent.",
    rest: played ? `deepest ${deepest(depth.values)}` + (both ? `, buy and hold ${deepest(otherDepth.values)}` : "") : "",
    read: (index) => percent(depth.values[index]) + (both ? `, buy and hold ${percent(otherDepth.values[index])}` : ""),
  });
  const hasSharpe = sharpe.some((value) => value != null);
  charts.sharpe = new Chart("sharpe", {
    ...common, count: hasSharpe ? played : 0, name: byId("sharpe-chart").dataset.name, height: 190, zero: true,
    series: [{ name: "", color: "var(--third)", values: sharpe }], format: (value) => fixed(value, 1),
    onMove: onMove("sharpe"), label: "Sharpe ratio of the last half year, day by day.",
    read: (index) => `${iso(days[index])}  ${fixed(sharpe[index])}`, rest: hasSharpe ? `last ${fixed(sharpe[last])}` : "",
  });
  charts.exposure = new Chart("exposure", {
    ...common, name: "Invested", height: 190, zero: true, flat: [0, 1], onMove: onMove("exposure"),
    series: [
      { name: "", color: null, values: exposure, area: "var(--own-mid)" },
      { name: "mean of 63 days", color: "var(--own)", values: trailingMean(exposure, 63) },
    ],
    dots: [{ color: "var(--own)", values: exposure }],
    rest: played ? `mean ${percent(exposure.reduce((sum, value) => sum + value, 0) / exposure.length, 1)}` : "",
    format: (value) => percent(value, 0), label: "Open positions over equity, in per cent.",
    read: (index) => `${iso(days[index])}  ${percent(exposure[index], 1)} of the equity`,
  });
  drawHistogram();
}

/** Of the last values up to each one, fewer at the start. */
function trailingMean(values, span) {
  let sum = 0;
  return values.map((value, index) => {
    sum += value - (index >= span ? values[index - span] : 0);
    return sum / Math.min(index + 1, span);
  });
}

/** A chart that grows more than threefold starts with a scale on which equal returns are equally high. */
function addLogButton(chart, values) {
  if (!chart.options.count || values.some((value) => value <= 0)) return;
  const button = make("button", { type: "button", className: "button" }, "Log scale");
  const use = (log) => {
    button.setAttribute("aria-pressed", String(log));
    chart.update({ log });
  };
  button.addEventListener("click", () => use(!chart.options.log));
  const range = (extremes, value) => [Math.min(extremes[0], value), Math.max(extremes[1], value)];
  const [least, most] = values.reduce(range, [Infinity, 0]);
  use(most > least * 3);
  chart.figure.before(make("div", { className: "controls" }, button));
}

function drawHistogram() {
  const returns = trades.filter((trade) => !trade.open && trade.ratio != null).map((trade) => trade.ratio);
  const sorted = Float64Array.from(returns).sort();
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)];
  // The outermost hundredths go into the end bins.
  const span = sorted.length ? Math.max(at(0.99) - at(0.01), 0.001) : 1;
  const power = 10 ** Math.floor(Math.log10(span / 40));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((part) => part >= span / 40) ?? span / 40;
  let first = sorted.length ? Math.floor(at(0.01) / step + 1e-9) : 0;
  let last = sorted.length ? Math.floor(at(0.99) / step + 1e-9) : 0;
  // A few trades stand in the middle, not over the whole width.
  const spare = Math.max(0, Math.ceil((15 - (last - first)) / 2));
  [first, last] = [first - spare, last + spare];
  const bins = Array(last - first + 1).fill(0);
  for (const value of returns) bins[clamp(Math.floor(value / step + 1e-9), first, last) - first]++;
  const edge = (number) => fixed((first + number) * step * 100, step * 100 >= 1 ? 0 : step * 100 >= 0.1 ? 1 : 2);
  const bounds = (index) =>
    index === 0 && at(0) < first * step ? `below ${edge(1)} %`
      : index === bins.length - 1 && at(1) >= (last + 1) * step ? `${edge(index)} % and more`
        : `${edge(index)} to ${edge(index + 1)} %`;
  new Chart("histogram", {
    name: byId("histogram-chart").dataset.name, height: 210, count: returns.length ? bins.length : 0, bars: true,
    series: [], dots: [], extent: () => [0, Math.max(...bins)], zero: true,
    rest: returns.length ? `median ${percent(at(0.5))}, ${count(returns.length)} trade${returns.length === 1 ? "" : "s"}` : "",
    format: (value) => (Number.isInteger(value) ? count(value) : ""),
    label: "How many closed trades had which return after charges.",
    axis: (chart, put) => {
      const every = Math.max(1, Math.ceil(bins.length / ((chart.width - chart.left) / 54)));
      for (let index = 0; index < bins.length; index++) if ((first + index) % every === 0) put(index - 0.5, edge(index) + " %");
    },
    read: (index) => `${bounds(index)}: ${count(bins[index])} trade${bins[index] === 1 ? "" : "s"}, `
      + `${percent(bins[index] / returns.length, 1)} of all`,
    paint: (chart, group) => {
      bins.forEach((value, index) => {
        const half = (chart.x(1) - chart.x(0)) / 2 || 20;
        const bar = draw("rect", {
          x: chart.x(index) - half + 1, width: Math.max(1, half * 2 - 2), y: chart.y(value),
          height: Math.max(0, chart.y(0) - chart.y(value)), rx: 2,
        });
        bar.style.fill = first + index >= 0 ? "var(--gain)" : "var(--loss)";
        bar.style.opacity = 0.85;
        group.append(bar);
      });
    },
  });
}
