/** True for the Engine's answer that there is no such thing. */
export function isGone(error: unknown): boolean {
  return hasStatus(error, 404);
}

/** True for the Engine's answers that a thing is there already, in use, or being removed at this moment. */
export function isConflict(error: unknown): boolean {
  return hasStatus(error, 409) || hasStatus(error, 403);
}

/** The result, or undefined when the Engine says that there is no such thing. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function hasStatus(error: unknown, status: number): boolean {
  return error instanceof Error && "statusCode" in error && error.statusCode === status;
}
