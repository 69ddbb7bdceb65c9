/**
 * How vendors beside OpenAI and OpenRouter write Responses, from OpenAI's way. Azure: charmbracelet/fantasy, 2026-06, and crmne/ruby_llm, 2026-08;
 * xAI: crmne/ruby_llm, 2026-08, whose objects have one order of their own; DeepSeek: pydantic/pydantic-ai, 2026-08; OpenAI's backend of Codex:
 * 0xPlaygrounds/rig, 2026; GitHub Copilot's: vercel/ai, github-copilot-id-rotation.1, 2026-08-06, whose ids are long and encrypted (BerriAI/litellm#30072,
 * 2026-06-10); LM Studio: vercel/ai, lmstudio-tool-call.1, 2026-01-21, where the lines `event:` are not recorded and are OpenAI's.
 */
export function vendorStyles<Style>(style: Style) {
  const openai = { ...style, queues: false };
  return {
    azure: { ...openai, obfuscation: null, filters: "judged" },
    xai: { ...openai, order: "number-last", ids: "uuid-items", obfuscation: null, errors: "texts" },
    deepseek: {
      ...openai,
      ids: "uuid",
      reasoning: "content_part",
      obfuscation: null,
      encrypted: null,
      filters: "null",
    },
    copilot: { ...openai, order: "sorted", ids: "opaque", idsRotate: true, bills: true },
    lmstudio: {
      ...openai,
      order: "number-last",
      ids: "local",
      argumentDeltas: false,
      reasoning: "content_part",
      obfuscation: null,
      encrypted: null,
    },
    codex: { ...openai, order: "sorted", obfuscation: null, endsEmpty: true },
  } as const;
}
