import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { betaHeaders, betasMember, namedBetas } from "./beta-names.js";

/** The encoder of a wire API; what it returns besides an encoded request passes unchanged. */
type Encode<Other> = (request: ChatRequest, options: EncodeOptions) => Encoded | Other;

/** Puts betas of Anthropic where an API takes them, or warns that it does not. */
export type PlaceBetas = (encoded: Encoded, betas: readonly string[], options: EncodeOptions) => Encoded;

/**
 * Encodes a request with the betas that its extra members name, and the target's: each name once, the target's first. `place` decides
 * where they go. A member that is no list of names refuses the request.
 */
export function withBetas<Other>(encode: Encode<Other>, place: PlaceBetas): Encode<Other | EncodeRefused> {
  return (request, options) => {
    const { target } = options;
    if (request.extra[betasMember] === undefined && target.extra[betasMember] === undefined) {
      return encode(request, options);
    }
    const [ofTarget, ofRequest] = [namedBetas(target.extra), namedBetas(request.extra)];
    if (ofTarget.kind === "wrong") return refused("target.extra");
    if (ofRequest.kind === "wrong") return refused("extra");
    const asked = ofRequest.kind === "none" ? request : { ...request, extra: ofRequest.rest };
    const aim = ofTarget.kind === "none" ? target : { ...target, extra: ofTarget.rest };
    const encoded = encode(asked, { ...options, target: aim });
    if (!isEncoded(encoded)) return encoded;
    const names = [ofTarget, ofRequest].flatMap((one) => (one.kind === "named" ? one.betas : []));
    return place(encoded, [...new Set(names)], options);
  };
}

/** Betas as a header of the request. */
export function inHeader(name: string): PlaceBetas {
  return (encoded, betas) => {
    const headers = betaHeaders(name, betas);
    return headers.length === 0 ? encoded : { ...encoded, headers };
  };
}

/** Betas that have no place: they are not sent, with a warning. */
export function dropBetas(encoded: Encoded, betas: readonly string[], why: string): Encoded {
  if (betas.length === 0) return encoded;
  const warning: Warning = {
    id: "dropped",
    field: `extra.${betasMember}`,
    message: `${why}; ${betas.join(", ")} is not sent`,
  };
  return { ...encoded, warnings: [...encoded.warnings, warning] };
}

function refused(owner: string): EncodeRefused {
  const message = "write a list of the names of betas, each of letters, digits and . _ -";
  return { kind: "refused", field: `${owner}.${betasMember}`, message, warnings: [] };
}

function isEncoded<Other>(encoded: Encoded | Other): encoded is Encoded {
  return typeof encoded === "object" && encoded !== null && "kind" in encoded && encoded.kind === "encoded";
}
