/**
 * The words of which model ids are made. They say nothing about a provider: only whether two ids can name the same model. Read in
 * model lists of vendors and gateways (OpenRouter, Bedrock, Azure, Vertex, Groq, Together, Fireworks, Hugging Face, Ollama) and in
 * the recordings of other projects, 2026-11-28.
 */

/** Families, each with its spellings. Models of two families are two models. */
export const families: readonly { readonly family: string; readonly words: readonly string[] }[] = [
  { family: "claude", words: ["claude"] },
  { family: "gpt", words: ["gpt", "chatgpt", "davinci"] },
  { family: "gemini", words: ["gemini"] },
  { family: "kimi", words: ["kimi", "moonshot", "moonshotai"] },
  { family: "llama", words: ["llama", "codellama"] },
  { family: "minimax", words: ["minimax", "minimaxai", "abab"] },
  { family: "glm", words: ["glm", "chatglm"] },
  { family: "deepseek", words: ["deepseek"] },
  { family: "command", words: ["command"] },
  { family: "jamba", words: ["jamba"] },
  // OpenAI's o1, o3 and o4, as the reader spells them.
  { family: "o-series", words: ["oseries"] },
  ...[
    ...["gemma", "grok", "qwen", "qwq", "qvq", "nova", "titan", "phi", "aya", "jurassic", "nemotron", "hermes"],
    ...["mistral", "mixtral", "ministral", "magistral", "codestral", "devstral", "pixtral", "voxtral", "mathstral"],
    ...["hunyuan", "ernie", "doubao", "yi", "lfm", "granite", "dbrx", "arctic", "sonar", "mercury", "solar"],
    ...["palmyra", "olmo", "molmo", "falcon", "internlm", "baichuan", "mimo", "longcat", "inflection", "wizardlm"],
    ...["dolphin", "zephyr", "starcoder", "stablelm", "exaone", "smollm", "vicuna", "compound", "ling", "ring"],
  ].map((word) => ({ family: word, words: [word] })),
];

/** A vendor whose name before the id says the family, where the id itself does not (`deepseek.v3.2`, `deepseek.r1-v1:0`). */
export const vendorFamilies: ReadonlyMap<string, string> = new Map([
  ["anthropic", "claude"],
  ["deepseek", "deepseek"],
  ["mistral", "mistral"],
  ["mistralai", "mistral"],
  ["moonshot", "kimi"],
  ["moonshotai", "kimi"],
  ["minimax", "minimax"],
  ["qwen", "qwen"],
  ["zai", "glm"],
]);

/** Words that name another model of the same family. `only`: in these families; null: in all. */
export const variants: readonly { readonly words: readonly string[]; readonly only: readonly string[] | null }[] = [
  {
    words: ["mini", "nano", "micro", "lite", "tiny", "small", "large", "xl", "plus", "max", "ultra", "pro"],
    only: null,
  },
  { words: ["haiku", "sonnet", "opus", "instant", "flash", "flashx", "air", "airx", "premier", "express"], only: null },
  { words: ["scout", "maverick", "nemo", "super", "omni", "spark", "vl"], only: null },
  { words: ["coder", "code", "codex", "math", "prover", "ocr", "oss", "distill", "base", "guard"], only: null },
  {
    words: ["audio", "realtime", "transcribe", "tts", "search", "image", "embed", "embedding", "research"],
    only: null,
  },
  { words: ["turbo"], only: ["gpt", "glm", "qwen"] },
  { words: ["instruct", "o"], only: ["gpt"] },
  { words: ["medium"], only: ["mistral", "magistral", "devstral", "phi"] },
  { words: ["thinking"], only: ["kimi", "qwen"] },
  { words: ["fast"], only: ["grok"] },
  { words: ["r"], only: ["command", "deepseek"] },
  { words: ["a"], only: ["command"] },
];

/** Words that say how a model is served, trained or set, and not which one it is. */
export const sideWords: ReadonlySet<string> = new Set([
  ...["latest", "preview", "exp", "experimental", "beta", "alpha", "default", "stable", "free", "v", "version"],
  ...["instruct", "it", "chat", "hf", "open", "online", "nitro", "floor", "exacto", "extended", "maas", "tee"],
  ...["reasoning", "thinking", "high", "low", "minimal", "xhigh", "non", "tput", "versatile", "instant"],
  ...["awq", "gptq", "gguf", "mlx", "qat", "bnb", "dynamic", "quantized", "bit", "fp", "bf", "int", "nvfp", "mxfp"],
  ...["meta", "google", "openai", "anthropic", "amazon", "nvidia", "microsoft", "ibm", "alibaba", "mistralai"],
  ...["moonshotai", "deepseekai", "cohere", "groq", "together", "fireworks", "azure", "bedrock", "vertex"],
  ...["openrouter", "ollama", "unsloth", "ud", "databricks", "local", "ai"],
]);
