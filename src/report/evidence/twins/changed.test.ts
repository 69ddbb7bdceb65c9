import { expect, test } from "vitest";
import type { TwinRequest } from "./twin.js";
import { twinsOf } from "./twins.js";

const failing: TwinRequest = {
  ...{ name: "failing", api: "chat-completions", baseUrl: "https://openrouter.ai/api/v1", region: null },
  ...{ modelId: "moonshotai/kimi-k2.5", auth: "bearer", signingName: null, keyVariable: "OPENROUTER_API_KEY" },
};

function twinsFor(changed?: "bytes" | "key") {
  const request = changed === undefined ? failing : { ...failing, changed };
  const { files, refused } = twinsOf({ failing: request, working: null, symptom: "answer", repeat: 1, demo: null });
  const scripts = files.map(({ path }) => path).filter((path) => !path.includes("/shared/"));
  return { scripts, reasons: new Map(refused.map(({ twin, reason }) => [twin, reason])) };
}

test("what a client would correct is sent by curl alone, as it is", () => {
  expect(twinsFor().scripts).toEqual(expect.arrayContaining(["twins/curl.sh", "twins/openai.mjs"]));
  const { scripts, reasons } = twinsFor("bytes");
  expect(scripts).toEqual(["twins/curl.sh"]);
  expect(reasons.get("openai.mjs")).toBe(
    "the failing request: a client would correct its body, and curl.sh sends the bytes as they are",
  );
});

test("no script sends a wrong key", () => {
  const { scripts, reasons } = twinsFor("key");
  expect(scripts).toEqual([]);
  expect(reasons.get("curl.sh")).toBe(
    "the failing request: it was sent with a credential that no service knows; a script sends its reader's own",
  );
});
