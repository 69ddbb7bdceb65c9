import { type Live, makeRouter, type RouterOptions } from "../../library/router/make-router.js";
import type { Router } from "../../router/serve/router.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, sanitise } from "../shell/print.js";
import { readNamedRouter } from "./name-router.js";
import type { NamedRouter } from "./router-option.js";

/** Options of every command that needs a router. */
export type RouterWords = NamedRouter & {
  readonly config: string;
  readonly models: string;
  readonly simulator?: string;
  readonly keysFile?: string;
};

/** Opens a router for this process alone: it listens nowhere. `close` ends what is still running. */
export function openRouter(options: RouterWords): { readonly router: Router; readonly close: () => Promise<void> } {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const live = createLiveTransport({ environment: process.env });
  return { router: routerOf(options, live), close: () => live.close() };
}

/** What a router is made of besides the options. `onWarning`: gets a sentence for each thing that may surprise; default: it is logged. */
type MadeOf = Pick<RouterOptions, "host" | "port" | "metrics" | "cooldownOf"> & {
  readonly text?: string;
  readonly onWarning?: RouterOptions["onWarning"];
};

/** Makes a router of its file, or of its text that was read already. Throws errors that {@link showError} can explain. */
export function routerOf(options: RouterWords & MadeOf, live: Live): Router {
  const { onWarning = (sentence) => log(sanitise(sentence)) } = options;
  const { document, warnings } = readNamedRouter(options);
  for (const warning of warnings) onWarning(warning);
  return makeRouter({ ...options, document, environment: process.env, onWarning }, live);
}
