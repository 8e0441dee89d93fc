
function drawSweep() {
  const { parameters, figures, rows } = data.sweep;
  const combinations = rows.map(([values, results]) => ({
    values,
    results: results.map((value, index) => (value == null ? null : value / (figures[index].unit === "rupees" ? 100 : 1e6))),
  }));
  const text = (value, unit) =>
    value == null ? "–" : unit === "ratio" ? percent(value) : unit === "count" ? count(value)
      : unit === "rupees" ? "₹" + count(Math.round(value)) : fixed(value);
  const sortable = (value) => (value !== "" && Number.isFinite(+value) ? +value : value);
  const isNumeric = parameters.map((_, index) => combinations.every((row) => typeof sortable(row.values[index]) === "number"));
  const list = new List(byId("sweep-list"), byId("sweep-pages"), {
    rows: combinations, className: "sweep", caption: "Combinations of parameters and their figures",
    sort: figures.length ? "f0" : "p0", down: figures[0]?.up === 1,
    columns: [
      ...parameters.map((name, index) => ({
        key: "p" + index, name, short: name, className: index && isNumeric[index] ? "right wide" : "wide", cell: (row) => row.values[index],
        value: (row) => (isNumeric[index] ? +row.values[index] : row.values[index]),
      })),
      ...figures.map(({ name, unit, up }, index) => ({
        key: "f" + index, name, className: "right", down: up === 1, value: (row) => row.results[index],
        cell: (row) => text(row.results[index], unit), tone: unit === "ratio" && up === 1,
      })),
    ],
  });
  const choose = (label, names, value) => {
    const select = make("select", { "aria-label": label });
    names.forEach((name, index) => select.append(make("option", { value: String(index) }, name)));
    select.value = String(value);
    select.addEventListener("change", paint);
    return select;
  };
  const isMap = parameters.length > 1 && figures.length > 0 && rows.length > 0;
  if (!isMap) {
    byId("sweep-map").remove();
    byId("sweep-controls").append(list.chooser);
    return;
  }
  const figure = choose("Figure", figures.map(({ name }) => name), 0);
  const across = choose("Across", parameters, 0);
  const down = choose("Down", parameters, 1);
  byId("sweep-controls").append(figure, "over", across, "and", down, list.chooser);

  /** Each cell is the mean over all combinations that share its two values. */
  function paint() {
    const [f, a, d] = [figure, across, down].map((select) => +select.value);
    const { name, unit, up } = figures[f];
    const values = (index) => [...new Set(combinations.map((row) => row.values[index]))].sort((x, y) =>
      isNumeric[index] ? x - y : x.localeCompare(y));
    const cells = new Map();
    for (const row of combinations) {
      if (row.results[f] == null) continue;
      const key = row.values[a] + "\n" + row.values[d];
      const cell = cells.get(key) ?? { sum: 0, count: 0 };
      cell.sum += row.results[f];
      cell.count++;
      cells.set(key, cell);
    }
    const means = [...cells.values()].map((cell) => cell.sum / cell.count);
    const [low, high] = [Math.min(...means), Math.max(...means)];
    const best = up ? high : low;
    const columns = values(a);
    const head = make("tr", {}, make("th", { scope: "col" }, `${parameters[a]} →`, make("br"), `${parameters[d]} ↓`),
      ...columns.map((value) => make("th", { scope: "col" }, value)));
    const body = values(d).map((value) => make("tr", {}, make("th", { scope: "row" }, value), ...columns.map((column) => {
      const cell = cells.get(column + "\n" + value);
      if (!cell) return make("td");
      const mean = cell.sum / cell.count;
      const share = high > low ? (mean - low) / (high - low) : 1;
      const element = make("td", { className: mean === best ? "best" : "" }, text(mean, unit));
      element.style.setProperty("--heat", Math.round((up ? share : 1 - share) * 60) + "%");
      if (cell.count > 1) element.title = `mean of ${cell.count} combinations`;
      return element;
    })));
    const words = `${name}, mean of the combinations that share both values`;
    byId("sweep-map").replaceChildren(make("p", { className: "note" }, words),
      make("table", { className: "heat", "aria-label": words }, make("thead", {}, head), make("tbody", {}, ...body)));
  }
  paint();
}
