import { writeFileSync } from "node:fs";
import { buildPageScript, pageScriptFile } from "./page-script/build.js";

writeFileSync(pageScriptFile, await buildPageScript());
