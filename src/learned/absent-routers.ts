/** A router of the seed that is not here, with the reason and what does its work. */
export type AbsentRouter = {
  readonly name: string;
  /** Its names in the seed. */
  readonly aliases: readonly string[];
  readonly why: string;
  /** What to use in its place. */
  readonly instead: string;
};

const knn = "knn, svm or mlp, which learn from the same rows";
const byWeights = "it needs the weights of a language model, and a GPU to run them";
const asksOften =
  "it asks several models for one query and puts their answers together: a request here is answered by one model";
const seesText = "the strategy rules, or a trained router";

/**
 * The routers of LLMRouter that are not here: its `llmrouter/models`, and the plugins of `custom_routers` (ulab-uiuc/LLMRouter,
 * commits 8e724d6 to e82a726, read 2026-11-28), and those of a fork with Bedrock (OverLang-Venture-Partners/LLMRouter, 70cfe0c).
 */
export const absentRouters: readonly AbsentRouter[] = [
  {
    name: "graph",
    aliases: ["graphrouter"],
    why: "it trains a graph neural network, which needs PyTorch",
    instead: knn,
  },
  {
    name: "causallm",
    aliases: ["causallm_router"],
    why: byWeights,
    instead: `${knn}; or the strategy llm, which asks a model that is served`,
  },
  {
    name: "routerdc",
    aliases: ["dcrouter"],
    why: "it fine-tunes a text encoder (mDeBERTa), which needs PyTorch",
    instead: `mlp or mf, with an embedding model under embedding`,
  },
  {
    name: "automix",
    aliases: ["automixrouter"],
    why: "it lets the small model answer and check itself before a larger one is asked: several requests for each",
    instead: "hybrid, which chooses between the smallest and the largest model beforehand",
  },
  {
    name: "router_r1",
    aliases: ["router-r1"],
    why: `${byWeights}; and it asks over several rounds`,
    instead: "the strategy llm, which asks a model that is served",
  },
  {
    name: "gmt",
    aliases: ["gmtrouter"],
    why: "it trains a graph neural network for each user, and the router does not know users",
    instead: knn,
  },
  {
    name: "personalized",
    aliases: ["personalizedrouter"],
    why: "it learns what each user prefers, and the router does not know users",
    instead: knn,
  },
  { name: "knnmultiround", aliases: ["knnmultiroundrouter"], why: asksOften, instead: "knn" },
  {
    name: "llmmultiround",
    aliases: ["llmmultiroundrouter", "multiround"],
    why: asksOften,
    instead: "the strategy llm",
  },
  { name: "random", aliases: ["randomrouter"], why: "it learns nothing", instead: "the strategy random" },
  { name: "threshold", aliases: ["thresholdrouter"], why: "it is an example of a plugin in Python", instead: "hybrid" },
  { name: "llmjudge", aliases: ["llmjudgerouter"], why: "it is a plugin in Python", instead: "the strategy llm" },
  { name: "taskaware", aliases: ["taskawarerouter"], why: "it is a plugin in Python", instead: seesText },
  {
    name: "fusion_gate",
    aliases: [],
    why: "it is a plugin in Python that asks several models for one query",
    instead: knn,
  },
  { name: "bedrock_smart", aliases: ["bedrock_smart_router"], why: "it is a plugin in Python", instead: seesText },
];
