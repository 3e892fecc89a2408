// Imported first, so that it sees the environment as the process got it, before any library adds to it.
export const environmentAtStart = Object.keys(process.env);
