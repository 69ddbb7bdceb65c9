import { leftOut, type MemberGroup, passed, refused } from "./member.js";

/** Members of OpenRouter's API. */
export const openrouterMembers: MemberGroup = {
  source:
    "OpenRouterTeam/typescript-sdk src/models/chatrequest.ts@03831c1; openrouter.ai/docs: provider routing, model fallbacks, presets",
  date: "2026-11-28",
  members: [
    refused("models", "fallback", "lists the models to ask; the first one is asked instead of 'model'"),
    refused("fallbacks", "fallback", "lists models to ask after a failure"),
    refused("route", "route", "chooses how the models of a list are asked"),
    refused("provider", "provider", "chooses the upstreams that may answer"),
    refused("plugins", "plugin", "runs web search, file parsing, another router or moderation"),
    refused("transforms", "plugin", "shortens or changes the prompt"),
    refused("preset", "prompt", "takes model, upstream and prompts from a stored preset"),
    leftOut("session_id", "session", "groups requests, and keeps them on one upstream"),
    leftOut("trace", "record", "writes to the account's observability services"),
    leftOut("debug", "record", "echoes what the upstream was sent"),
    leftOut("speed", "tier", "chooses a faster and dearer endpoint"),
    leftOut("stop_server_tools_when", "plugin", "sets when tools of the service stop"),
    passed("usage", "asks for token counts", ["include"]),
    passed("include_reasoning", "asks for the reasoning"),
    passed("cache_control", "marks the prompt for caching", ["type", "ttl"]),
    passed("image_config", "sets the shape of images", "open"),
    passed("min_p", "limits sampling"),
    passed("top_a", "limits sampling"),
    passed("repetition_penalty", "limits repetition"),
    passed("structured_outputs", "asks for the format in strict form"),
  ],
};
