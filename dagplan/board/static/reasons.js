// @ts-check
/** Why a request is not booked, and what would let it in: each fix is taken by a button. */

import { wholeFix } from "./bookings.js";
import { h } from "./dom.js";
import { button } from "./element.js";
import { offerList } from "./offers.js";
import { t } from "./words.js";

/** @typedef {import("./element.js").Panel} Panel */
/** @typedef {{request: string, reasons: any[], fixes: any[]}} Unbooked */

/** The reasons, each with how sure it is. @param {any[]} reasons */
function reasonList(reasons) {
  if (!reasons.length) return h("p", { class: "quiet" }, t("panel.why.unknown"));
  return h(
    "ul",
    { class: "reasons" },
    reasons.map((one) =>
      h(
        "li",
        null,
        one.message,
        " ",
        h("span", { class: "tag" }, one.proof === "proven" ? t("panel.why.proven") : t("panel.why.not_found")),
      ),
    ),
  );
}

/**
 * The fixes. One that is taken is one step: its changes, and the booking that they make possible.
 *
 * @param {Panel} panel
 * @param {Unbooked} unbooked
 * @param {() => void} [taken]
 */
function fixList(panel, unbooked, taken) {
  if (!unbooked.fixes?.length) return h("p", { class: "quiet" }, t("panel.fix.none"));
  return h(
    "ul",
    { class: "fixes" },
    unbooked.fixes.map((fix, place) => {
      const look = () => panel.ghosts(fix.placement);
      const leave = () => panel.ghosts(null);
      const take = async () => {
        leave();
        const update = await panel.change(wholeFix(fix));
        if (!update) return;
        panel.pick(fix.placement[0]?.visit ?? null);
        taken?.();
      };
      return h(
        "li",
        { class: "fix", onpointerenter: look, onpointerleave: leave, onfocusin: look, onfocusout: leave },
        h("span", null, fix.message),
        button(t("panel.fix.take"), take, {
          key: `fix ${unbooked.request} ${place}`,
          "aria-label": t("panel.fix.take_label", { fix: fix.message }),
        }),
      );
    }),
  );
}

/**
 * What can be done for a request that is not booked.
 *
 * @param {Panel} panel
 * @param {Unbooked & {offers: import("./offers.js").Offer[]}} known
 */
export function roomOrWhy(panel, known) {
  if (known.offers.length) return [h("h4", null, t("panel.offers")), offerList(panel, known.offers)];
  return [
    h("h4", null, t("panel.why")),
    reasonList(known.reasons),
    h("h4", null, t("panel.fixes")),
    fixList(panel, known),
  ];
}
