// @ts-check
/** All that stands beside the timeline, and its dialogs: to import it is to have the elements. */

export { AbsenceDialog } from "./absence.js";
export { AddRequestDialog } from "./addrequest.js";
export { ExportDialog } from "./export.js";
export { FiguresPanel } from "./figures.js";
export { FreePanel } from "./free.js";
export { HistoryDialog } from "./history.js";
export { ChosenPanel } from "./panel.js";
export { MoveForm } from "./placeform.js";
export { PlanRun } from "./planrun.js";
export { UnbookedPanel } from "./unbooked.js";
export { VariantsDialog } from "./variants.js";
