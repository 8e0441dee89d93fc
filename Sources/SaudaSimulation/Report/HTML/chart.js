
/**
 * A chart over one row of points with a cursor that mouse, touch and arrow keys move.
 *
 * options: name, height, count, series [{name, color, values, thin, area}], format (value -> axis text),
 * axis (index -> tick text or null, or days), read (index -> text), zero, flat ([low, high] when all are equal), log, bars,
 * paint (instead of the series), rest (what is read without a cursor),
 * range [from, to] of indices shown at first, key (key, index, act -> whether it is one of ours), onMove, onZoom.
 */
class Chart {
  constructor(id, options) {
    this.figure = byId(id + "-chart");
    this.options = options;
    this.readout = make("output", { className: "readout", "aria-live": "polite" });
    this.keys = make("span", { className: "head" });
    this.svg = draw("svg", { role: "img", tabindex: "0" });
    this.figure.replaceChildren(this.keys, this.svg);
    this.cursor = null;
    this.listen();
    this.update(options);
    // Widths come with the first observation, so a hidden chart is drawn once it is shown.
    new ResizeObserver(() => this.paint()).observe(this.figure);
  }

  update(options) {
    Object.assign(this.options, options);
    const { name, series, count } = this.options;
    this.range = this.options.range ?? [0, Math.max(0, count - 1)];
    this.cursor = null;
    this.keys.replaceChildren(make("b", {}, this.options.title ?? name));
    for (const line of series ?? []) {
      if (!line.name) continue;
      const key = make("span", { className: "key" }, line.name);
      if (line.color) {
        const mark = make("i", { className: line.thin ? "thin" : "" });
        mark.style.borderColor = line.color;
        key.prepend(mark);
      }
      this.keys.append(key);
    }
    this.keys.append(this.readout);
    this.svg.setAttribute("aria-label", this.options.label ?? name);
    this.width = 0;
    this.paint();
  }

  /** Shows these indices only. */
  zoom(from, to) {
    const most = Math.max(0, this.options.count - 1);
    const start = clamp(Math.round(from), 0, most);
    this.range = [start, clamp(Math.round(to), start, most)];
    this.width = 0;
    this.paint();
    this.options.onZoom?.(this.range);
  }

  // Geometry

  x(index) {
    const [from, to] = this.range;
    const { bars } = this.options;
    const inner = this.width - this.left - this.right;
    return bars
      ? this.left + ((index - from + 0.5) / (to - from + 1)) * inner
      : this.left + (to > from ? (index - from) / (to - from) : 0.5) * inner;
  }

  y(value) {
    const place = this.options.log ? Math.log : (number) => number;
    const [high, low] = [place(this.high), place(this.low)];
    return this.top + ((high - place(value)) / (high - low || 1)) * (this.height - this.top - this.bottom);
  }

  indexAt(clientX) {
    const box = this.svg.getBoundingClientRect();
    const share = (clientX - box.left - this.left) / (this.width - this.left - this.right);
    const [from, to] = this.range;
    const place = this.options.bars ? from + Math.floor(share * (to - from + 1)) : from + Math.round(share * (to - from));
    return clamp(place, from, to);
  }

  extent() {
    const { series, low, high, zero, extent } = this.options;
    let [least, most] = extent ? extent(this.range) : [Infinity, -Infinity];
    for (const { values } of extent ? [] : series) {
      for (let index = this.range[0]; index <= this.range[1]; index++) {
        const value = values[index];
        if (value == null) continue;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    if (least > most) [least, most] = [0, 1];
    if (zero) [least, most] = [Math.min(least, 0), Math.max(most, 0)];
    if (least === most) [least, most] = this.options.flat ?? [least - Math.abs(least || 1) * 0.05, most + Math.abs(most || 1) * 0.05];
    if (this.options.log) return [least / 1.04, most * 1.04];
    const air = (most - least) * 0.04;
    return [low ?? (zero && least === 0 ? 0 : least - air), high ?? (zero && most === 0 ? 0 : most + air)];
  }

  // Drawing

  paint() {
    const width = Math.round(this.figure.clientWidth);
    if (!width || (width === this.width)) return;
    const { height, count, format } = this.options;
    this.width = width;
    this.height = width < 560 ? Math.round(height * 0.8) : height;
    if (!count) {
      this.figure.replaceChildren(this.keys, make("p", { className: "empty" }, this.options.empty ?? "Nothing to show."));
      return;
    }
    if (!this.svg.isConnected) this.figure.replaceChildren(this.keys, this.svg);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.svg.style.aspectRatio = `${width} / ${this.height}`;
    [this.top, this.bottom, this.right] = [8, this.options.axis === "none" ? 6 : 20, 6];
    [this.low, this.high] = this.extent();
    const wanted = Math.max(2, Math.floor(this.height / 40));
    const ticks = this.options.log
      ? Chart.logTicks(this.low, this.high, wanted) : Chart.ticks(this.low, this.high, wanted);
    const labels = ticks.map(format);
    this.left = Math.max(28, 7 + Math.max(0, ...labels.map((label) => label.length)) * 6.4);
    const back = draw("g");
    ticks.forEach((tick, index) => {
      const y = Math.round(this.y(tick));
      back.append(draw("line", { class: tick === 0 ? "zero" : "grid", x1: this.left, x2: width - this.right, y1: y, y2: y }));
      back.append(draw("text", { x: this.left - 6, y: y + 4, "text-anchor": "end" }, labels[index]));
    });
    this.paintAxis(back);
    const front = draw("g");
    if (this.options.paint) this.options.paint(this, front);
    else for (const line of this.options.series) this.paintLine(front, line);
    this.marks = draw("g");
    this.svg.replaceChildren(back, front, this.marks);
    this.show(this.cursor, false);
  }

  paintLine(group, { values, color, area, thin }) {
    let path = "";
    let open = false;
    let first = 0;
    let last = 0;
    for (let index = this.range[0]; index <= this.range[1]; index++) {
      const value = values[index];
      if (value == null) {
        open = false;
        continue;
      }
      path += `${open ? "L" : "M"}${this.x(index).toFixed(1)} ${this.y(value).toFixed(1)}`;
      if (!open) first = index;
      last = index;
      open = true;
    }
    if (!path) return;
    if (area) {
      const base = this.y(clamp(0, this.low, this.high)).toFixed(1);
      group.append(draw("path", { d: `${path}L${this.x(last)} ${base}L${this.x(first)} ${base}Z`, fill: area }));
    }
    if (color) {
      const line = draw("path", { class: thin ? "line thin" : "line", d: path });
      line.style.stroke = color;
      group.append(line);
    }
    // A single point is no line.
    if (first === last && color) group.append(draw("circle", { cx: this.x(last), cy: this.y(values[last]), r: 3, fill: color }));
  }

  paintAxis(group) {
    const { axis } = this.options;
    if (axis === "none") return;
    const put = (index, text) => {
      const x = this.x(index);
      group.append(draw("line", { class: "grid", x1: x, x2: x, y1: this.top, y2: this.height - this.bottom }));
      const anchor = x < this.left + 14 ? "start" : x > this.width - 22 ? "end" : "middle";
      group.append(draw("text", { x, y: this.height - 5, "text-anchor": anchor }, text));
    };
    if (typeof axis === "function") return axis(this, put);
    for (const [index, text] of Chart.dates(axis, this.range, (this.width - this.left) / 62)) put(index, text);
  }

  /** Round values between low and high, about as many as asked for. */
  static ticks(low, high, wanted) {
    const rough = (high - low) / wanted;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((part) => part >= rough * 0.999) ?? rough;
    const ticks = [];
    for (let number = Math.ceil(low / step - 1e-9); number * step <= high + step * 1e-9; number++) {
      ticks.push(+(number * step).toPrecision(12));
    }
    return ticks;
  }

  /** 1, 2 and 5 of each power of ten; where those are too few, as on a plain scale. */
  static logTicks(low, high, wanted) {
    const ticks = [];
    for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
      for (const part of [1, 2, 5]) if (part * power >= low && part * power <= high) ticks.push(part * power);
    }
    return ticks.length < 3 ? Chart.ticks(low, high, wanted) : ticks;
  }

  /** The first days of years, quarters, months, or some days in between. */
  static dates(days, [from, to], wanted) {
    const months = (days[to] - days[from]) / 30.4;
    const step = [1, 2, 3, 6, 12, 24, 60, 120].find((part) => months / part <= wanted) ?? 120;
    const ticks = [];
    if (months < 2) {
      const every = Math.max(1, Math.ceil((to - from + 1) / wanted));
      for (let index = from; index <= to; index += every) {
        const date = dateOf(days[index]);
        ticks.push([index, `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}`]);
      }
      return ticks;
    }
    let last = null;
    for (let index = from; index <= to; index++) {
      const date = dateOf(days[index]);
      const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
      if (last !== null && month !== last && month % step === 0) {
        const year = String(Math.floor(month / 12));
        const name = monthNames[month % 12];
        ticks.push([index, month % 12 === 0 || step >= 12 ? year : ticks.length ? name : `${name} ${year}`]);
      }
      last = month;
    }
    return ticks;
  }

  // The cursor

  show(index, speak = true) {
    this.cursor = index;
    this.marks?.replaceChildren();
    if (index == null || !this.marks) {
      this.readout.textContent = this.options.rest ?? "";
      return;
    }
    if (index < this.range[0] || index > this.range[1]) return;
    const x = this.x(index);
    this.marks.append(draw("line", { class: "cursor", x1: x, x2: x, y1: this.top, y2: this.height - this.bottom }));
    for (const { values, color } of this.options.dots ?? this.options.series ?? []) {
      const value = values[index];
      if (value != null) this.marks.append(draw("circle", { cx: x, cy: this.y(value), r: 3.5, fill: color }));
    }
    if (speak || this.readout.textContent) this.readout.textContent = this.options.read(index);
  }

  move(index) {
    this.show(clamp(index, this.range[0], this.range[1]));
    this.options.onMove?.(this.cursor);
  }

  clear() {
    this.show(null);
    this.options.onMove?.(null);
  }

  listen() {
    this.svg.addEventListener("pointermove", (event) => {
      if (this.options.count) this.move(this.indexAt(event.clientX));
    });
    this.svg.addEventListener("pointerdown", (event) => {
      if (this.options.count) this.move(this.indexAt(event.clientX));
    });
    this.svg.addEventListener("pointerleave", () => {
      if (document.activeElement !== this.svg) this.clear();
    });
    this.svg.addEventListener("focus", () => {
      if (this.options.count && this.cursor == null && this.svg.matches(":focus-visible")) this.move(this.range[1]);
    });
    this.svg.addEventListener("blur", () => this.clear());
    this.svg.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.options.count) return;
      const [from, to] = this.range;
      const at = this.cursor ?? to;
      const far = Math.max(2, Math.round((to - from) / 20));
      const step = event.shiftKey ? far : 1;
      const places = {
        ArrowLeft: at - step, ArrowRight: at + step, PageUp: at - far, PageDown: at + far, Home: from, End: to,
      };
      if (event.key in places) this.move(places[event.key]);
      else if (this.options.key?.(event.key, at)) this.options.key(event.key, at, true);
      else if (event.key === "Escape") this.clear();
      else return;
      event.preventDefault();
    });
  }
}
