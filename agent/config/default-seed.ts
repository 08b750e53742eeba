/** The seed of whoever names none. */
export const defaultSeed = 42;
