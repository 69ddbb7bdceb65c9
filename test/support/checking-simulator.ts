import { join } from "node:path";
import { startSimulator } from "../../src/library/start-simulator.js";
import { documentedKeys } from "../../src/simulator/credentials/known-keys.js";
import { atEnd } from "./at-end.js";
import { root } from "./repository.js";

const [first, second] = documentedKeys.accessKeys;
if (first === undefined || second === undefined) throw new TypeError("the simulator knows no access keys");

/** The long-lived pair that the simulator knows. */
export const longLived = { accessKeyId: first.accessKeyId, secretAccessKey: first.secretAccessKey };

/** The temporary pair that it knows, with its session token. */
export const temporary = {
  accessKeyId: second.accessKeyId,
  secretAccessKey: second.secretAccessKey,
  sessionToken: second.sessionToken ?? "",
};

/** A model id whose colon has to be encoded twice in a signature, and one without. */
export const withColon = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
export const withoutColon = "moonshotai.kimi-k2.5";

/** Serves the offline providers, which check keys and signatures, on a free loopback port until the test or file ends. */
export async function serveChecking(): Promise<string> {
  const { url, close } = await startSimulator({
    profile: "default",
    scenarios: join(root, "scenarios"),
    host: "127.0.0.1",
    port: 0,
    seed: 1,
    checkCredentials: true,
  });
  atEnd(close);
  return url;
}
