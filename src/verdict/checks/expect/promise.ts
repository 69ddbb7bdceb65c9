/**
 * True when a text announces what the model is about to do: "Let me check the weather for you." "Let me know if …" and "I'll
 * be glad to …" are not promises.
 */
export function isPromise(text: string): boolean {
  return promise.test(text.normalize("NFKC").replaceAll("’", "'"));
}

const promise =
  /\b(?:let me|let's|i'll|i will|i'm going to|i am going to|i'm now|now i(?:'ll)?|allow me to)\s+(?:(?:now|just|first|quickly|go ahead and|try to|start by)\s+)*(?:call|calling|check|checking|convert|calculate|fetch|fetching|find|get|getting|gather|invoke|look|looking|look up|make|pull|query|read|request|retrieve|run|search|see|use|using)\b/i;
