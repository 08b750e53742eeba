import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";

/**
 * Resolves names as browsers do: whatever ends with `.localhost` is this machine. Many systems' own resolvers do not
 * know these names.
 */
export const lookupLocalNames: LookupFunction = (hostname, options, callback) => {
  if (!/(^|\.)localhost$/i.test(hostname)) return lookup(hostname, options, callback);
  const address = "127.0.0.1";
  if (options.all) callback(null, [{ address, family: 4 }]);
  else callback(null, address, 4);
};
