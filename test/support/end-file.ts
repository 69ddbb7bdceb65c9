import { afterAll } from "vitest";
import { endFile } from "./at-end.js";
import "./leave-with-parent.js";

// Runs for every test file; the first `afterAll` is the last to run.
afterAll(endFile);
