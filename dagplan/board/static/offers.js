// @ts-check
/** Offers: whole placements, each drawn on the board while it is looked at, and taken by a button. */

import { movedVisits, placement } from "./bookings.js";
import { h } from "./dom.js";
import { button } from "./element.js";
import { moment } from "./formats.js";
import { dateOf } from "./times.js";
import { number, t } from "./words.js";

/** @typedef {import("./element.js").Panel} Panel */
/** @typedef {{request: string, bookings: import("./element.js").Booking[], moves?: import("./element.js").Booking[],
 *   cost: number, message: string}} Offer */

/** @typedef {{cost: number, bookings: import("./element.js").Booking[], moved: number}} Own */

/**
 * The offers of a request, or those that fit a time.
 *
 * @param {Panel} panel whose board takes them
 * @param {Offer[]} offers
 * @param {{named?: boolean, own?: Own | null, taken?: (offer: Offer) => void}} [how] `named`: say whose each is;
 *   `own`: what the request costs where it is booked, and what moving a visit does, to hold the offers against
 */
export function offerList(panel, offers, { named = false, own = null, taken } = {}) {
  return h(
    "ul",
    { class: "offers" },
    offers.map((offer, place) => offerRow(panel, offer, place, { named, own, taken })),
  );
}

/**
 * @param {Panel} panel
 * @param {Offer} offer
 * @param {number} place
 * @param {{named: boolean, own: Own | null, taken?: (offer: Offer) => void}} how
 */
function offerRow(panel, offer, place, { named, own, taken }) {
  const { model } = panel;
  const { where, each } = placement(model, offer.bookings);
  const moves = offer.moves ?? [];
  const look = () => panel.ghosts([...offer.bookings, ...moves]);
  const leave = () => panel.ghosts(null);
  const show = () => {
    panel.tell("look", { date: dateOf(offer.bookings[0].start) });
    look();
  };
  const patient = model.cases.get(offer.request)?.patient ?? offer.request;
  const take = async () => {
    leave();
    const update = await panel.doing(() => /** @type {any} */ (panel.board).takeOffer(offer));
    if (!update) return;
    panel.pick(offer.bookings[0].visit);
    taken?.(offer);
  };
  const [first] = offer.bookings;
  return h(
    "li",
    { class: "offer", onpointerenter: look, onpointerleave: leave, onfocusin: look, onfocusout: leave },
    h(
      "div",
      { class: "offer__what" },
      named && h("strong", null, patient),
      button(where, show, {
        class: "link offer__where",
        key: `show ${offer.request} ${place}`,
        title: t("panel.offer.show"),
      }),
      h(
        "ol",
        { class: "offer__visits" },
        each.map((one) => h("li", null, one)),
      ),
      h("span", { class: "offer__cost" }, costOf(offer, own)),
      moves.length > 0 &&
        h(
          "ul",
          { class: "offer__moves" },
          moves.map((one) =>
            h(
              "li",
              null,
              t("panel.offer.displaces", {
                patient: one.patient,
                place: `${moment(one.start)} ${model.title(one.practitioner)}`,
              }),
            ),
          ),
        ),
    ),
    button(t("panel.offer.take"), take, {
      class: place === 0 ? "primary" : null,
      key: `take ${offer.request} ${place}`,
      "aria-label": t("panel.offer.take_label", {
        patient,
        place: `${moment(first.start)}, ${model.title(first.unit)}`,
      }),
    }),
  );
}

/**
 * What an offer costs, or how much more or less than where the request is booked. That visits move has a price when it is
 * chosen among places; once they stand there, the board costs that much less.
 *
 * @param {Offer} offer
 * @param {Own | null} own
 */
function costOf(offer, own) {
  if (own === null && offer.cost === 0) return t("panel.offer.nothing");
  if (own === null) return t("panel.offer.costs", { cost: number(offer.cost) });
  const moved = movedVisits(offer.bookings, own.bookings) + (offer.moves?.length ?? 0);
  const more = offer.cost - moved * own.moved - own.cost;
  if (more === 0) return t("panel.offer.same");
  return more > 0 ? t("panel.offer.more", { cost: number(more) }) : t("panel.offer.less", { cost: number(-more) });
}
