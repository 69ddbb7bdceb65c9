// Vitest leaves its workers behind where it is killed itself. What they have started ends with them.
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
