import type { PassedError } from "../../library/passed-error.js";
import type { FromWorker, ToWorker } from "../../router/workers/messages.js";
import type { RouterWords } from "../router/open-router.js";

/** Where and over what a worker serves. It needs no file of keys: it inherits the environment into which that was read. */
export type Serving = Omit<RouterWords, "keysFile"> & { readonly host?: string; readonly port?: number };

/** What the primary has a worker do. `text`: of the router's file, so that all workers go by the same one. */
export type Order =
  | { readonly kind: "start"; readonly serving: Serving; readonly text: string }
  /** Make a router of another text; it takes requests with `commit`, or is forgotten with the next one. */
  | { readonly kind: "prepare"; readonly text: string }
  | { readonly kind: "commit" }
  | { readonly kind: "drain"; readonly graceMs: number }
  | ToWorker;

/** What a worker reports to the primary. */
export type Report =
  /** It takes orders: node:cluster loses those that come before. */
  | { readonly kind: "here" }
  | { readonly kind: "listening"; readonly url: string }
  | { readonly kind: "not-started"; readonly fault: PassedError }
  /** `problem` null: it is ready to serve by the text. */
  | { readonly kind: "prepared"; readonly problem: string | null }
  /** A sentence that other workers may have to say too. */
  | { readonly kind: "warning"; readonly sentence: string }
  | FromWorker;
