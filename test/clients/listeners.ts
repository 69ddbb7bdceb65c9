type ProcessEvent = "SIGINT" | "SIGTERM" | "beforeExit" | "unhandledRejection";

/** Gives a function that removes what has been listening to the process since now: `@openai/agents` does so from its import on. */
export function withoutListenersOf(names: readonly ProcessEvent[]): () => void {
  const known = new Map(names.map((name) => [name, new Set(process.rawListeners(name))]));
  return () => {
    for (const [name, listeners] of known)
      for (const listener of process.rawListeners(name))
        if (!listeners.has(listener)) process.removeListener(name, listener as () => void);
  };
}
