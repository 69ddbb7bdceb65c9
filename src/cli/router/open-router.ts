import type { Router } from "../../router/serve/router.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { makeRouter } from "./make-router.js";
import type { ServeOptions } from "./serve-options.js";

type Opening = Pick<ServeOptions, "config" | "models" | "simulator" | "keysFile">;

/** A router for this process alone: nothing listens. `close` ends what is still running. */
export function openRouter(options: Opening): { readonly router: Router; readonly close: () => Promise<void> } {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const live = createLiveTransport({ environment: process.env });
  return { router: makeRouter(options, live), close: () => live.close() };
}
