import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workFolder } from "../../../test/support/work-folder.js";
import { chooseNode } from "./choose-node.js";
import { clientFacts } from "./client-facts.js";

const [facts] = clientFacts;
const own = { path: process.execPath, version: process.versions.node };

function chosen(asksForNode: string | null, folder: string) {
  if (facts === undefined) throw new Error("the registry is empty");
  return chooseNode({ facts, folder, version: "1.0.0", asksForNode });
}

/** A folder whose package `node` says that it is this version. */
function folderWithNode(version: string): string {
  const folder = workFolder({
    "node_modules/node/package.json": "{}",
    "node_modules/node/bin/node": `#!/bin/sh\necho v${version}\n`,
  });
  chmodSync(join(folder.path, "node_modules/node/bin/node"), 0o755);
  return folder.path;
}

test.each([[null], [">=20"], [">= v20.19.0"], [">=18 <30"], ["^18"], ["*"]])("%j is met by our own Node", (range) => {
  expect(chosen(range, folderWithNode("999.0.0"))).toEqual(own);
});

test("a later Node is taken from the client's folder, and our own where it has none", () => {
  const folder = folderWithNode("999.1.0");
  expect(chosen(">=999", folder)).toEqual({ path: join(folder, "node_modules/node/bin/node"), version: "999.1.0" });
  expect(chosen(">=999", workFolder().path)).toEqual(own);
});
