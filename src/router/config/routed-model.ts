import type { Credentials } from "../../adapters/adapter.js";
import { bedrockCredentials, type Environment, regionFor } from "../../adapters/bedrock/aws-credentials.js";
import { type Api, streamingOf, wholeOf } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import type { Catalog } from "../../scenario/catalog.js";
import { SelectionError } from "../../scenario/selection-error.js";
import { parseTypedTarget, usualApi } from "../../scenario/typed-target.js";
import { guardModeOf } from "../relay/guard-mode.js";
import { configured, isElsewhere } from "./configured-target.js";
import type { RoutedModel } from "./router-config.js";
import type { ModelSettings, RouterFile } from "./router-file.js";

type Entry = {
  readonly name: string;
  readonly settings: ModelSettings;
  readonly keys: RouterFile["api_keys"];
  /** The file's guard, for a model that sets none. */
  readonly guard: RouterFile["reliability"]["empty_reply_guard"];
  readonly catalog: Catalog;
  readonly environment: Environment;
};

/**
 * Turns an entry of the file into a model that requests can be routed to, with the facts from models.yaml if provider and id
 * are listed there. Throws {@link SelectionError} for an invalid id or an unknown provider, address or target.
 */
export function routedModel(entry: Entry): RoutedModel {
  const { name, settings, catalog } = entry;
  const listed = settings.target === undefined ? null : findTarget(settings.target, catalog);
  const own = (target: Target) => configured(withOwnQuirks(target, settings), settings, hasUpstreams(target, entry));
  const whole = own(listed === null ? targetOf(entry, wholeApi(entry)) : sibling(listed, catalog, "whole"));
  const streaming = own(
    listed === null ? targetOf(entry, streamingOf(wholeApi(entry))) : sibling(listed, catalog, "streaming"),
  );
  const measured = isElsewhere(settings)
    ? []
    : catalog.targets.filter((target) => isSame(target, whole) || isSame(target, streaming));
  // Another upstream than the listed target's is another cell.
  const named = listed === null || settings.upstream !== undefined ? [] : [listed.id];
  return {
    name,
    description: settings.description,
    whole,
    streaming,
    credentials: credentialsOf(entry, whole),
    measured: [...new Set([...measured.map(({ id }) => id), ...named])],
    maxOutputTokens: settings.max_tokens ?? null,
    emptyReplyGuard: guardModeOf(settings.empty_reply_guard ?? entry.guard),
    allow: settings.allow,
    prices: {
      input: settings.input_price ?? null,
      output: settings.output_price ?? null,
      cachedInput: settings.cached_input_price ?? null,
      cacheWrite: settings.cache_write_price ?? null,
      reasoning: settings.reasoning_price ?? null,
    },
  };
}

/** The target with what the file itself says about the model. */
function withOwnQuirks(target: Target, { separate_thinking: thoughtsInText }: ModelSettings): Target {
  return thoughtsInText === undefined ? target : { ...target, quirks: { ...target.quirks, thoughtsInText } };
}

/** The provider: `bedrock`, a provider of models.yaml, or `openai-chat` for any other endpoint. Takes the seed system's names. */
function providerOf({ settings, catalog }: Entry): string {
  const name = settings.provider.toLowerCase();
  if (name === "aws" || name === "bedrock") return "bedrock";
  // A base URL in the file wins over the provider's name.
  if (settings.base_url !== undefined) return "openai-chat";
  return catalog.providers.some((one) => one.name === name) ? name : "openai-chat";
}

/** OpenRouter has upstreams, and an endpoint at an address of the file may be OpenRouter's, or one like it. */
function hasUpstreams({ provider }: Target, { catalog }: Entry): boolean {
  return (
    provider === "openai-chat" || catalog.providers.some(({ name, place }) => name === provider && place === "upstream")
  );
}

function wholeApi(entry: Entry): Api {
  const { settings, catalog } = entry;
  if (settings.api !== undefined) return settings.api;
  const name = providerOf(entry);
  const provider = catalog.providers.find((one) => one.name === name);
  if (provider === undefined) throw new SelectionError(`there is no provider "${name}"`, "see models.yaml");
  return wholeOf(usualApi(provider, catalog.apis));
}

function targetOf(entry: Entry, api: Api): Target {
  const { name, settings, catalog, environment } = entry;
  const provider = providerOf(entry);
  const id = provider === "bedrock" ? (settings.model ?? name).replace(/^bedrock\//, "") : (settings.model ?? name);
  const region = provider === "bedrock" ? (settings.aws_region ?? regionFor(null, environment)) : null;
  const place = region === null ? "" : `@${region}`;
  const target = parseTypedTarget(`${provider}/${api}:${id}${place}`, { baseUrl: addressOf(entry, provider), catalog });
  if (provider !== "openai-chat" || target.quirks.reasoningDialect !== null) return target;
  // An endpoint without known quirks gets OpenAI's own reasoning parameter.
  return { ...target, quirks: { ...target.quirks, reasoningDialect: "effort-flat" } };
}

/** Addresses of providers that are often named without one (their API references, read 2026-11-28). */
const knownAddresses: { readonly [provider: string]: string } = {
  openai: "https://api.openai.com/v1",
  nvidia: "https://integrate.api.nvidia.com/v1",
};

/** The base URL to use; a known one for a provider without one. Null: the provider's own address. */
function addressOf({ settings }: Entry, provider: string): string | null {
  if (provider !== "openai-chat") return null;
  const base = settings.base_url ?? knownAddresses[settings.provider.toLowerCase()] ?? null;
  if (base === null) {
    throw new SelectionError(`no address is known for "${settings.provider}"`, "add base_url, e.g. https://host/v1");
  }
  return `${base.replace(/\/+$/, "")}${(settings.chat_path ?? "/chat/completions").replace(/\/chat\/completions$/, "")}`;
}

function findTarget(id: string, catalog: Catalog): Target {
  const found = catalog.targets.find((target) => target.id === id);
  if (found === undefined) throw new SelectionError(`there is no target "${id}"`, "see llm-parity list targets");
  return found;
}

/** The same target with the other way of replying. Where models.yaml does not list it: a copy with the other API. */
function sibling(target: Target, catalog: Catalog, way: "whole" | "streaming"): Target {
  const api = way === "whole" ? wholeOf(target.api) : streamingOf(target.api);
  const others = catalog.targets.filter((other) => other.api === api && isSame({ ...other, api: target.api }, target));
  const [same] = others;
  if (same !== undefined) return same;
  return { ...target, api };
}

function isSame(a: Target, b: Target): boolean {
  const members = ["provider", "api", "providerModelId", "region", "upstreamPin", "baseUrl"] as const;
  return members.every((member) => a[member] === b[member]);
}

function credentialsOf({ settings, keys, environment }: Entry, target: Target): readonly Credentials[] {
  if (target.auth === "bedrock") return [bedrockCredentials(environment)];
  if (settings.local || settings.auth_mode === "none") return [{ kind: "none" }];
  const tokens = tokensOf(settings, keys, environment);
  return tokens.length === 0 ? [{ kind: "none" }] : tokens.map((token) => ({ kind: "bearer", token }));
}

/** In the seed system's order: the entry's key, its variable, the provider's keys, the provider's variable. */
function tokensOf(settings: ModelSettings, keys: RouterFile["api_keys"], environment: Environment): readonly string[] {
  const { provider } = settings;
  const entryKey =
    settings.api_key ?? (settings.api_key_env === undefined ? undefined : environment[settings.api_key_env]);
  const shared = keys[provider] ?? environment[`${provider.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_API_KEY`];
  const found = entryKey !== undefined && entryKey !== "" ? entryKey : shared;
  if (found === undefined) return [];
  return (typeof found === "string" ? [found] : found).filter((token) => token !== "");
}
