// @ts-check
/** What stands over the rows: where it is, and when it is another. */

import { Layers, spotText, startOf } from "./layers.js";
import { keysOf } from "./rows.js";
import { dateOf } from "./times.js";
import { beside } from "./tip.js";

/** @typedef {import("./draw.js").Box} Box */
/** @typedef {import("./draw.js").Scene} Scene */
/** @typedef {import("./move.js").Move} Move */
/** @typedef {import("./timeline.js").Timeline} Timeline */

export class Overlay {
  /** @param {Timeline} host */
  constructor(host) {
    this.host = host;
    this.layers = new Layers(host.grid);
  }

  /** Lines between the visits of requests. @param {Scene} scene */
  link(scene) {
    this.layers.link(scene, this.host.painter.drawn, (one) => this.box(one, one.visit));
  }

  /**
   * Lit places, ghosts and what is carried: all that changes while a visit is on its way.
   * @param {Scene} scene @param {import("./draw.js").Window} window
   */
  draw(scene, window) {
    const { host } = this;
    const { layers } = this;
    const { move } = host;
    const lit = move ? (move.places?.all ?? []) : (host.lit?.places ?? []);
    layers.light(scene, window, lit, (place) => this.#seen(place, window));
    layers.haunt(scene, host.ghosts, (one) => {
      const wanted = scene.model.visits.get(one.visit);
      const from = startOf(one);
      const duration = wanted?.visit.duration ?? 0;
      return this.box({ ...one, date: dateOf(one.start), from, to: from + duration }, one.visit);
    });
    const carried = move ?? host.lifting.settling;
    const spot = carried?.spot;
    if (!carried || !spot) {
      layers.move(null, "none", "");
      if (!host.lifting.hinting) host.bubble.hidden = true;
      return;
    }
    const box = this.box({ ...spot, from: spot.start, to: spot.start + carried.duration }, carried.placed.visit);
    layers.move(box, carried.status, box && box.width > 70 ? spotText(spot, carried.duration) : "");
    if (move) this.#tell(move, box);
  }

  /** Beside what is carried: where it would stand, and the rule that forbids it. @param {Move} move @param {Box|null} box */
  #tell(move, box) {
    const { bubble, drag, scroller } = this.host;
    if (move.spot === null) return;
    const { status } = move;
    bubble.className = `tl-bubble is-${status}`;
    const why = status === "forbidden" ? `\n${move.reason}` : status === "waiting" ? "\n…" : "";
    const words = `${move.place}${why}`;
    if (bubble.textContent !== words) bubble.textContent = words;
    bubble.hidden = false;
    if (drag.active) {
      beside(bubble, { left: drag.at.x + 14, top: drag.at.y - 10, bottom: drag.at.y + 18 });
    } else if (box) {
      const frame = scroller.getBoundingClientRect();
      const top = frame.top + box.y - scroller.scrollTop;
      beside(bubble, { left: frame.left + box.x - scroller.scrollLeft, top, bottom: top + box.height });
    }
  }

  /**
   * @param {{practitioner: string, unit: string, date: string, from: number, to: number, equipment?: string[]}} place
   * @param {string} visit @returns {Box|null} None where its row or its date isn't shown.
   */
  box(place, visit) {
    const { stage } = this.host;
    const patient = this.host.model.visits.get(visit)?.case.patient ?? "";
    const equipment = place.equipment ?? this.host.model.placed.get(visit)?.equipment ?? [];
    const keys = keysOf(this.host.view, /** @type {any} */ ({ ...place, patient, equipment }));
    const row = stage.rows[stage.order.get(keys.find((key) => stage.order.has(key)) ?? "") ?? -1];
    if (!row || !stage.scale.index.has(place.date)) return null;
    const x = stage.edges.names + stage.scale.x(place.date, place.from);
    return {
      x,
      y: row.top + 2,
      width: Math.max(4, (place.to - place.from) * stage.scale.zoom - 1),
      height: row.height - 5,
    };
  }

  /** The row of a lit place, where it is in sight. @param {import("./places.js").Lit} place @param {import("./draw.js").Window} window */
  #seen(place, window) {
    const { host } = this;
    const patient = host.model.visits.get(place.visit)?.case.patient ?? "";
    const equipment = host.model.placed.get(place.visit)?.equipment ?? [];
    const [key] = keysOf(host.view, /** @type {any} */ ({ ...place, patient, equipment }));
    const at = host.stage.indexOf(key ?? "");
    return at >= window.first && at <= window.last ? host.stage.rows[at] : null;
  }
}
