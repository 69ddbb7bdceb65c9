import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assumptions } from "../src/library/probes/registry.js";
import { unverifiedPage } from "./unverified/page.js";

writeFileSync(fileURLToPath(new URL("../docs/unverified.md", import.meta.url)), unverifiedPage(assumptions));
