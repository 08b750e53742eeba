export interface RateLimit {
  /** False where a login has no request left in this hour. */
  hasLeft(login: string): boolean;
  /** Counts one request. */
  spend(login: string): void;
  /** The headers that say how it stands. */
  headers(login: string): Record<string, string>;
}

const hour = 3_600_000;

/** GitHub's primary limit: so many requests an hour for each account. */
export function rateLimit(limit: number): RateLimit {
  const windows = new Map<string, { used: number; reset: number }>();
  const windowOf = (login: string) => {
    const current = windows.get(login);
    if (current && current.reset > Date.now()) return current;
    const fresh = { used: 0, reset: Date.now() + hour };
    windows.set(login, fresh);
    return fresh;
  };
  return {
    hasLeft: (login) => windowOf(login).used < limit,
    spend(login) {
      windowOf(login).used += 1;
    },
    headers(login) {
      const { used, reset } = windowOf(login);
      return {
        "x-ratelimit-limit": String(limit),
        "x-ratelimit-remaining": String(Math.max(0, limit - used)),
        "x-ratelimit-reset": String(Math.ceil(reset / 1000)),
        "x-ratelimit-used": String(used),
        "x-ratelimit-resource": "core",
      };
    },
  };
}
