// @ts-check
/** The contract's request, of what stands in the fields of a form. */

/** @typedef {{competence: string, duration: string, preferred: string, role: string}} VisitValues */

/**
 * The contract's request of what stands in the fields; what is empty is left out.
 *
 * @param {Record<string, string>} values
 * @param {VisitValues[]} visits
 * @param {(id: string) => boolean} taken whether an id is there already
 */
export function requestOf(values, visits, taken) {
  let number = 1;
  while (taken(`new-${number}`) || taken(`new-${number}-1`)) number += 1;
  const id = `new-${number}`;
  const linked = visits.length > 1;
  const minutes = (/** @type {string} */ text) => (text === "" ? undefined : Number(text));
  const given = Object.entries({
    ...{ patient: values.patient.trim(), priority: values.priority },
    ...{ earliest: values.earliest, latest: values.latest, target: values.target },
    ...(linked ? { min_wait: minutes(values.min_wait), max_wait: minutes(values.max_wait) } : {}),
  }).filter(([name, value]) => name === "patient" || (value !== "" && value !== undefined));
  return {
    id,
    ...Object.fromEntries(given),
    visits: visits.map((one, place) => ({
      id: `${id}-${place + 1}`,
      competence: one.competence.trim(),
      duration: Number(one.duration),
      ...(linked ? { role: one.role } : {}),
      ...(one.preferred ? { preferred: one.preferred } : {}),
    })),
  };
}
