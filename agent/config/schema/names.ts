/** A name that an environment variable of the app may have: a shell can read it. */
export const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** One of a service, which is set by Docker alone: `discovery.type`. */
export const serviceVariableName = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/** A name under which a service is reached. */
export const serviceName = /^[a-z][a-z0-9-]*$/;
