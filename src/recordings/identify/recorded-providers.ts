/** How recordings show a provider: by the host of the request, or by a word in the recording's path. */
type RecordedProvider = {
  readonly name: string;
  readonly hosts: RegExp;
  /** Words in folder and file names that identify it if the host is lost; its name is always one of them. */
  readonly words: readonly string[];
};

/**
 * Hosts from the vendors' documentation, read 2026-11-21; Codex, Copilot, Vertex, Gemini and Cohere 2026-11-29. The first match
 * counts.
 */
const providers: readonly RecordedProvider[] = [
  provider("openrouter", /(?:^|\.)openrouter\.ai$/),
  provider(
    "bedrock",
    /^bedrock-runtime(?:-fips)?\.[^.]+\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws|amazonaws\.eu)$/,
  ),
  provider("bedrock-mantle", /^bedrock-mantle\.[^.]+\.api\.aws$/),
  provider("bedrock-control", /^bedrock(?:-agent)?(?:-runtime)?\.[^.]+\.amazonaws\.com$/),
  provider("moonshot", /^api\.moonshot\.(?:ai|cn)$/, ["moonshotai"]),
  provider("openai", /^(?:[a-z]{2}\.)?api\.openai\.com$/),
  // Codex with an account of ChatGPT: https://chatgpt.com/backend-api/codex/responses.
  provider("chatgpt-codex", /^chatgpt\.com$/, ["chatgpt", "codex"]),
  provider("copilot", /^(?:api\.(?:[a-z]+\.)?githubcopilot\.com|copilot-proxy\.githubusercontent\.com)$/, [
    "github-copilot",
  ]),
  provider("azure-openai", /\.(?:openai|cognitiveservices)\.azure\.com$/, ["azure"]),
  provider("azure-ai", /\.(?:services|inference)\.ai\.azure\.com$|\.models\.ai\.azure\.com$/),
  provider("anthropic", /^api\.anthropic\.com$/),
  provider("deepseek", /^api\.deepseek\.com$/),
  provider("groq", /^api\.groq\.com$/),
  provider("mistral", /^api\.mistral\.ai$/),
  provider("venice", /^api\.venice\.ai$/),
  provider("doubleword", /(?:^|\.)doubleword\.ai$/),
  provider("x.ai", /^api\.x\.ai$/, ["xai"]),
  provider("z.ai", /^(?:api\.z\.ai|open\.bigmodel\.cn)$/, ["zai"]),
  provider("cerebras", /^api\.cerebras\.ai$/),
  provider("huggingface", /(?:^|\.)huggingface\.co$/),
  provider("avian", /^api\.avian\.io$/),
  provider("alibaba", /^dashscope(?:-intl|-us)?\.aliyuncs\.com$/),
  provider("vertex", /(?:^|[.-])aiplatform(?:\.[a-z0-9-]+\.rep)?\.googleapis\.com$/, ["vertexai", "google-vertex"]),
  provider("google", /^generativelanguage\.googleapis\.com$/, ["gemini"]),
  provider("googleapis", /(?:^|\.)googleapis\.com$/),
  provider("cohere", /^api\.cohere\.(?:com|ai)$/),
  provider("together", /^api\.together\.(?:xyz|ai)$/),
  provider("fireworks", /^api\.fireworks\.ai$/),
  provider("local", /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|host\.docker\.internal)$/),
  provider("openai-compatible", /$^/),
  provider("open-responses", /$^/),
];

/** The provider at a host (without port); null: an unknown host. */
export function providerAtHost(host: string): string | null {
  const lower = host.toLowerCase();
  return providers.find(({ hosts }) => hosts.test(lower))?.name ?? null;
}

/** The provider named by a word in a recording's path; the last such word counts. null: none is named. */
export function providerInPath(path: string): string | null {
  for (const segment of path
    .toLowerCase()
    .split(/[/\\+]/)
    .reverse()) {
    const found = providers.find(({ words }) => words.includes(segment));
    if (found !== undefined) return found.name;
  }
  return null;
}

function provider(name: string, hosts: RegExp, words: readonly string[] = []): RecordedProvider {
  return { name, hosts, words: [name, ...words] };
}
