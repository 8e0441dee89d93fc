addEventListener("keydown", (event) => {
  const field = byId("filter");
  if (event.key !== "/" || !field || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(input|select|textarea)$/i.test(event.target.tagName)) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});

drawCurves();
drawPrices();
drawTrades();
if (data.sweep) drawSweep();
// Milliseconds from the start of loading to the first frame with everything on it.
requestAnimationFrame(() => setTimeout(() => (document.documentElement.dataset.drawn = Math.round(performance.now()))));
