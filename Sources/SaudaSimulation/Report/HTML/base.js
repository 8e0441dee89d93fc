"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

// Elements

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element && !key.startsWith("aria")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Packed integers: five bits a character, lowest first, the lowest of all is the sign

const digits = new Uint8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((letter, value) => {
  digits[letter.charCodeAt(0)] = value;
});

function unpack(text) {
  const values = [];
  let value = 0;
  let weight = 1;
  for (let index = 0; index < text.length; index++) {
    const digit = digits[text.charCodeAt(index)];
    value += (digit & 31) * weight;
    if (digit & 32) {
      weight *= 32;
      continue;
    }
    values.push(value % 2 ? -(value + 1) / 2 : value / 2);
    value = 0;
    weight = 1;
  }
  return values;
}

function unpackSums(text) {
  const values = unpack(text);
  for (let index = 1; index < values.length; index++) values[index] += values[index - 1];
  return values;
}

// Figures as text

const grouped = new Intl.NumberFormat("en-IN", { maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat("en-IN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const fine = new Intl.NumberFormat("en-IN", { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const minus = (text) => text.replace("-", "−");
const rupees = (paise) => minus((paise < 0 ? "-₹" : "₹") + exact.format(Math.abs(paise) / 100));
const price = (raw) => "₹" + fine.format(raw / 10000);
const count = (value) => minus(grouped.format(value));
const fixed = (value, places = 2) => (value == null ? "–" : minus(value.toFixed(places)));
const percent = (ratio, places = 2) => (ratio == null ? "–" : fixed(ratio * 100, places) + " %");

/** For axes: ₹12.5 L, ₹1.2 Cr. */
function shortRupees(paise) {
  const size = Math.abs(paise) / 100;
  const trim = (value) => String(+value.toFixed(2));
  const text = size >= 1e7 ? trim(size / 1e7) + " Cr" : size >= 1e5 ? trim(size / 1e5) + " L"
    : size >= 1e3 ? trim(size / 1e3) + " k" : trim(size);
  return (paise < 0 ? "−₹" : "₹") + text;
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const dateOf = (day) => new Date(day * 864e5);
const iso = (day) => dateOf(day).toISOString().slice(0, 10);
const clock = (seconds) =>
  String(Math.floor(seconds / 3600)).padStart(2, "0") + ":" + String(Math.floor(seconds / 60) % 60).padStart(2, "0");

const reason = (number) => (number < 0 ? "" : data.reasons[number]);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const tone = (value) => (value > 0 ? "gain" : value < 0 ? "loss" : "");

/** The first index whose value is not below `target`; values ascend. */
function lowerBound(values, target) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < target) low = middle + 1;
    else high = middle;
  }
  return low;
}
