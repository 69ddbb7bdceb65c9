import type { AskedApi } from "../../chat/api.js";
import type { Dialect, Door, OpenService, Service } from "./door.js";

/**
 * The target of a request's method and path. `chat`: the model id is in the body. `models`: what there is to ask; `modelId` null:
 * all. `stored`: a reply that the service may have kept. `count`: how many tokens a prompt has. `modelId` is percent-decoded.
 */
export type Route =
  | AskingRoute
  | (Open & { readonly kind: "models"; readonly modelId: string | null })
  | (Open & { readonly kind: "stored"; readonly id: string })
  | {
      readonly kind: "unknown";
      readonly service: Service;
      readonly dialect: Dialect;
      readonly path: string;
      readonly because: "path" | "method";
    };

/** A route whose body is a request to a model. */
export type AskingRoute =
  | (Open & { readonly kind: "chat" | "count" })
  | {
      readonly kind: "model";
      readonly service: "bedrock";
      readonly dialect: "chat";
      readonly api: AskedApi;
      readonly modelId: string;
      /** Only the tokens of the prompt are asked for; the body says of which API. Absent: a reply is. */
      readonly isCount?: true;
    };

type Open = { readonly service: OpenService; readonly door: Door; readonly dialect: Dialect };
