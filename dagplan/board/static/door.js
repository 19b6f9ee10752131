// @ts-check
import { followChoices } from "./choices.js";

followChoices();
