// @ts-check
/** The colours of the page: chosen here, remembered by the browser, and rendered so by the service from then on. */

const YEAR_SECONDS = 31_536_000;

/** Listen to the choice, on whichever page it stands. */
export function followChoices() {
  const theme = document.getElementById("theme");
  if (!(theme instanceof HTMLSelectElement)) return;
  theme.addEventListener("change", () => {
    const { value } = theme;
    if (value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    const age = value === "auto" ? 0 : YEAR_SECONDS;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where there is no TLS
    document.cookie = `dagplan_theme=${value}; Path=/; Max-Age=${age}; SameSite=Strict${secure}`;
  });
}
