import { afterAll } from "vitest";
import { endFile } from "./at-end.js";
import "./leave-with-parent.js";

// Loaded before every test file. The `afterAll` that is registered first runs last.
afterAll(endFile);
