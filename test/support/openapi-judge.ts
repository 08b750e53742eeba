import { readFile } from "node:fs/promises";
import { ensureOpenApiSlice } from "../../scripts/setup/openapi-slice.ts";
import { type Operation, type OperationTable, operationTable } from "./openapi-operations.ts";
import { type Schema, type SchemaCompiler, schemaCompiler } from "./openapi-schema.ts";

/** One request to GitHub, or to something that says it is GitHub, and the answer. Bodies are parsed JSON. */
export interface Exchange {
  method: string;
  url: string;
  requestHeaders: Headers;
  requestBody: unknown;
  status: number;
  responseBody: unknown;
}

export interface Coverage {
  /** As the description writes it: `GET /repos/{owner}/{repo}/issues`. */
  route: string;
  successes: number;
  errors: number;
}

export interface OpenApiJudge {
  /** Sends as `fetch` does, and judges what went over the wire. */
  readonly fetch: typeof fetch;
  /** Everything that GitHub's description does not allow, in the order of happening. */
  readonly faults: readonly string[];
  /** Judges an exchange that was recorded elsewhere. */
  judge(exchange: Exchange): void;
  /** What was seen, without a fault, of every operation that the forge uses. */
  coverage(): Coverage[];
}

/**
 * Answers that GitHub documents for its whole API rather than operation by operation ("Authenticating", "Conditional
 * requests", "Troubleshooting the REST API"). Each has the shape of a basic error, and a 304 has no body.
 */
const everywhere = new Set([401, 403, 404]);
const basicError: Schema = { $ref: "#/components/schemas/basic-error" };

/** Holds a conversation against GitHub's official OpenAPI description: path, query, bodies and statuses. */
export async function openApiJudge(): Promise<OpenApiJudge> {
  const slice = JSON.parse(await readFile(await ensureOpenApiSlice(), "utf8"));
  const table = operationTable(slice);
  const compiler = schemaCompiler(slice.components);
  const faults: string[] = [];
  const seen = new Map<string, Coverage>(
    table.routes.map((route) => [route, { route, successes: 0, errors: 0 }] as const),
  );

  const judge = (exchange: Exchange) => {
    const found = faultsOf(exchange, table, compiler);
    faults.push(...found.faults.map((fault) => `${exchange.method} ${exchange.url} ${exchange.status}: ${fault}`));
    const entry = found.route === undefined ? undefined : seen.get(found.route);
    if (!entry || found.faults.length > 0) return;
    if (exchange.status >= 400) entry.errors += 1;
    else if (exchange.status < 300) entry.successes += 1;
  };

  return {
    faults,
    judge,
    coverage: () => [...seen.values()],
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const text = await response.clone().text();
      judge({
        method: init?.method ?? "GET",
        url: String(input),
        requestHeaders: new Headers(init?.headers),
        requestBody: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
        status: response.status,
        responseBody: text === "" ? undefined : JSON.parse(text),
      });
      return response;
    },
  };
}

function faultsOf(exchange: Exchange, table: OperationTable, compiler: SchemaCompiler) {
  const url = new URL(exchange.url);
  const match = table.find(exchange.method, url.pathname.replace(/^\/api\/v3(?=\/)/, ""));
  if (!match) return { faults: ["no such operation is described"] };
  const { operation, parameters } = match;
  return {
    route: operation.route,
    faults: [
      ...parameterFaults(operation, "path", parameters, compiler),
      ...parameterFaults(operation, "query", Object.fromEntries(url.searchParams), compiler),
      ...requestBodyFaults(operation, exchange.requestBody, compiler),
      ...responseFaults(operation, exchange, compiler),
    ],
  };
}

function parameterFaults(
  operation: Operation,
  place: "path" | "query",
  given: Record<string, string>,
  compiler: SchemaCompiler,
): string[] {
  const described = operation.parameters.filter((parameter) => parameter.in === place);
  const unknown = Object.keys(given).filter((name) => !described.some((parameter) => parameter.name === name));
  const missing = described.filter((parameter) => parameter.required && given[parameter.name] === undefined);
  const wrong = described.flatMap(({ name, schema }) =>
    given[name] === undefined ? [] : compiler.faults(schema, asTyped(given[name], schema)).map((it) => `${name}${it}`),
  );
  return [
    ...unknown.map((name) => `${place}: ${name} is not described`),
    ...missing.map(({ name }) => `${place}: ${name} is missing`),
    ...wrong.map((fault) => `${place}: ${fault}`),
  ];
}

function asTyped(text: string, schema: Schema): unknown {
  if (schema.type === "integer" || schema.type === "number") return text === "" ? text : Number(text);
  if (schema.type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

function requestBodyFaults(operation: Operation, body: unknown, compiler: SchemaCompiler): string[] {
  if (!operation.requestSchema) return body === undefined ? [] : ["request: a body is not described"];
  if (body === undefined) return operation.requestRequired ? ["request: the body is missing"] : [];
  const described = Object.keys((operation.requestSchema.properties as object | undefined) ?? {});
  const unknown = Object.keys(body as object).filter((name) => described.length > 0 && !described.includes(name));
  const wrong = compiler.faults(operation.requestSchema, body).map((fault) => `request: ${fault}`);
  return [...unknown.map((name) => `request: ${name} is not described`), ...wrong];
}

function responseFaults(operation: Operation, exchange: Exchange, compiler: SchemaCompiler): string[] {
  const { status, responseBody } = exchange;
  if (status === 304) {
    const asked = exchange.method === "GET" && exchange.requestHeaders.has("if-none-match");
    return asked && responseBody === undefined ? [] : ["a 304 that nobody asked for, or with a body"];
  }
  const described = operation.responses.get(status);
  if (!described && !everywhere.has(status)) return ["this status is not described"];
  const schema = described?.schema ?? (status >= 400 ? basicError : undefined);
  if (!schema) return responseBody === undefined ? [] : ["response: a body is not described"];
  return compiler.faults(schema, responseBody).map((fault) => `response: ${fault}`);
}
