import { expect, test } from "vitest";
import type { z } from "zod";
import { commonSettings } from "../../learned/training-file.js";
import { siteFile } from "../../report/site/config/site-file.js";
import { routerFile } from "../../router/config/router-file.js";
import { batteryFile } from "../../scenario/battery/battery-file.js";
import { knownFile } from "../../scenario/known-file.js";
import { modelsFile } from "../../scenario/models-file.js";
import { scenarioFile } from "../../scenario/scenario-file.js";
import { profileSchema } from "../../simulator/profile.js";
import { knownKeysAt } from "../../source/schema-keys.js";
import { type FileKind, fileKinds, kindByName } from "./file-kind.js";

const schemas: { readonly [Kind in Exclude<FileKind, "fixture">]: z.ZodType } = {
  scenario: scenarioFile,
  models: modelsFile(),
  known: knownFile(),
  profile: profileSchema,
  battery: batteryFile,
  router: routerFile(),
  training: commonSettings,
  site: siteFile(),
};

test.each(Object.entries(schemas))("the telling keys of %s are keys of its schema, and of no other", (kind, schema) => {
  const keys = Object.entries(fileKinds).flatMap(([name, one]) => (name === kind ? one.keys : []));
  const own = knownKeysAt(schema, []);
  // hparam is a router's own part of the training file.
  expect(keys.filter((key) => !own.includes(key) && key !== "hparam")).toEqual([]);
  const others = Object.entries(schemas).flatMap(([name, one]) => (name === kind ? [] : knownKeysAt(one, [])));
  expect(keys.filter((key) => others.includes(key))).toEqual([]);
});

test.each([
  ["scenarios/models.yaml", "models"],
  ["a/known.yml", "known"],
  ["my.router.yaml", "router"],
  ["router.yaml", "router"],
  ["site.yaml", "site"],
  ["scenarios/profiles/kimi.yaml", "profile"],
  ["a/b.har", "fixture"],
  ["my-known.yaml", null],
  ["knowns.yaml", null],
  ["basic-chat.yaml", null],
])("%s is by its name: %s", (file, kind) => {
  expect(kindByName(file)).toBe(kind);
});
