// Light or dark: the system's choice until the button is pressed. Storage may be refused to a local file.

const theme = document.getElementById("theme");
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (systemIsDark.matches ? "dark" : "light")) === "dark";
const nameTheme = () => (theme.textContent = isDark() ? "☀ Light" : "☾ Dark");
try {
  const kept = localStorage.getItem("sauda-theme");
  if (kept) document.documentElement.dataset.theme = kept;
} catch {}
theme.addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
  try {
    localStorage.setItem("sauda-theme", document.documentElement.dataset.theme);
  } catch {}
});
systemIsDark.addEventListener("change", nameTheme);
nameTheme();
