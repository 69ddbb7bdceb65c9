import { headerOf, type WireRequest } from "../../wire/exchange.js";
import type { Dialect, Door, OpenService } from "./door.js";
import type { Route } from "./route.js";

/** The route of a request to a service in OpenAI's or Anthropic's form; null: its path is none of theirs. */
export function openRoute(request: WireRequest): Route | null {
  const url = new URL(request.url);
  const place = placeOf(url, request);
  if (place === null) return null;
  const { door, rest, isAnthropic } = place;
  const at = { service: serviceOf(door), door } as const;
  const dialect = asking[rest];
  if (dialect !== undefined) return serves(door, dialect) ? { kind: "chat", ...at, dialect } : null;
  if (counting[rest] !== undefined && serves(door, counting[rest])) {
    return { kind: "count", ...at, dialect: counting[rest] };
  }
  const stored = /^responses\/([^/]+)(?:\/(?:cancel|input_items))?$/.exec(rest)?.[1];
  if (stored !== undefined && stored !== "compact" && serves(door, "responses")) {
    return { kind: "stored", ...at, dialect: "responses", id: stored };
  }
  return modelsRoute(rest, { ...at, dialect: isAnthropic ? "messages" : "chat" });
}

type Place = { readonly door: Door; readonly rest: string; readonly isAnthropic: boolean };

const asking: { readonly [rest: string]: Dialect } = {
  "chat/completions": "chat",
  responses: "responses",
  messages: "messages",
};

const counting: { readonly [rest: string]: Dialect } = {
  "messages/count_tokens": "messages",
  "responses/input_tokens": "responses",
};

/** Bedrock has Messages below `/anthropic` alone, and nothing else there. */
function serves(door: Door, dialect: Dialect): boolean {
  if (door === "mantle-anthropic") return dialect === "messages";
  return dialect !== "messages" || (door !== "mantle" && door !== "mantle-openai");
}

/** The door of a path and what stands behind it; `/anthropic` of the runtime is a door for Messages, `/openai` for the others. */
function placeOf(url: URL, request: WireRequest): Place | null {
  const path = url.pathname.replace(mantleDoor, "");
  const found = /^(\/api|\/openai|\/anthropic|)\/v1\/(.+)$/.exec(path);
  if (found === null) return null;
  const [, prefix = "", rest = ""] = found;
  const isMessages = rest === "messages" || rest === "messages/count_tokens";
  const asked = headerOf(request.headers, "anthropic-version") !== null;
  switch (prefix) {
    case "/api":
      return { door: "openrouter", rest, isAnthropic: false };
    case "/openai": {
      const isMantle = isMantleHost(url) || signedFor(request, "bedrock-mantle");
      return isMessages ? null : { door: isMantle ? "mantle-openai" : "runtime", rest, isAnthropic: false };
    }
    case "/anthropic": {
      if (!isMessages && !rest.startsWith("models")) return null;
      const isMantle = isMantleHost(url) || signedFor(request, "bedrock-mantle");
      return { door: isMantle ? "mantle-anthropic" : "runtime", rest, isAnthropic: true };
    }
    default: {
      // Mantle takes two signing names (BerriAI/litellm#31476, 2026-07-03).
      const isMantle = isMantleHost(url) || signedFor(request, "bedrock(?:-mantle)?");
      return { door: isMantle ? "mantle" : "openai", rest, isAnthropic: asked };
    }
  }
}

/** What stands before the path of Bedrock's mantle endpoint where one host serves all, and a bearer key does not tell it from others. */
const mantleDoor = /^\/bedrock-mantle(?=\/(?:openai\/|anthropic\/)?v1\/)/;

/** Recognises Bedrock's mantle endpoint by its host or, behind another host, by its name before the path. */
function isMantleHost({ hostname, pathname }: URL): boolean {
  return hostname.startsWith("bedrock-mantle.") || mantleDoor.test(pathname);
}

/** True for a request whose signature names this service. */
function signedFor({ headers }: WireRequest, name: string): boolean {
  return new RegExp(`/${name}/aws4_request`).test(headerOf(headers, "authorization") ?? "");
}

function serviceOf(door: Door): OpenService {
  return door === "openrouter" || door === "openai" ? door : "bedrock-openai";
}

type At = { readonly service: OpenService; readonly door: Door; readonly dialect: Dialect };

/** OpenRouter has only the list; the others have a path for each model too. */
function modelsRoute(rest: string, at: At): Route | null {
  if (rest === "models") return { kind: "models", ...at, modelId: null };
  const found = /^models\/(.+)$/.exec(rest)?.[1];
  if (found === undefined || at.door === "openrouter") return null;
  try {
    return { kind: "models", ...at, modelId: decodeURIComponent(found) };
  } catch {
    return null;
  }
}
