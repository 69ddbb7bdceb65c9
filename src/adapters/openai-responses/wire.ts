/** The data of the event that ends a stream of OpenRouter. OpenAI, Azure, xAI, DeepSeek and mantle send none (recordings of 2026). */
export const doneMark = "[DONE]";
