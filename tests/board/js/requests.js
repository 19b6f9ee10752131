/** A day of a nurse and a doctor at two units, by hand. */
export const DAY = "2026-12-07";
export const NEXT = "2026-12-08";

export function request() {
  return {
    first_date: DAY,
    last_date: NEXT,
    units: [{ id: "vc", name: "Vårdcentralen" }, { id: "kl" }],
    practitioners: [
      { id: "nurse", name: "Siv", competences: ["Spirometri"] },
      { id: "doctor", competences: ["läkare", "spirometri "] },
    ],
    availability: [
      { practitioner: "nurse", unit: "vc", start: `${DAY}T12:00`, end: `${DAY}T16:00` },
      { practitioner: "nurse", unit: "vc", start: `${DAY}T08:00`, end: `${DAY}T12:00` },
      { practitioner: "doctor", unit: "vc", start: `${DAY}T08:00`, end: `${DAY}T12:00` },
      { practitioner: "doctor", unit: "kl", start: `${DAY}T12:00`, end: `${NEXT}T00:00` },
    ],
    busy: [
      { practitioner: "nurse", start: `${DAY}T10:00`, end: `${DAY}T10:30` },
      { practitioner: "nurse", start: `${DAY}T10:15`, end: `${DAY}T11:00` },
      { practitioner: "doctor", start: `${DAY}T22:00`, end: "2026-12-09T01:00" },
    ],
    patient_busy: [{ patient: "p1", start: `${DAY}T08:00`, end: `${DAY}T08:30` }],
    equipment: [{ id: "spiro-1", unit: "vc", kind: "spirometer", name: "Ettan" }],
    equipment_busy: [{ equipment: "spiro-1", start: `${DAY}T15:00`, end: `${DAY}T24:00` }],
    requests: [
      {
        id: "r1",
        patient: "p1",
        visits: [
          { id: "a", role: "secondary", duration: 30, competence: "spirometri", equipment: ["spirometer"] },
          { id: "b", role: "primary", duration: 20, competence: "läkare" },
        ],
      },
      { id: "r2", patient: "p2", visits: [{ id: "c", duration: 15, competence: "läkare" }] },
    ],
    bookings: [
      { visit: "b", practitioner: "doctor", unit: "vc", start: `${DAY}T09:00`, locked: true },
      { visit: "a", practitioner: "nurse", unit: "vc", start: `${DAY}T08:30`, equipment: ["spiro-1"] },
    ],
  };
}

export function state(version = 1, more = {}) {
  return { id: "board-1", name: "Vecka 50", version, steps: 0, position: 0, standing: {}, job: null, ...more };
}
